"""Images moved by whole pixels: more examples without more labels."""

import math
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from mlbook._checks import as_count, as_generator, as_numbers


def random_shifts(
    x: ArrayLike, most: int, *, rng: np.random.Generator | None = None
) -> NDArray[Any]:
    """Return the images, each moved by whole pixels that are drawn for it.

    How far an image moves up or down, and how far to the left or right, is drawn from the whole
    numbers from `-most` to `most`, all equally probable. What leaves the image is lost, and the
    pixels that come in are 0.

    Parameters
    ----------
    x : array_like, shape (N, C, H, W) or (N, D)
        Images; in the second form, the pixels of square images of one channel.
    most : int
        How far they move at most, at least 0.
    rng : numpy.random.Generator, optional
        Draws how far.

    Returns
    -------
    ndarray of the shape and type of `x`

    Raises
    ------
    TypeError, ValueError
        If an argument is none of those above, or the D pixels are no square.

    References
    ----------
    Simard, Steinkraus, Platt, "Best practices for convolutional neural networks applied to visual
    document analysis", *ICDAR* (2003).

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import random_shifts
    >>> x = np.arange(1, 10).reshape(1, 1, 3, 3)
    >>> print(random_shifts(x, 1, rng=np.random.default_rng(0))[0, 0])
    [[4 5 6]
     [7 8 9]
     [0 0 0]]
    """
    images, most = as_numbers(x, "x"), as_count(most, "most", least=0)
    shape, generator = images.shape, as_generator(rng)
    if images.ndim == 2 and math.isqrt(shape[1]) ** 2 == shape[1]:
        images = images.reshape(len(images), 1, *[math.isqrt(shape[1])] * 2)
    if images.ndim != 4:
        raise ValueError(
            f"x must have shape (N, C, H, W), or (N, D) with the pixels of square images, but its "
            f"shape is {shape}"
        )
    frame: list[tuple[int, int]] = [(0, 0), (0, 0), (most, most), (most, most)]
    cuts = sliding_window_view(np.pad(images, frame), images.shape[2:], axis=(2, 3))
    down, right = generator.integers(0, 2 * most, (2, len(images)), endpoint=True)
    moved: NDArray[Any] = cuts[np.arange(len(images)), :, down, right]
    return moved.reshape(shape)
