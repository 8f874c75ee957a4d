"""Initial weights: random numbers of the normal distribution, in the type of a network."""

from collections.abc import Callable
from typing import Any

import numpy as np

from mlbook._checks import Floats, as_finite


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
