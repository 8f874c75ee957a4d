r"""AdaGrad: a learning rate for each element, which only falls."""

import numpy as np

from mlbook._checks import Floats
from mlbook.optimizers.optimizer import EPSILON, Optimizer


class AdaGrad(Optimizer):
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

    state_arrays = 1

    def _step(self, g: Floats, h: Floats) -> tuple[Floats, Floats]:
        h = h + g**2
        return -self.lr * g / (np.sqrt(h) + EPSILON), h
