"""Randomness: passed in, never global."""

import numpy as np


def as_generator(rng: np.random.Generator | None, name: str = "rng") -> np.random.Generator:
    """Return `rng`, or a new generator of unpredictable numbers where it is None.

    Parameters
    ----------
    rng : numpy.random.Generator or None
    name : str
        What the caller's signature calls the argument.

    Raises
    ------
    TypeError
        If `rng` is anything else, a seed for instance.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook.randomness import as_generator
    >>> print(as_generator(np.random.default_rng(0)).integers(10, size=3))
    [8 6 5]
    """
    if rng is None:
        return np.random.default_rng()
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"{name} must be a Generator, np.random.default_rng(0) for instance, not {rng!r}"
        )
    return rng
