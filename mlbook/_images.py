r"""Images of digits as a network has seen them: as large, as bright, and in the middle."""

import math
from pathlib import Path

import numpy as np

from mlbook._checks import FloatArray, as_floats
from mlbook.networks import Network
from mlbook.plotting import read_image

SHADES = " .:-=+*#%@"
LUMINANCE = np.array([0.299, 0.587, 0.114])  # of red, green and blue: ITU-R BT.601
MARGINS = {28: 20}  # digits of MNIST fill 20 of its 28 pixels, those of the small set all 8
INK = 0.2  # what is darker is no part of the digit


def side_of(network: Network) -> int:
    """Return the side of the square images that `network` takes.

    Raises
    ------
    ValueError
        If it takes something else.

    Examples
    --------
    >>> from mlbook import TwoLayerNet
    >>> from mlbook._images import side_of
    >>> print(side_of(TwoLayerNet(64, 5, 10)))
    8
    """
    rows = network.layers[0].sample_dimensions == 1
    shape = (len(network.params["W1"]),) if rows else getattr(network, "input_dim", ())
    side = math.isqrt(math.prod(shape))
    if shape not in ((side**2,), (1, side, side)):
        raise ValueError(f"{network!r} takes no square images of one channel")
    return side


def images_of(path: Path, side: int) -> FloatArray:
    """Return the images in a file, shape (N, side, side), with bright digits from 0 to 1.

    Parameters
    ----------
    path : Path
        An image, or an array in a ``.npy`` file: of shape (H, W) or (D,), (N, H, W), (N, 1, H, W)
        or (N, D).
    side : int

    Raises
    ------
    OSError, ValueError
        If the file cannot be read, holds something else, or nothing can be seen on an image.
    """
    if path.suffix.lower() != ".npy":
        return np.stack([prepared(read_image(path), side, str(path))])
    try:
        array = as_floats(np.load(path, allow_pickle=False), "the array")
    except (EOFError, TypeError, ValueError) as error:
        raise ValueError(f"{path} is no array of pixels: {error}") from error
    own = array.shape[-1:] == (side * side,) or array.shape[-2:] == (side, side)
    if own and array.ndim <= 4:  # as the data are: nothing is cut, moved or inverted
        return array.reshape(-1, side, side) / _largest(array.max())
    if array.ndim not in (2, 3):
        raise ValueError(
            f"{path} has shape {array.shape}, but the network takes images of shape "
            f"({side}, {side}), or rows of {side * side} pixels"
        )
    images = array.reshape(-1, *array.shape[-2:])
    return np.stack([prepared(image, side, str(path)) for image in images])


def prepared(image: FloatArray, side: int, name: str) -> FloatArray:
    """Return an image as the network has seen its own, shape (side, side).

    A digit that is darker than the border becomes bright. An image of another size is cut down to
    the digit, made as large as those of the data, and put with its centre of mass in the middle.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook._images import prepared
    >>> paper = np.ones((40, 40))
    >>> paper[4:36, 20:28] = 0  # a vertical line
    >>> print(prepared(paper, 8, "one.png")[3])
    [0. 0. 0. 1. 1. 0. 0. 0.]
    """
    grey = _grey(image)
    low, high = grey.min(), grey.max()
    if low == high:
        raise ValueError(f"{name} shows no digit: all its pixels are alike")
    grey = np.asarray((grey - low) / (high - low))
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    if border.mean() > 0.5:  # dark ink on paper
        grey = 1 - grey
    if grey.shape == (side, side):
        return grey
    rows, columns = (np.flatnonzero((grey > INK).any(axis=axis)) for axis in (1, 0))
    digit = grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = MARGINS.get(side, side) / max(digit.shape)
    height, width = (max(1, round(scale * length)) for length in digit.shape)
    small = _means(height, digit.shape[0]) @ digit @ _means(width, digit.shape[1]).T
    top, left = (_start(small.sum(axis=axis), side) for axis in (1, 0))
    frame = np.zeros((side, side))
    frame[top : top + height, left : left + width] = small
    return frame


def drawing(image: FloatArray) -> str:
    """Return an image as lines of characters, two for a pixel, the brightest ``@@``.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook._images import drawing
    >>> print(drawing(np.array([[1.0, 0.5], [0.0, 1.0]])))
    @@==
      @@
    """
    shades = np.rint(np.clip(image, 0, 1) * (len(SHADES) - 1)).astype(int)
    return "\n".join("".join(2 * SHADES[shade] for shade in row).rstrip() for row in shades)


def _largest(pixel: float) -> int:
    """Return what stands for full brightness: 1, 16 in the small set, or 255 in files."""
    return next((largest for largest in (1, 16) if pixel <= largest), 255)


def _grey(image: FloatArray) -> FloatArray:
    """Return the brightness (H, W) of an image (H, W) or (H, W, channels), on white paper."""
    if image.ndim == 2:
        return image
    colours = image.shape[2] - (image.shape[2] in (2, 4))  # grey or colours, and maybe opacity
    grey = image[..., :3] @ LUMINANCE if colours == 3 else image[..., 0]
    opacity = image[..., -1] if colours < image.shape[2] else np.ones_like(grey)
    on_paper: FloatArray = grey * opacity + (1 - opacity)
    return on_paper


def _means(count: int, length: int) -> FloatArray:
    """Return the matrix (count, length) that averages a row over intervals of equal length."""
    edges, pixels = np.linspace(0, length, count + 1)[:, np.newaxis], np.arange(length)
    overlaps = np.minimum(edges[1:], pixels + 1) - np.maximum(edges[:-1], pixels)
    means: FloatArray = np.maximum(overlaps, 0) * count / length
    return means


def _start(weights: FloatArray, side: int) -> int:
    """Return where rows of these weights begin, their centre of mass in the middle of `side`."""
    centre = (np.arange(len(weights)) + 0.5) @ weights / weights.sum()
    return int(np.clip(round(side / 2 - centre), 0, side - len(weights)))
