r"""Windows of images: every place where a filter fits, as the rows of one matrix."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from mlbook._checks import Floats, as_count, as_finite, as_floating


def im2col(
    input_data: ArrayLike, filter_h: int, filter_w: int, stride: int = 1, pad: int = 0
) -> Floats:
    r"""Return the windows of a batch of images, each as a row.

    The window at row $i$, column $j$ of the output of sample $n$ becomes the row
    $(n \cdot OH + i) \cdot OW + j$ of the matrix; in it stand its numbers, channel by channel:

    $$
    \mathrm{col}_{(n, i, j),\, (c, p, q)} = x_{n,\, c,\, iS + p,\, jS + q}
    $$

    with the stride $S$ and an `input_data` $x$ that has `pad` rows and columns of zeros around it.
    What the last window does not reach is left out. Where windows overlap, a number is copied
    into each: at a stride of 1 the matrix has nearly ``filter_h * filter_w`` times as many numbers
    as `input_data`.

    Parameters
    ----------
    input_data : array_like, shape (N, C, H, W)
        Samples, channels, rows and columns.
    filter_h, filter_w : int
        Height and width of a window.
    stride : int
        Step from one window to the next, downwards and to the right.
    pad : int
        Rows and columns of zeros on every side.

    Returns
    -------
    ndarray of float64 or float32, shape (N * OH * OW, C * filter_h * filter_w)
        With ``OH = (H + 2 * pad - filter_h) // stride + 1``, and ``OW`` likewise.

    Raises
    ------
    TypeError, ValueError
        If `input_data` is not made of finite real numbers or has another number of axes, another
        argument is not a whole number in its range, or the window does not fit.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import im2col
    >>> image = np.arange(9).reshape(1, 1, 3, 3)
    >>> print(im2col(image, 2, 2))
    [[0. 1. 3. 4.]
     [1. 2. 4. 5.]
     [3. 4. 6. 7.]
     [4. 5. 7. 8.]]
    """
    x = as_floating(input_data, "input_data")
    if x.ndim != 4:
        raise ValueError(f"input_data must have shape (N, C, H, W), but its shape is {x.shape}")
    window = as_window(filter_h, filter_w, stride, pad)
    out_h, out_w = output_sizes(x.shape, *window, "input_data")
    rows = windows_of(x, *window).transpose(0, 4, 5, 1, 2, 3)
    return rows.reshape(len(x) * out_h * out_w, -1).copy()


def col2im(
    col: ArrayLike,
    input_shape: tuple[int, int, int, int],
    filter_h: int,
    filter_w: int,
    stride: int = 1,
    pad: int = 0,
) -> Floats:
    r"""Return what the windows of `im2col` add up to where they came from: its backward pass.

    A number of an image is copied into each window that covers it, so its gradient is the sum of
    the gradients of those copies. Padding is cut off.

    Parameters
    ----------
    col : array_like, shape (N * OH * OW, C * filter_h * filter_w)
        Gradient of the loss with respect to what `im2col` has returned.
    input_shape : tuple of int
        The shape (N, C, H, W) of the `input_data` of `im2col`.
    filter_h, filter_w, stride, pad : int
        As they were given to `im2col`.

    Returns
    -------
    ndarray of float64 or float32, shape (N, C, H, W)

    Raises
    ------
    TypeError, ValueError
        If `col` is not made of finite real numbers, another argument is not a whole number in its
        range, or the shape of `col` is not that of the windows.
    FloatingPointError
        If a sum overflows.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import col2im
    >>> print(col2im(np.ones((4, 4)), (1, 1, 3, 3), 2, 2))
    [[[[1. 2. 1.]
       [2. 4. 2.]
       [1. 2. 1.]]]]
    """
    matrix = as_floating(col, "col")
    n, c, h, w = as_sizes(input_shape, "input_shape", "N, C, H, W")
    window = as_window(filter_h, filter_w, stride, pad)
    out_h, out_w = output_sizes((n, c, h, w), *window, "input_shape")
    height, width = window[:2]
    needed = n * out_h * out_w, c * height * width
    if matrix.shape != needed:
        raise ValueError(f"col has shape {matrix.shape}, but these windows need {needed}")
    windows = matrix.reshape(n, out_h, out_w, c, height, width).transpose(0, 3, 4, 5, 1, 2)
    with np.errstate(over="ignore", invalid="ignore"):
        return as_finite(add_windows(windows, (n, c, h, w), *window[2:]), "the sum of col")


def as_window(
    height: int, width: int, stride: int, pad: int, kind: str = "filter"
) -> tuple[int, int, int, int]:
    """Return the four numbers of a window, after checking them."""
    return (
        as_count(height, f"{kind}_h"),
        as_count(width, f"{kind}_w"),
        as_count(stride, "stride"),
        as_count(pad, "pad", least=0),
    )


def as_sizes(shape: Sequence[int], name: str, axes: str) -> tuple[int, ...]:
    """Return `shape` as a tuple of whole numbers above 0, one for each of `axes`: "N, C"."""
    sizes = tuple(shape) if isinstance(shape, Iterable) else ()
    if len(sizes) != len(axes.split(",")):
        raise ValueError(f"{name} must be ({axes}), but it is {shape!r}")
    return tuple(as_count(size, f"{name}[{axis}]") for axis, size in enumerate(sizes))


def output_sizes(
    shape: tuple[int, ...], height: int, width: int, stride: int, pad: int, name: str
) -> tuple[int, int]:
    """Return OH and OW for images of `shape` (…, H, W); `name` is what a message calls them."""
    rows, columns = (size + 2 * pad for size in shape[-2:])
    if rows < height or columns < width:
        raise ValueError(
            f"{name} has shape {tuple(shape)}, with pad {pad} images of {rows}×{columns}: "
            f"a window of {height}×{width} does not fit"
        )
    return (rows - height) // stride + 1, (columns - width) // stride + 1


def padded(x: Floats, pad: int, value: float = 0.0) -> Floats:
    """Return images with `pad` rows and columns of `value` on every side."""
    if pad == 0:
        return x
    around = [(0, 0), (0, 0), (pad, pad), (pad, pad)]
    return np.pad(x, around, constant_values=value)


def windows_of(x: Floats, height: int, width: int, stride: int, pad: int) -> Floats:
    """Return a view of all windows of a batch of images, shape (N, C, FH, FW, OH, OW)."""
    windows = sliding_window_view(padded(x, pad), (height, width), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].transpose(0, 1, 4, 5, 2, 3)


def add_windows(windows: Floats, shape: tuple[int, ...], stride: int, pad: int) -> Floats:
    """Return images of `shape` (N, C, H, W), the sum of their windows (N, C, FH, FW, OH, OW)."""
    (n, channels, h, w), (height, width, *sizes) = shape, windows.shape[2:]
    image = np.zeros((n, channels, h + 2 * pad, w + 2 * pad), windows.dtype)
    filter_places = np.ndindex(height, width)
    for (p, q), place in zip(filter_places, places(height, width, sizes, stride), strict=True):
        image[place] += windows[:, :, p, q]
    return image[:, :, pad : pad + h, pad : pad + w]


def places(
    height: int, width: int, sizes: Sequence[int], stride: int
) -> Iterator[tuple[slice, ...]]:
    """Yield, for each place in a window, the numbers of the images that OH × OW windows have there.

    They are slices of an array (N, C, H, W), and the places come in reading order.
    """
    for first in np.ndindex(height, width):
        rows, columns = (
            slice(begin, begin + stride * size, stride)
            for begin, size in zip(first, sizes, strict=True)
        )
        yield slice(None), slice(None), rows, columns
