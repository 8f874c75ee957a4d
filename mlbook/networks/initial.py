"""Initial weights: random numbers of the normal distribution, in the type of a network."""

from collections.abc import Callable
from typing import Any

import numpy as np

from mlbook._checks import Floats, as_finite, as_nonnegative

# The variance of a weight, times the number of inputs.
GAINS = {"relu": 2.0, "he": 2.0, "sigmoid": 1.0, "xavier": 1.0}


def normal_weights(
    rng: np.random.Generator, dtype: np.dtype[np.floating[Any]]
) -> Callable[..., Floats]:
    """Return a function that draws the weights ``draw(name, std, *shape)``.

    Raises
    ------
    FloatingPointError
        Of that function: if a weight overflows; `name` is what the message calls it.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook.networks.initial import normal_weights
    >>> draw = normal_weights(np.random.default_rng(0), np.dtype(np.float64))
    >>> print(draw("W1", 0.1, 2, 2).round(3))
    [[ 0.013 -0.013]
     [ 0.064  0.01 ]]
    """

    def draw(name: str, std: float, *shape: int) -> Floats:
        with np.errstate(over="ignore"):
            drawn: Floats = (std * rng.standard_normal(shape)).astype(dtype)
        return as_finite(drawn, f"weight_init_std of {std:g} times {name}")

    return draw


def spread_of(weight_init_std: float | str, inputs: int) -> float:
    """Return the standard deviation of the weights of a layer with so many inputs.

    Raises
    ------
    TypeError, ValueError
        If `weight_init_std` is neither a name of an initialisation nor a number of at least 0.

    Examples
    --------
    >>> from mlbook.networks.initial import spread_of
    >>> print(spread_of("he", 50), spread_of("xavier", 100), spread_of(0.01, 50))
    0.2 0.1 0.01
    """
    if not isinstance(weight_init_std, str):
        return as_nonnegative(weight_init_std, "weight_init_std")
    if weight_init_std.lower() not in GAINS:
        names = ", ".join(map(repr, GAINS))
        raise ValueError(
            f"weight_init_std must be a number or one of {names}, but it is {weight_init_std!r}"
        )
    return float(np.sqrt(GAINS[weight_init_std.lower()] / inputs))
