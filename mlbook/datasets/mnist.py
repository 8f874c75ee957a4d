"""MNIST: seventy thousand handwritten digits, downloaded once and verified at each reading."""

import os
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
    """Name, shape and checksum of one of the four files."""

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
    """Return the sixty thousand training and ten thousand test images of MNIST, 28×28 pixels.

    The four files are read from the directory that the environment variable ``MLBOOK_DATA`` names
    (gzipped or not); where it is not set, from the user's cache, into which they are first
    downloaded (11 MB, with a progress bar). Their SHA-256 is verified in either case.

    Parameters
    ----------
    normalize : bool
        Pixels as float32 from 0 to 1, which takes half the memory of float64; else as the uint8
        of the files.
    flatten : bool
        Images as rows of 28 * 28 pixels; else of shape (1, 28, 28).
    one_hot_label : bool
        Labels as one-hot rows of float64; else as integers from 0 to 9.

    Returns
    -------
    (x_train, t_train), (x_test, t_test) : tuple of tuples of ndarray
        Images of shape (N, 28 * 28) and labels of shape (N,), unless asked for otherwise.

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
    TypeError
        If an argument is neither True nor False.
    ModuleNotFoundError
        If a file has to be downloaded and pooch is not installed.

    References
    ----------
    LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition",
    *Proceedings of the IEEE* 86 (1998).

    Examples
    --------
    See `load_digits`, whose digits need no download; the first call of this downloads its files.
    """
    if isinstance(normalize, str | os.PathLike):  # others take the directory first
        raise TypeError(
            f"load_mnist takes no directory: set the environment variable {VARIABLE} to {normalize}"
        )

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
    return _from_directory(file, Path(chosen)) if chosen else _from_cache(file)


def _from_directory(file: IdxFile, directory: Path) -> NDArray[np.uint8]:
    if not directory.is_dir():
        raise FileNotFoundError(f"{VARIABLE} is set to {directory}, which is no directory")
    for path in (directory / f"{file.name}.gz", directory / file.name):
        if path.is_file():
            return _read(path, file)
    raise FileNotFoundError(
        f"{VARIABLE} is set to {directory}, but that directory has neither {file.name}.gz "
        f"nor {file.name}"
    )


def _from_cache(file: IdxFile) -> NDArray[np.uint8]:
    path = _cache_directory() / f"{file.name}.gz"
    check = partial(_read, file=file, name=path.name)
    try:
        try:
            return check(path)
        except FileNotFoundError:
            pass
        except ValueError:  # damaged on the disk
            path.unlink(missing_ok=True)
        download(path.name, path.parent, MIRRORS, check)
        return check(path)
    except ConnectionError as error:
        raise ConnectionError(f"MNIST could not be downloaded: {error}; {WAY_OUT}") from None
    except OSError as error:
        raise OSError(f"MNIST cannot be kept in {path.parent}: {error}; {WAY_OUT}") from error


def _cache_directory() -> Path:
    try:
        return Path(import_module("pooch").os_cache("mlbook"))
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            f'pooch is not installed: pip install "mlbook[mnist]", or set {VARIABLE} to a '
            "directory with the four files of MNIST"
        ) from None
    except RuntimeError:
        raise FileNotFoundError(f"there is no home directory to keep MNIST in: {WAY_OUT}") from None


def _read(path: Path, file: IdxFile, name: str | None = None) -> NDArray[np.uint8]:
    return read_idx(path, shape=file.shape, sha256=file.sha256, name=name)
