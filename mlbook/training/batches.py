r"""Mini-batches: small random samples of the training data."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mlbook._checks import as_count, as_generator


def mini_batches(
    count: int,
    batch_size: int,
    *,
    replace: bool = False,
    rng: np.random.Generator | None = None,
) -> Iterator[NDArray[np.intp]]:
    r"""Yield the indices of one mini-batch after another, without end.

    Parameters
    ----------
    count : int
        Number of samples ``N`` to choose from.
    batch_size : int
        Samples in a batch, at most ``N``.
    replace : bool
        False: the samples are shuffled anew for each epoch and cut into
        $\lceil N / \text{batch size} \rceil$ batches, so that each is used once an epoch;
        the last batch is smaller where the division leaves a rest. True: every index is drawn on
        its own, so that as many draws as there are samples miss about $1/e$ of them, more
        than a third.
    rng : numpy.random.Generator, optional

    Returns
    -------
    iterator of ndarray of intp, shape (batch_size,) or less

    Raises
    ------
    TypeError, ValueError
        If a number is not a whole one above 0, `batch_size` exceeds `count`, or `rng` is no
        Generator.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook.training.batches import mini_batches
    >>> batches = mini_batches(5, 2, rng=np.random.default_rng(0))
    >>> for _ in range(3):
    ...     print(next(batches))
    [2 4]
    [3 0]
    [1]
    """
    samples, size = as_count(count, "count"), as_count(batch_size, "batch_size")
    if size > samples:
        raise ValueError(f"batch_size is {size}, but there are only {samples} samples")
    return _endless(samples, size, replace, as_generator(rng))


def _endless(
    count: int, size: int, replace: bool, generator: np.random.Generator
) -> Iterator[NDArray[np.intp]]:
    while True:
        if replace:
            yield generator.integers(count, size=size).astype(np.intp, copy=False)
        else:
            order = generator.permutation(count).astype(np.intp, copy=False)
            for start in range(0, count, size):
                yield order[start : start + size]
