"""MNIST: 70,000 handwritten digits, downloaded once and checked each time."""

import math
import os
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlbook.datasets.arrays import Samples, as_samples
from mlbook.datasets.download import download
from mlbook.datasets.idx import read_idx

LARGEST_PIXEL = 255
VARIABLE = "MLBOOK_DATA"


class IdxFile(NamedTuple):
    """What is known of a file before it is opened."""

    name: str
    shape: tuple[int, ...]
    sha256: str  # of the decompressed bytes: mirrors compress differently


# Files and shapes: LeCun, Cortes, Burges, "The MNIST database of handwritten digits". The sums are
# those of the decompressed originals; other readers of the same mirrors pin the same four.
TRAIN_IMAGES = IdxFile(
    "train-images-idx3-ubyte",
    (60000, 28, 28),
    "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
)
TRAIN_LABELS = IdxFile(
    "train-labels-idx1-ubyte",
    (60000,),
    "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
)
TEST_IMAGES = IdxFile(
    "t10k-images-idx3-ubyte",
    (10000, 28, 28),
    "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
)
TEST_LABELS = IdxFile(
    "t10k-labels-idx1-ubyte",
    (10000,),
    "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
)
FILES = (TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS)
WAY_OUT = (
    f"put {', '.join(f'{each.name}.gz' for each in FILES)} into a directory and set the "
    f"environment variable {VARIABLE} to it"
)

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://raw.githubusercontent.com/fgnt/mnist/master/",
)


def load_mnist(
    normalize: bool = True, flatten: bool = True, one_hot_label: bool = False
) -> tuple[Samples, Samples]:
    """Return the 60,000 training and 10,000 test images of MNIST, 28×28 pixels each.

    The four files are read from the directory that the environment variable ``MLBOOK_DATA`` names
    (gzipped or not); where it is not set, from the user's cache, into which they are first
    downloaded (11 MB, with a progress bar). Wherever they come from, their SHA-256 is checked.

    Parameters
    ----------
    normalize : bool
        Pixels as float32 from 0 to 1, which takes half the memory of float64; else as uint8 from
        0 to 255.
    flatten : bool
        Images as rows of 784 pixels; else of shape (1, 28, 28).
    one_hot_label : bool
        Labels as one-hot rows of float64; else as int64 from 0 to 9.

    Returns
    -------
    (x_train, t_train), (x_test, t_test) : tuple of tuples of ndarray
        Of shapes (60000, 784), (60000,) and (10000, 784), (10000,), unless asked for otherwise.

    Raises
    ------
    FileNotFoundError
        If ``MLBOOK_DATA`` is set and a file is missing there: nothing is then downloaded.
    ValueError
        If a file in that directory is not the one that belongs there.
    ConnectionError
        If no mirror has a file that is needed.
    OSError
        If the user's cache cannot be read or written: no home directory, a full disk.
    ModuleNotFoundError
        If pooch or tqdm is needed and not installed.

    References
    ----------
    LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition",
    *Proceedings of the IEEE* 86 (1998).

    Examples
    --------
    The first call downloads the files::

        from mlbook.datasets import load_mnist

        (x_train, t_train), (x_test, t_test) = load_mnist()
        print(x_train.shape)  # (60000, 784)
    """

    def samples(images: IdxFile, labels: IdxFile) -> Samples:
        return as_samples(
            _array(images),
            _array(labels),
            largest=LARGEST_PIXEL,
            dtype=np.float32,
            normalize=normalize,
            flatten=flatten,
            one_hot_label=one_hot_label,
        )

    return samples(TRAIN_IMAGES, TRAIN_LABELS), samples(TEST_IMAGES, TEST_LABELS)


def _array(file: IdxFile) -> NDArray[np.uint8]:
    chosen = os.environ.get(VARIABLE)
    return _chosen(file, Path(chosen)) if chosen else _cached(file)


def _chosen(file: IdxFile, directory: Path) -> NDArray[np.uint8]:
    if not directory.is_dir():
        raise FileNotFoundError(f"{VARIABLE} is set to {directory}, which is no directory")
    path = _find(file, directory)
    if path is None:
        raise FileNotFoundError(
            f"{VARIABLE} is set to {directory}, but that directory has neither {file.name}.gz "
            f"nor {file.name}"
        )
    return _read(file, path)


def _cached(file: IdxFile) -> NDArray[np.uint8]:
    try:
        pooch = import_module("pooch")
        import_module("tqdm")  # pooch draws its progress bar with it
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f'{error.name} is not installed: pip install "mlbook[mnist]", or set {VARIABLE} to a '
            "directory with the four files of MNIST"
        ) from None
    directory = _cache_directory(pooch.os_cache)
    try:
        return _downloaded_once(file, directory)
    except ConnectionError as error:
        raise ConnectionError(f"MNIST could not be downloaded: {error}; {WAY_OUT}") from None
    except OSError as error:
        raise OSError(f"MNIST cannot be kept in {directory}: {error}; {WAY_OUT}") from error


def _cache_directory(os_cache: Callable[[str], Path]) -> Path:
    try:
        directory = Path(os_cache("mlbook"))
    except RuntimeError:
        directory = Path("~")  # as older releases of platformdirs answer without a home
    if not directory.is_absolute():
        raise FileNotFoundError(f"there is no home directory to keep MNIST in: {WAY_OUT}")
    return directory


def _downloaded_once(file: IdxFile, directory: Path) -> NDArray[np.uint8]:
    if path := _find(file, directory):
        try:
            return _read(file, path)
        except ValueError:  # damaged on the disk: a new copy replaces it
            pass
    archive, most = f"{file.name}.gz", 2 * math.prod(file.shape) + (1 << 16)
    download(archive, directory, MIRRORS, partial(_read, file), most=most)
    return _read(file, directory / archive)


def _find(file: IdxFile, directory: Path) -> Path | None:
    candidates = (directory / f"{file.name}.gz", directory / file.name)
    return next((path for path in candidates if path.is_file()), None)


def _read(file: IdxFile, path: Path) -> NDArray[np.uint8]:
    return read_idx(path, shape=file.shape, sha256=file.sha256)
