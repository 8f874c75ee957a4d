r"""Layer normalisation: every sample has mean 0 and variance 1 over its units."""

from mlbook._checks import Floats
from mlbook.layers.normalization import Normalization


class LayerNormalization(Normalization):
    r"""The node $y = \gamma \hat{x} + \beta$, with every sample normalised over its units.

    $$
    \hat{x} = \frac{x - \mu}{\sqrt{v + 10^{-7}}}
    $$

    The mean $\mu$ and the variance $v$ are those of one sample, so its output depends on no other
    sample, and is the same while the network learns and when it is asked. The gradient is that of
    `BatchNormalization`, with means over units for means over samples.

    `Layer` says what `forward` and `backward` take and raise; the input has shape (D,) or (N, D).

    Parameters
    ----------
    gamma, beta : array_like, shape (D,)
        The factor and the term of each unit, as `BatchNormalization` has them.

    Attributes
    ----------
    gamma, beta, dgamma, dbeta : ndarray
        The parameters, and their gradients once `backward` has been called.

    Raises
    ------
    TypeError, ValueError
        If the parameters are not made of finite real numbers or their shapes do not fit.

    References
    ----------
    Ba, Kiros and Hinton, Layer normalization (2016).

    Examples
    --------
    >>> from mlbook import LayerNormalization
    >>> layer = LayerNormalization([1, 1, 1], [0, 0, 0])
    >>> print(layer.forward([[1, 3, 5], [10, 20, 60]]).round(3))
    [[-1.225  0.     1.225]
     [-0.926 -0.463  1.389]]
    >>> print(layer.backward([[1, 0, 0], [0, 0, 9]]).round(3))
    [[ 0.102 -0.204  0.102]
     [ 0.04  -0.05   0.01 ]]
    """

    _axis = -1

    def _forward(self, x: Floats) -> Floats:
        return self._scaled(self._standardized(x.astype(self.gamma.dtype, copy=False)))
