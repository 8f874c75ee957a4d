"""What needs Matplotlib: the curves of a training, without its global settings, and image files."""

import io
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.image import imread

from mlbook._checks import FloatArray
from mlbook.training import History


def loss_curve(history: History) -> Figure:
    """Return the loss of each update, and its mean over the epoch around it.

    Parameters
    ----------
    history : History

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import TwoLayerNet, load_digits, train
    >>> from mlbook.plotting import loss_curve
    >>> (x_train, t_train), _ = load_digits()
    >>> history = train(TwoLayerNet(64, 5, 10), x_train, t_train, updates=20)
    >>> print([len(line.get_xdata()) for line in loss_curve(history).axes[0].lines])
    [20, 6]
    """
    figure, losses, window = _figure(), history.losses, history.updates_per_epoch
    axes = figure.add_subplot(xlabel="update", ylabel="loss")
    axes.plot(np.arange(1, len(losses) + 1), losses, color="0.7", linewidth=0.6, label="one update")
    if len(losses) >= window:
        mean = np.convolve(losses, np.full(window, 1 / window), mode="valid")
        # A mean belongs to the middle of its window; at the end it would trail the losses.
        middles = np.arange(len(mean)) + (window + 1) / 2
        axes.plot(middles, mean, label="mean of an epoch")
    axes.legend()
    return figure


def accuracy_curve(history: History) -> Figure:
    """Return the training accuracies, and the test accuracies if there are any, by epoch.

    Parameters
    ----------
    history : History

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import TwoLayerNet, load_digits, train
    >>> from mlbook.plotting import accuracy_curve
    >>> train_data, test_data = load_digits()
    >>> history = train(TwoLayerNet(64, 5, 10), *train_data, *test_data, updates=20)
    >>> print([line.get_label() for line in accuracy_curve(history).axes[0].lines])
    ['training', 'test']
    """
    figure, epochs = _figure(), history.evaluated_at / history.updates_per_epoch
    axes = figure.add_subplot(xlabel="epoch", ylabel="accuracy", ylim=(0, 1.02))
    axes.plot(epochs, history.train_accuracies, label="training")
    if len(history.test_accuracies):
        axes.plot(epochs, history.test_accuracies, linestyle="--", label="test")
    axes.legend(loc="lower right")
    return figure


def svg_of(figure: Figure) -> str:
    """Return `figure` as SVG whose bytes depend on nothing but the figure and Matplotlib.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from mlbook.plotting import svg_of
    >>> print(svg_of(Figure())[:5], svg_of(Figure()) == svg_of(Figure()))
    <?xml True
    """
    stream = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "mlbook", "svg.fonttype": "path"}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    return stream.getvalue()


def read_image(path: str | Path) -> FloatArray:
    """Return the pixels of an image file, from 0 to 1: PNG, or what Pillow reads.

    Returns
    -------
    ndarray of float64, shape (H, W) or (H, W, channels)

    Raises
    ------
    OSError
        If the file cannot be opened.
    ValueError
        If it is no image, or damaged.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from matplotlib.figure import Figure
    >>> from mlbook.plotting import read_image
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     path = Path(directory, "empty.png")
    ...     Figure(figsize=(2, 1), dpi=10).savefig(path)
    ...     print(read_image(path).shape)
    (10, 20, 4)
    """
    with open(path, "rb") as file:
        try:  # a damaged file may fail in any way
            pixels = imread(file)
        except Exception as error:
            raise ValueError(f"{path} is no image that can be read: {error}") from error
    largest = np.iinfo(pixels.dtype).max if pixels.dtype.kind in "iu" else 1
    return np.asarray(pixels / largest, np.float64)


class _Figure(Figure):
    """A figure that notebooks show, though no window of `pyplot` knows it."""

    def _repr_svg_(self) -> str:
        return svg_of(self)


def _figure() -> Figure:
    return _Figure(figsize=(6.4, 4.0), layout="constrained")
