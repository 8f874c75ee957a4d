r"""The gradient of a batch, computed in parts by the workers of a ring."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mlbook._checks import Floats, as_count, as_numbers
from mlbook.networks import Network
from mlbook.parallel.ring import Ring


def part_of(count: int, rank: int, size: int) -> slice:
    """Return which of `count` samples the worker `rank` of `size` takes.

    The parts follow one another, and their lengths differ by one at most.

    Parameters
    ----------
    count : int
        At least `size`, so that every worker has a sample.
    rank, size : int

    Raises
    ------
    TypeError, ValueError
        If an argument is no whole number in its range.

    Examples
    --------
    >>> from mlbook.parallel import part_of
    >>> print([part_of(10, rank, 4) for rank in range(4)])
    [slice(0, 2, None), slice(2, 5, None), slice(5, 7, None), slice(7, 10, None)]
    """
    size = as_count(size, "size")
    count = as_count(count, "count", least=size)
    rank = as_count(rank, "rank", least=0)
    if rank >= size:
        raise ValueError(f"rank must be below size, {size}, but it is {rank}")
    return slice(count * rank // size, count * (rank + 1) // size)


def parallel_gradient(
    net: Network, x: ArrayLike, t: ArrayLike, ring: Ring
) -> tuple[float, dict[str, Floats]]:
    r"""Return loss and gradient of a batch, each worker of the ring computing a part of it.

    Let worker $k$ take $B_k$ of the $B$ samples, with the loss $L_k$ as the mean over its part.
    Then $L = \sum_k \frac{B_k}{B} L_k$, and gradients add up in the same way: each worker weighs
    its own by $B_k / B$, and an all-reduce adds them.

    Every worker has to call this with the same batch, and with a network of the same parameters.
    All get the same numbers to the last bit, and so networks that began alike remain alike.

    Parameters
    ----------
    net : Network
    x, t : array_like
        Samples and targets of the whole batch, as in ``net.loss``.
    ring : Ring

    Returns
    -------
    loss : float
    grads : dict of ndarray
        Under the names of ``net.params``, as an optimiser's ``update`` takes them.

    Raises
    ------
    ValueError
        If there are fewer samples than workers, or the arguments do not fit the network.
    ConnectionError
        If a neighbour in the ring has ended.

    Notes
    -----
    A layer of batch normalisation takes the mean of its own part, not that of the whole batch, so
    that the result then depends on the number of workers.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import TwoLayerNet
    >>> from mlbook.parallel import Ring, parallel_gradient
    >>> net = TwoLayerNet(2, 3, 2, rng=np.random.default_rng(0))
    >>> x, t = [[1, 2], [3, 4]], [0, 1]
    >>> loss, grads = parallel_gradient(net, x, t, Ring())
    >>> print(loss == net.loss(x, t), list(grads))
    True ['W1', 'b1', 'W2', 'b2']
    """
    samples, targets = as_numbers(x, "x"), as_numbers(t, "t")
    if samples.ndim < 2 or targets.shape[:1] != samples.shape[:1]:
        raise ValueError(
            f"x and t must be a batch, but their shapes are {samples.shape} and {targets.shape}"
        )
    count = len(samples)
    if count < ring.size:
        raise ValueError(f"x has {count} samples, too few for {ring.size} workers")
    part = part_of(count, ring.rank, ring.size)
    loss, grads = net.loss_and_gradient(samples[part], targets[part])
    weight = (part.stop - part.start) / count
    parcel = np.concatenate([[loss], *(grad.reshape(-1) for grad in grads.values())])
    total = ring.all_reduce(weight * parcel.astype(_type_of(grads)))
    ends = np.cumsum([1, *(grad.size for grad in grads.values())])
    pieces = np.split(total, ends[:-1])[1:]
    named = zip(grads.items(), pieces, strict=True)
    return float(total[0]), {name: piece.reshape(grad.shape) for (name, grad), piece in named}


def _type_of(grads: dict[str, Floats]) -> np.dtype[Any]:
    return np.result_type(*grads.values())
