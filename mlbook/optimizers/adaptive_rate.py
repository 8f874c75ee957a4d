r"""Optimisers that give each element a learning rate of its own: AdaGrad, RMSProp and Adam."""

import math

import numpy as np

from mlbook._checks import Floats, as_fraction
from mlbook.optimizers.optimizer import Rule

EPSILON = 1e-7  # keeps a division by the root of 0 finite


class AdaGrad(Rule):
    r"""Steps that shrink, the more an element has been pushed so far.

    $$
    h \leftarrow h + g^2, \qquad
    \theta \leftarrow \theta - \eta\, \frac{g}{\sqrt{h} + 10^{-7}}
    $$

    Parameters
    ----------
    lr : float
        The learning rate, greater than 0.

    References
    ----------
    Duchi, Hazan, Singer, "Adaptive subgradient methods for online learning and stochastic
    optimization", *Journal of Machine Learning Research* 12 (2011).

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import AdaGrad
    >>> params, optimizer = {"W": np.array([1.0, 2.0])}, AdaGrad(lr=0.1)
    >>> for _ in range(2):
    ...     optimizer.update(params, {"W": np.array([1.0, -4.0])})
    >>> print(params["W"].round(4))
    [0.8293 2.1707]
    """

    memories = 1

    def _step(self, g: Floats, *memory: Floats) -> tuple[Floats, ...]:
        (h,) = memory
        h = h + g**2
        return -self.lr * g / (np.sqrt(h) + EPSILON), h


class RMSProp(Rule):
    r"""AdaGrad that forgets: a moving average takes the place of the sum.

    $$
    h \leftarrow \rho h + (1 - \rho)\, g^2, \qquad
    \theta \leftarrow \theta - \eta\, \frac{g}{\sqrt{h} + 10^{-7}}
    $$

    Parameters
    ----------
    lr : float
        The learning rate, greater than 0.
    decay_rate : float
        The part $\rho$ of the average that is kept, from 0 to below 1.

    References
    ----------
    Tieleman, Hinton, *Neural Networks for Machine Learning*, lecture 6.5 (Coursera, 2012).

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import RMSProp
    >>> params = {"W": np.array([1.0, 2.0])}
    >>> optimizer = RMSProp(lr=0.1, decay_rate=0.5)
    >>> for _ in range(2):
    ...     optimizer.update(params, {"W": np.array([1.0, -4.0])})
    >>> print(params["W"].round(4))
    [0.7431 2.2569]
    """

    memories = 1
    decay_rate: float

    def __init__(self, lr: float = 0.01, decay_rate: float = 0.99) -> None:
        super().__init__(lr)
        self.decay_rate = as_fraction(decay_rate, "decay_rate")

    def _step(self, g: Floats, *memory: Floats) -> tuple[Floats, ...]:
        (h,) = memory
        h = self.decay_rate * h + (1 - self.decay_rate) * g**2
        return -self.lr * g / (np.sqrt(h) + EPSILON), h


class Adam(Rule):
    r"""Momentum and RMSProp in one, corrected for their start at 0.

    $$
    m \leftarrow \beta_1 m + (1 - \beta_1)\, g, \qquad
    v \leftarrow \beta_2 v + (1 - \beta_2)\, g^2
    $$

    $$
    \eta_n = \eta\, \frac{\sqrt{1 - \beta_2^n}}{1 - \beta_1^n}, \qquad
    \theta \leftarrow \theta - \eta_n\, \frac{m}{\sqrt{v} + 10^{-7}}
    $$

    with $n$ the number of the update, from 1. This is the rearranged form that the paper
    gives below its algorithm box. The box divides by
    $\sqrt{v / (1 - \beta_2^n)} + \varepsilon$ with $\varepsilon = 10^{-8}$; to get the
    form here, $\varepsilon$ would be $10^{-7} / \sqrt{1 - \beta_2^n}$. Where
    $\sqrt{v}$ is far above $10^{-7}$ the two agree.

    Parameters
    ----------
    lr : float
        The learning rate, greater than 0.
    beta1, beta2 : float
        The parts of the two averages that are kept, from 0 to below 1.

    References
    ----------
    Kingma, Ba, "Adam: a method for stochastic optimization", *ICLR* (2015).

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import Adam
    >>> params, optimizer = {"W": np.array([1.0, 2.0])}, Adam(lr=0.1)
    >>> for _ in range(2):
    ...     optimizer.update(params, {"W": np.array([1.0, -4.0])})
    >>> print(params["W"].round(4))
    [0.8 2.2]
    """

    memories = 2
    beta1: float
    beta2: float

    def __init__(self, lr: float = 0.001, beta1: float = 0.9, beta2: float = 0.999) -> None:
        super().__init__(lr)
        self.beta1 = as_fraction(beta1, "beta1")
        self.beta2 = as_fraction(beta2, "beta2")

    def _step(self, g: Floats, *memory: Floats) -> tuple[Floats, ...]:
        m, v = memory
        n = self._updates + 1
        m = self.beta1 * m + (1 - self.beta1) * g
        v = self.beta2 * v + (1 - self.beta2) * g**2
        lr = self.lr * math.sqrt(1 - self.beta2**n) / (1 - self.beta1**n)
        return -lr * m / (np.sqrt(v) + EPSILON), m, v
