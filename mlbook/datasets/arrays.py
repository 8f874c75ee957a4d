"""Images and labels as the arrays that every data set returns."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray

from mlbook._checks import as_flag
from mlbook.losses import one_hot

Samples: TypeAlias = tuple[NDArray[Any], NDArray[Any]]

CLASS_COUNT = 10  # the digits 0 to 9


def as_samples(
    images: NDArray[np.uint8],
    labels: NDArray[np.uint8],
    *,
    largest: int,
    dtype: DTypeLike,
    normalize: bool,
    flatten: bool,
    one_hot_label: bool,
) -> Samples:
    """Return images and labels as new arrays `x` and `t`.

    Parameters
    ----------
    images : ndarray of uint8, shape (N, H, W)
    labels : ndarray of uint8, shape (N,)
    largest : int
        The pixel value that becomes 1 when normalised.
    dtype : dtype
        The type of normalised pixels.
    normalize : bool
        Divide by `largest`, so that pixels lie in 0 … 1; else they stay uint8.
    flatten : bool
        One row of H·W pixels an image; else shape (N, 1, H, W), the 1 being the grey channel.
    one_hot_label : bool
        Labels as one-hot rows of float64; else as integers of the type that indexes arrays.

    Returns
    -------
    x : ndarray, shape (N, H·W) or (N, 1, H, W)
    t : ndarray, shape (N,) or (N, 10)

    Raises
    ------
    TypeError
        If a flag is neither True nor False.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook.datasets.arrays import as_samples
    >>> images, labels = np.full((2, 3, 3), 8, np.uint8), np.array([7, 1], np.uint8)
    >>> x, t = as_samples(images, labels, largest=16, dtype=np.float64,
    ...                   normalize=True, flatten=True, one_hot_label=False)
    >>> print(x.shape, x[0, 0], t)
    (2, 9) 0.5 [7 1]
    """
    normalize, flatten = as_flag(normalize, "normalize"), as_flag(flatten, "flatten")
    one_hot_label = as_flag(one_hot_label, "one_hot_label")
    # dtype= makes NumPy convert in small pieces: no second array of the whole size.
    pixels = np.divide(images, largest, dtype=dtype) if normalize else images.copy()
    count, height, width = images.shape
    x = pixels.reshape((count, height * width) if flatten else (count, 1, height, width))
    return x, one_hot(labels, CLASS_COUNT) if one_hot_label else labels.astype(np.intp)
