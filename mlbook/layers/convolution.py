r"""The convolution layer: one filter after another, moved over the image."""

import math
from collections.abc import Iterator
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from mlbook._checks import Floats, as_count, as_floating
from mlbook.layers.layer import Layer
from mlbook.layers.windows import add_windows, output_sizes, windows_of

MAX_NUMBERS = 2**18  # of windows at once: 2 MB as float64; more was measured to be no faster


class Convolution(Layer):
    r"""The node $y = x * W + b$: each filter weighs every window of the image.

    $$
    y_{n, f, i, j} = b_f + \sum_{c, p, q} w_{f, c, p, q}\; x_{n,\, c,\, iS + p,\, jS + q}
    $$

    with the stride $S$ and `pad` rows and columns of zeros around $x$. (Strictly a correlation:
    the filter is not flipped.) The windows are the rows of a matrix (`im2col`), so that with one
    row of $W$ for each filter all this is one matrix product, and the gradients are those of
    `Affine`:

    $$
    Y = \mathrm{col}\, W^\mathsf{T} + b, \qquad
    \frac{\partial L}{\partial W} = \Bigl(\frac{\partial L}{\partial Y}\Bigr)^\mathsf{T}
    \mathrm{col}, \qquad
    \frac{\partial L}{\partial \mathrm{col}} = \frac{\partial L}{\partial Y}\, W
    $$

    and `col2im` adds the last up to $\partial L / \partial x$. Windows are made for so many
    samples at a time that they take at most 2 MB as float64, whatever the batch, or the windows of
    one sample where those are more; backward they are made again. `Layer` says what `forward` and
    `backward` take and raise; the input has shape (C, H, W) or (N, C, H, W), the output (FN, OH,
    OW) or (N, FN, OH, OW), with ``OH = (H + 2 * pad - FH) // stride + 1`` and ``OW`` likewise.
    Both are computed in the type of `W`.

    Parameters
    ----------
    W : array_like, shape (FN, C, FH, FW)
        Filters: their number, channels, height and width.
    b : array_like, shape (FN,)
        Biases. Arrays of float64 or float32 are kept, not copied, as by `Affine`.
    stride : int
        Step from one window to the next.
    pad : int
        Rows and columns of zeros on every side.

    Attributes
    ----------
    W, b : ndarray
        The parameters.
    dW, db : ndarray
        Their gradients, there once `backward` has been called.

    Raises
    ------
    TypeError, ValueError
        If the parameters are not made of finite real numbers, their shapes do not fit, or `stride`
        or `pad` is not a whole number in its range.

    References
    ----------
    LeCun et al., "Gradient-based learning applied to document recognition", *Proceedings of the
    IEEE* 86 (1998).

    Examples
    --------
    >>> from mlbook import Convolution
    >>> edges = Convolution([[[[-1, 1]]]], [0])
    >>> print(edges.forward([[[0, 0, 1, 1, 0]]]))
    [[[ 0.  1.  0. -1.]]]
    >>> print(edges.backward([[[0, 1, 0, 0]]]), edges.dW)
    [[[ 0. -1.  1.  0.  0.]]] [[[[0. 1.]]]]
    """

    parameters = ("W", "b")
    settings = ("stride", "pad")
    sample_dimensions: ClassVar[int] = 3
    W: Floats
    b: Floats
    dW: Floats
    db: Floats

    def __init__(self, W: ArrayLike, b: ArrayLike, stride: int = 1, pad: int = 0) -> None:
        self.W = as_floating(W, "W")
        self.b = as_floating(b, "b").astype(self.W.dtype, copy=False)
        self.stride = as_count(stride, "stride")
        self.pad = as_count(pad, "pad", least=0)
        if self.W.ndim != 4:
            raise ValueError(f"W must have shape (FN, C, FH, FW), but its shape is {self.W.shape}")
        if self.b.shape != self.W.shape[:1]:
            raise ValueError(f"b has shape {self.b.shape}, but W has shape {self.W.shape}")

    def __repr__(self) -> str:
        """Return ``Convolution(30, 1, 5, 5, pad=2)``: the shape of the filters, what is unusual."""
        stride = f", stride={self.stride}" if self.stride != 1 else ""
        pad = f", pad={self.pad}" if self.pad else ""
        return f"Convolution({', '.join(map(str, self.W.shape))}{stride}{pad})"

    def check_shape(self, shape: tuple[int, ...]) -> None:
        """Raise a ValueError unless `shape` is (C, H, W) or (N, C, H, W), large enough."""
        channels = self.W.shape[1]
        if len(shape) not in (3, 4) or shape[-3] != channels:
            raise ValueError(
                f"x has shape {shape}, but W has shape {self.W.shape}: give one sample of shape "
                f"({channels}, H, W) or a batch of shape (N, {channels}, H, W)"
            )
        output_sizes(shape, *self._window, "x")

    @property
    def _window(self) -> tuple[int, int, int, int]:
        return self.W.shape[2], self.W.shape[3], self.stride, self.pad

    def _forward(self, x: Floats) -> Floats:
        self._x = x.astype(self.W.dtype, copy=False).reshape(-1, *x.shape[-3:])
        self._sizes = output_sizes(x.shape, *self._window, "x")
        filters = self.W.reshape(len(self.W), -1)
        y = np.empty((len(self._x), len(filters), math.prod(self._sizes)), filters.dtype)
        for samples, columns in self._columns():
            np.matmul(filters, columns, out=y[samples])
        y += self.b[:, np.newaxis]
        return y.reshape(*x.shape[:-3], -1, *self._sizes)

    def _backward(self, upstream: Floats) -> Floats:
        filters, dx = self.W.reshape(len(self.W), -1), np.empty_like(self._x)
        channels, height, width = self.W.shape[1:]
        rows = upstream.reshape(len(dx), len(filters), -1)
        for samples in self._parts():
            windows = (filters.T @ rows[samples]).reshape(-1, channels, height, width, *self._sizes)
            dx[samples] = add_windows(windows, dx[samples].shape, self.stride, self.pad)
        return dx.reshape(*upstream.shape[:-3], *dx.shape[1:])

    def _differentiate(self, upstream: Floats) -> None:
        rows = upstream.reshape(len(self._x), len(self.W), -1)
        self.dW = np.zeros_like(self.W)
        for samples, columns in self._columns():
            products = rows[samples] @ columns.transpose(0, 2, 1)
            self.dW += products.sum(axis=0).reshape(self.W.shape)
        self.db = rows.sum(axis=(0, 2))

    def _columns(self) -> Iterator[tuple[slice, Floats]]:
        """Yield some samples after another, and their windows (n, C * FH * FW, OH * OW)."""
        for samples in self._parts():
            windows = windows_of(self._x[samples], *self._window)
            yield samples, windows.reshape(len(windows), self.W[0].size, -1)

    def _parts(self) -> Iterator[slice]:
        """Yield slices of the batch whose windows have at most MAX_NUMBERS numbers."""
        numbers_of_one = self.W[0].size * math.prod(self._sizes)
        step = max(1, MAX_NUMBERS // numbers_of_one)
        for start in range(0, len(self._x), step):
            yield slice(start, start + step)
