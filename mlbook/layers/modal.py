r"""The contract of layers that act otherwise while they learn."""

from numpy.typing import ArrayLike

from mlbook._checks import Floats
from mlbook.layers.layer import Layer


class ModalLayer(Layer):
    """A layer with two modes: one while the network learns, another once it is asked.

    A network sets the mode of its layers: `Network.gradient` learns, `Network.predict` asks.

    Attributes
    ----------
    training : bool
        Whether the layer is in the mode of learning.
    """

    training: bool = True

    def forward(self, x: ArrayLike, train_flg: bool = True) -> Floats:
        """Return the output for `x` in one of the two modes.

        Parameters
        ----------
        x : array_like
        train_flg : bool
            True while the network learns. The mode lasts until the next call.

        Raises
        ------
        TypeError, ValueError, FloatingPointError
            As `Layer.forward` does.
        """
        self.training = bool(train_flg)
        return super().forward(x)
