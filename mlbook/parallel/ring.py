r"""The ring all-reduce: each worker talks to its two neighbours, and all end with the sum."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike

from mlbook._checks import Floats, as_count, as_floating


class Sender(Protocol):
    """The end of a pipe that takes objects, as `multiprocessing.Pipe` returns it."""

    def send(self, value: Any) -> None:
        """Put `value` into the pipe; wait while it is full."""


class Receiver(Protocol):
    """The end of a pipe that gives objects."""

    def recv(self) -> Any:
        """Take the next object; wait for it. EOFError if nobody is left to send one."""


class LostNeighbourError(ConnectionError):
    """A neighbour in the ring has ended, so that its numbers will never come."""


def ring_all_reduce(arrays: Sequence[ArrayLike]) -> list[Floats]:
    r"""Return the sum of `arrays` once for each, added by the steps of a ring, in one process.

    With $N$ arrays, cut into $N$ chunks each, there are $2(N - 1)$ steps, and in each step every
    place of the ring passes one chunk to the next. In the first half a chunk is added to what is
    there, and in the second half it replaces it. Each place sends $2(N - 1)/N$ of an array.

    Parameters
    ----------
    arrays : sequence of array_like, all of one shape
        They are not changed.

    Returns
    -------
    list of ndarray
        As many sums as arrays, all of them the same to the last bit; float32 if all arrays are.

    Raises
    ------
    TypeError, ValueError
        If there is no array, or one does not hold finite numbers, or their shapes differ.

    Notes
    -----
    P. Patarasuk and X. Yuan (2009). Bandwidth optimal all-reduce algorithms for clusters of
    workstations. Journal of Parallel and Distributed Computing 69.

    Examples
    --------
    >>> from mlbook.parallel import ring_all_reduce
    >>> print(ring_all_reduce([[1, 2, 3], [10, 20, 30]]))
    [array([11., 22., 33.]), array([11., 22., 33.])]
    """
    if len(arrays) == 0:
        raise ValueError("arrays is empty: give at least one array")
    floats = [as_floating(array, f"arrays[{i}]") for i, array in enumerate(arrays)]
    for i, array in enumerate(floats):
        if array.shape != floats[0].shape:
            raise ValueError(
                f"arrays[{i}] has shape {array.shape}, but arrays[0] has shape {floats[0].shape}"
            )
    size, dtype = len(floats), np.result_type(*floats)
    sums = [array.astype(dtype) for array in floats]
    chunks = [np.array_split(array.reshape(-1), size) for array in sums]
    for step in range(2 * (size - 1)):
        sent = [chunks[rank][(rank - step) % size].copy() for rank in range(size)]
        for rank in range(size):
            place = (rank - 1 - step) % size
            chunks[rank][place][:] = _joined(sent[rank - 1], chunks[rank][place], step < size - 1)
    return sums


class Ring:
    """One worker's place in a ring: it receives from the left and sends to the right.

    Parameters
    ----------
    rank : int
        The number of the worker, from 0.
    size : int
        How many workers there are.
    left, right : multiprocessing.connection.Connection, optional
        The end of a pipe from the worker before this one, and that of a pipe to the next; a ring
        of one needs none.

    Raises
    ------
    TypeError, ValueError
        If `rank` and `size` are not whole numbers with 0 ≤ `rank` < `size`, or a pipe is missing.

    Examples
    --------
    A ring of one has nobody to talk to; `run_workers` makes larger ones.

    >>> from mlbook.parallel import Ring
    >>> print(Ring().all_reduce([1, 2]))
    [1. 2.]
    """

    def __init__(
        self,
        rank: int = 0,
        size: int = 1,
        left: Receiver | None = None,
        right: Sender | None = None,
    ) -> None:
        self.size = as_count(size, "size")
        self.rank = as_count(rank, "rank", least=0)
        if self.rank >= self.size:
            raise ValueError(f"rank must be below size, {self.size}, but it is {self.rank}")
        if self.size > 1 and (left is None or right is None):
            raise ValueError(f"a ring of {self.size} needs a pipe on the left and on the right")
        self._left: Any = left
        self._right: Any = right

    def __repr__(self) -> str:
        """Return ``Ring(rank=1, size=4)``."""
        return f"Ring(rank={self.rank}, size={self.size})"

    def all_reduce(self, array: ArrayLike) -> Floats:
        """Return the sum of the arrays with which all workers call this.

        Every worker has to call it, and each gets the same sum to the last bit.

        Parameters
        ----------
        array : array_like
            Of the same shape and type at every worker; it is not changed.

        Returns
        -------
        ndarray

        Raises
        ------
        TypeError, ValueError
            If `array` does not hold finite numbers, or has another shape than that of a neighbour.
        ConnectionError
            If a neighbour has ended.
        """
        total = as_floating(array, "array").copy()
        chunks = np.array_split(total.reshape(-1), self.size)
        for step in range(2 * (self.size - 1)):
            place = (self.rank - 1 - step) % self.size
            received = self._pass_on((chunks[(self.rank - step) % self.size], total.shape))
            if received[1] != total.shape:
                raise ValueError(
                    f"array has shape {total.shape} at worker {self.rank}, "
                    f"but the worker on its left has {received[1]}: all need one shape"
                )
            chunks[place][:] = _joined(received[0], chunks[place], step < self.size - 1)
        return total

    def _pass_on(self, parcel: Any) -> Any:
        """Send `parcel` to the right, and return what comes from the left."""
        try:
            # If all sent first, all might wait for room in a pipe that nobody empties.
            if self.rank % 2 == 0:
                self._right.send(parcel)
                return self._left.recv()
            received = self._left.recv()
            self._right.send(parcel)
            return received
        except (EOFError, OSError) as error:
            raise LostNeighbourError(f"a neighbour of worker {self.rank} has ended") from error


def _joined(received: Floats, own: Floats, adding: bool) -> Floats:
    return received + own if adding else received
