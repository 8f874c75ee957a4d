r"""The pooling layer: of every window of a channel, its largest number."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from mlbook._checks import Floats
from mlbook.layers.layer import Layer
from mlbook.layers.windows import as_window, output_sizes, padded


class Pooling(Layer):
    r"""The node $y = \max$ over each window, channel by channel.

    $$
    y_{n, c, i, j} = \max_{p, q}\; x_{n,\, c,\, iS + p,\, jS + q}
    $$

    with the stride $S$. Backward the upstream gradient goes to the number that was the largest,
    and none to the others; of equal ones the first in reading order gets it. Where windows
    overlap, a number adds up what it gets from each. Padding never is the largest.

    `Layer` says what `forward` and `backward` take and raise; the input has shape (C, H, W) or
    (N, C, H, W), the output (C, OH, OW) or (N, C, OH, OW), with
    ``OH = (H + 2 * pad - pool_h) // stride + 1`` and ``OW`` likewise. What the
    last window does not reach is left out.

    Parameters
    ----------
    pool_h, pool_w : int
        Height and width of a window.
    stride : int
        Step from one window to the next; windows that are to lie side by side need `pool_h`.
    pad : int
        Empty rows and columns on every side, fewer than the window has.

    Raises
    ------
    TypeError, ValueError
        If a number is not a whole one in its range.

    Examples
    --------
    >>> from mlbook import Pooling
    >>> layer = Pooling(2, 2, stride=2)
    >>> print(layer.forward([[[1, 2, 0, 1], [0, 3, 2, 4]]]))
    [[[3. 4.]]]
    >>> print(layer.backward([[[10, 20]]]))
    [[[ 0.  0.  0.  0.]
      [ 0. 10.  0. 20.]]]
    """

    settings = ("pool_h", "pool_w", "stride", "pad")
    sample_dimensions: ClassVar[int] = 3

    def __init__(self, pool_h: int, pool_w: int, stride: int = 1, pad: int = 0) -> None:
        self._window = as_window(pool_h, pool_w, stride, pad, "pool")
        self.pool_h, self.pool_w, self.stride, self.pad = self._window
        if self.pad >= min(self.pool_h, self.pool_w):
            raise ValueError(
                f"pad must be less than the sides of the window, {self.pool_h} and {self.pool_w}, "
                f"but it is {self.pad}: some window would hold no number"
            )

    def __repr__(self) -> str:
        """Return ``Pooling(2, 2, stride=2)``."""
        pad = f", pad={self.pad}" if self.pad else ""
        return f"Pooling({self.pool_h}, {self.pool_w}, stride={self.stride}{pad})"

    def check_shape(self, shape: tuple[int, ...]) -> None:
        """Raise a ValueError unless `shape` is (C, H, W) or (N, C, H, W), large enough."""
        if len(shape) not in (3, 4):
            raise ValueError(
                f"x has shape {shape}: give one sample of shape (C, H, W) or a batch of shape "
                "(N, C, H, W)"
            )
        output_sizes(shape, *self._window, "x")

    def _forward(self, x: Floats) -> Floats:
        images = padded(x.reshape(-1, *x.shape[-3:]), self.pad, -np.inf)
        self._padded = images.shape
        self._sizes = output_sizes(x.shape, *self._window, "x")
        # The largest of a window is the largest of the largest of its rows.
        of_rows, self._column = self._largest(images, 3)
        largest, self._row = self._largest(of_rows, 2)
        return largest.reshape(*x.shape[:-2], *self._sizes)

    def _backward(self, upstream: Floats) -> Floats:
        of_rows = self._spread(upstream.reshape(self._row.shape), self._row, 2)
        dx = self._spread(of_rows, self._column, 3)
        end_h, end_w = (side - self.pad for side in self._padded[2:])
        inner = dx[:, :, self.pad : end_h, self.pad : end_w]
        return inner.reshape(*upstream.shape[:-2], *inner.shape[2:])

    def _largest(self, x: Floats, axis: int) -> tuple[Floats, NDArray[Any]]:
        """Return the largest number of each window along an axis, and the place of the first."""
        largest = np.array(x[self._place(axis, 0)])
        place = np.zeros(largest.shape, np.min_scalar_type(self._window[axis - 2]))
        for k in range(1, self._window[axis - 2]):
            candidates = x[self._place(axis, k)]
            # k grows, so that its maximum is the last one; assigning by a mask takes longer.
            np.maximum(place, place.dtype.type(k) * (candidates > largest), out=place)
            np.maximum(largest, candidates, out=largest)
        return largest, place

    def _spread(self, gradient: Floats, place: NDArray[Any], axis: int) -> Floats:
        """Return the gradient of the `x` of `_largest`: it goes to the place of the largest."""
        shape = (*gradient.shape[:axis], self._padded[axis], *gradient.shape[axis + 1 :])
        dx = np.zeros(shape, gradient.dtype)
        side = self._window[axis - 2]
        for k in range(side):
            if self.stride >= side:  # no number is in two windows
                np.multiply(gradient, place == k, out=dx[self._place(axis, k)])
            else:
                dx[self._place(axis, k)] += gradient * (place == k)
        dx += 0.0  # -1 times 0 is -0
        return dx

    def _place(self, axis: int, k: int) -> tuple[slice, ...]:
        """Return the numbers that are in place k of the windows along an axis."""
        end = k + self.stride * self._sizes[axis - 2]
        return *(slice(None),) * axis, slice(k, end, self.stride)
