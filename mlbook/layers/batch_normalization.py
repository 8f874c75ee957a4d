r"""Batch normalisation: every unit has mean 0 and variance 1 over the batch, then its own."""

import numpy as np
from numpy.typing import ArrayLike

from mlbook._checks import Floats, as_floating, as_fraction
from mlbook.layers.modal import ModalLayer
from mlbook.layers.normalization import EPSILON, Normalization


class BatchNormalization(Normalization, ModalLayer):
    r"""The node $y = \gamma \hat{x} + \beta$, with every unit normalised over the batch.

    While it learns, the mean $\mu$ and the variance $v$ of each unit are those of the batch:

    $$
    \hat{x} = \frac{x - \mu}{\sqrt{v + 10^{-7}}}, \qquad
    \frac{\partial L}{\partial x_n} = \frac{1}{\sqrt{v + 10^{-7}}} \Bigl(
    g_n - \frac{1}{N} \sum_m g_m - \frac{\hat{x}_n}{N} \sum_m g_m \hat{x}_m \Bigr), \qquad
    g = \gamma\, \frac{\partial L}{\partial y}
    $$

    and moving averages of both are kept. When it is asked, these take the place of $\mu$ and $v$:
    a sample's output no longer depends on its batch.

    `ModalLayer` says what `forward` takes and raises, `Layer` what `backward` does. The input has
    shape (N, D) with at least two samples, and (D,) too when it is asked.

    Parameters
    ----------
    gamma, beta : array_like, shape (D,)
        The factor and the term of each unit; ones and zeros are a usual beginning. Arrays of
        float64 or float32 are kept, not copied; the layer computes in the type of `gamma`.
    momentum : float
        What a moving average keeps of its old value at each batch, from 0 to below 1.
    running_mean, running_var : array_like, shape (D,), optional
        Where the moving averages begin: at 0 and 1 by default. They are copied.

    Attributes
    ----------
    gamma, beta, dgamma, dbeta : ndarray
        The parameters, and their gradients once `backward` has been called.
    running_mean, running_var : ndarray
        The moving averages; the variance is the mean squared deviation, divided by N.

    Raises
    ------
    TypeError, ValueError
        If an argument is not made of finite real numbers or is out of its range, shapes do not
        fit, or `forward` is to learn from fewer than two samples.

    References
    ----------
    Ioffe and Szegedy, Batch normalization (2015).

    Examples
    --------
    >>> from mlbook import BatchNormalization
    >>> layer = BatchNormalization([1, 1], [0, 5])
    >>> print(layer.forward([[1, 20], [3, 30], [5, 70]]).round(3))
    [[-1.225  4.074]
     [ 0.     4.537]
     [ 1.225  6.389]]
    >>> print(layer.backward([[1, 0], [0, 0], [0, 5]]).round(3))
    [[ 0.102  0.022]
     [-0.204 -0.028]
     [ 0.102  0.006]]
    >>> print(layer.running_mean)
    [0.3 4. ]
    """

    settings = ("momentum",)
    statistics = ("running_mean", "running_var")
    _axis = 0

    def __init__(
        self,
        gamma: ArrayLike,
        beta: ArrayLike,
        momentum: float = 0.9,
        running_mean: ArrayLike | None = None,
        running_var: ArrayLike | None = None,
    ) -> None:
        super().__init__(gamma, beta)
        self.momentum = as_fraction(momentum, "momentum")
        self.running_mean = self._beginning(running_mean, 0.0, "running_mean")
        self.running_var = self._beginning(running_var, 1.0, "running_var")
        if (self.running_var < 0).any():
            raise ValueError("running_var must hold no number below 0")

    def _beginning(self, value: ArrayLike | None, default: float, name: str) -> Floats:
        if value is None:
            return np.full_like(self.gamma, default)
        array: Floats = as_floating(value, name).astype(self.gamma.dtype)
        self._check_fits(array, name)
        return array

    def _forward(self, x: Floats) -> Floats:
        x = x.astype(self.gamma.dtype, copy=False)
        if not self.training:
            self._std = np.sqrt(self.running_var + EPSILON)
            return self._scaled((x - self.running_mean) / self._std)
        if x.ndim == 1 or len(x) == 1:
            raise ValueError(
                f"x has shape {x.shape}, but while BatchNormalization learns it needs a batch of "
                "at least two samples"
            )
        standardized, keep = self._standardized(x), self.momentum
        self.running_mean = keep * self.running_mean + (1 - keep) * self._mean[0]
        self.running_var = keep * self.running_var + (1 - keep) * self._variance[0]
        return self._scaled(standardized)

    def _backward(self, upstream: Floats) -> Floats:
        if not self.training:  # the moving averages are constants
            gradient: Floats = upstream * self.gamma / self._std
            return gradient
        return super()._backward(upstream)
