r"""RMSProp: a learning rate for each element, from a moving average."""

import numpy as np

from mlbook._checks import Floats, as_fraction
from mlbook.optimizers.optimizer import EPSILON, Optimizer


class RMSProp(Optimizer):
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

    state_arrays = 1
    decay_rate: float

    def __init__(self, lr: float = 0.01, decay_rate: float = 0.99) -> None:
        super().__init__(lr)
        self.decay_rate = as_fraction(decay_rate, "decay_rate")

    def _step(self, g: Floats, h: Floats) -> tuple[Floats, Floats]:
        h = self.decay_rate * h + (1 - self.decay_rate) * g**2
        return -self.lr * g / (np.sqrt(h) + EPSILON), h
