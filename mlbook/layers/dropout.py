r"""Dropout: while a network learns, a part of its units is left out by lot."""

import numpy as np

from mlbook._checks import Floats, as_fraction, as_generator
from mlbook.layers.modal import ModalLayer


class Dropout(ModalLayer):
    r"""The node $y = m x / (1 - p)$ while it learns, and $y = x$ once it is asked.

    Each element of the mask $m$ is drawn anew in every forward pass: 0 with probability $p$, else
    1. The kept elements are enlarged, so that the mean of $y$ is $x$ and inference needs no factor
    ("inverted" dropout).

    $$
    \frac{\partial L}{\partial x} = \frac{m}{1 - p} \frac{\partial L}{\partial y}
    $$

    `ModalLayer` says what `forward` takes and raises, and `Layer` says it of `backward`.

    Parameters
    ----------
    dropout_ratio : float
        The share $p$ that is left out, from 0 to below 1.
    rng : numpy.random.Generator, optional
        Draws the masks.

    Raises
    ------
    TypeError, ValueError
        If `dropout_ratio` is not one number in its range, or `rng` is no Generator.

    References
    ----------
    Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, "Dropout: a simple way to prevent
    neural networks from overfitting", *Journal of Machine Learning Research* 15 (2014).

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import Dropout
    >>> layer = Dropout(0.5, rng=np.random.default_rng(0))
    >>> print(layer.forward([1.0, 2.0, 3.0, 4.0]))
    [2. 0. 0. 0.]
    >>> print(layer.backward([1, 1, 1, 1]))
    [2. 0. 0. 0.]
    >>> print(layer.forward([1.0, 2.0, 3.0, 4.0], train_flg=False))
    [1. 2. 3. 4.]
    """

    settings = ("dropout_ratio",)
    dropout_ratio: float

    def __init__(
        self, dropout_ratio: float = 0.5, *, rng: np.random.Generator | None = None
    ) -> None:
        self.dropout_ratio = as_fraction(dropout_ratio, "dropout_ratio")
        self._rng = as_generator(rng)

    def __repr__(self) -> str:
        """Return ``Dropout(0.5)``."""
        return f"Dropout({self.dropout_ratio:g})"

    def _forward(self, x: Floats) -> Floats:
        self._factor = np.ones_like(x)
        if self.training:
            kept = self._rng.random(x.shape) >= self.dropout_ratio
            self._factor = kept / x.dtype.type(1 - self.dropout_ratio)
        return x * self._factor

    def _backward(self, upstream: Floats) -> Floats:
        return upstream * self._factor
