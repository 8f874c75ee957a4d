r"""Adam: Momentum and RMSProp in one."""

import math

import numpy as np

from mlbook._checks import Floats, as_fraction
from mlbook.optimizers.optimizer import EPSILON, Optimizer


class Adam(Optimizer):
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

    state_arrays = 2
    beta1: float
    beta2: float

    def __init__(self, lr: float = 0.001, beta1: float = 0.9, beta2: float = 0.999) -> None:
        super().__init__(lr)
        self.beta1 = as_fraction(beta1, "beta1")
        self.beta2 = as_fraction(beta2, "beta2")

    def _step(self, g: Floats, m: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
        n = self._updates + 1
        m = self.beta1 * m + (1 - self.beta1) * g
        v = self.beta2 * v + (1 - self.beta2) * g**2
        lr = self.lr * math.sqrt(1 - self.beta2**n) / (1 - self.beta1**n)
        return -lr * m / (np.sqrt(v) + EPSILON), m, v
