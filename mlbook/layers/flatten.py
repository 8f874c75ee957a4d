r"""The layer between images and rows."""

from typing import ClassVar

from mlbook._checks import Floats
from mlbook.layers.layer import Layer


class Flatten(Layer):
    r"""The node that joins the channels and rows of a sample to one row of numbers.

    Nothing is computed: $y$ has the numbers of $x$ in reading order, channel by channel, and
    backward the gradient gets the shape of $x$ again. So a `Convolution` or `Pooling` before it
    can have an `Affine` behind it.

    `Layer` says what `forward` and `backward` take and raise; the input has shape (C, H, W) or
    (N, C, H, W), the output (C * H * W,) or (N, C * H * W).

    Examples
    --------
    >>> from mlbook import Flatten
    >>> layer = Flatten()
    >>> print(layer.forward([[[1, 2], [3, 4]]]))
    [1. 2. 3. 4.]
    >>> print(layer.backward([10, 20, 30, 40]))
    [[[10. 20.]
      [30. 40.]]]
    """

    sample_dimensions: ClassVar[int] = 3

    def check_shape(self, shape: tuple[int, ...]) -> None:
        """Raise a ValueError unless `shape` is (C, H, W) or (N, C, H, W)."""
        if len(shape) not in (3, 4):
            raise ValueError(
                f"x has shape {shape}: give one sample of shape (C, H, W) or a batch of shape "
                "(N, C, H, W)"
            )

    def _forward(self, x: Floats) -> Floats:
        self._shape = x.shape
        return x.reshape(*x.shape[:-3], -1).copy()  # so that the caller may write to it

    def _backward(self, upstream: Floats) -> Floats:
        return upstream.reshape(self._shape).copy()
