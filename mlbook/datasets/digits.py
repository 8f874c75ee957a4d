"""The small handwritten digits that ship with this package."""

from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from mlbook.datasets.arrays import Samples, as_samples
from mlbook.datasets.idx import read_idx

TRAIN_COUNT = 1500
LARGEST_PIXEL = 16


def load_digits(
    normalize: bool = True, flatten: bool = True, one_hot_label: bool = False
) -> tuple[Samples, Samples]:
    """Return 1,500 training and 297 test images of handwritten digits, 8×8 pixels each.

    They ship with the package, so this works without a network. The arrays are new at each call.

    Parameters
    ----------
    normalize : bool
        Pixels as float64 from 0 to 1; else as uint8 from 0 to 16.
    flatten : bool
        Images as rows of 64 pixels; else of shape (1, 8, 8).
    one_hot_label : bool
        Labels as one-hot rows of float64; else as integers from 0 to 9.

    Returns
    -------
    (x_train, t_train), (x_test, t_test) : tuple of tuples of ndarray
        Of shapes (1500, 64), (1500,) and (297, 64), (297,), unless asked for otherwise.

    Raises
    ------
    TypeError
        If an argument is neither True nor False.

    Notes
    -----
    The order is that of the source and the split is ours; each class has 146 to 153 training
    images.

    References
    ----------
    Alpaydin & Kaynak, *Optical Recognition of Handwritten Digits*, test part, UCI Machine Learning
    Repository (1998), https://doi.org/10.24432/C50P49, licence CC BY 4.0.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import load_digits
    >>> (x_train, t_train), (x_test, t_test) = load_digits()
    >>> print(x_train.shape, x_test.shape, t_train[:5])
    (1500, 64) (297, 64) [0 1 2 3 4]
    >>> counts = np.bincount(t_train)
    >>> print(counts.min(), counts.max())
    146 153
    """
    images, labels = (
        _shipped("digits-images-idx3-ubyte.gz"),
        _shipped("digits-labels-idx1-ubyte.gz"),
    )

    def samples(part: slice) -> Samples:
        return as_samples(
            images[part],
            labels[part],
            largest=LARGEST_PIXEL,
            dtype=np.float64,
            normalize=normalize,
            flatten=flatten,
            one_hot_label=one_hot_label,
        )

    return samples(slice(TRAIN_COUNT)), samples(slice(TRAIN_COUNT, None))


@cache  # read_idx's answer is read-only, and as_samples copies it
def _shipped(name: str) -> NDArray[np.uint8]:
    return read_idx(files("mlbook.datasets").joinpath("data", name).read_bytes(), name=name)
