r"""Stochastic gradient descent: a step against the gradient."""

from mlbook._checks import Floats
from mlbook.optimizers.optimizer import Optimizer


class SGD(Optimizer):
    r"""Stochastic gradient descent: a step against the gradient.

    $$
    \theta \leftarrow \theta - \eta\, g
    $$

    Parameters
    ----------
    lr : float
        The learning rate, greater than 0.

    References
    ----------
    Robbins, Monro, "A stochastic approximation method", *Annals of Mathematical Statistics* 22
    (1951).

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import SGD
    >>> params = {"W": np.array([1.0, 2.0])}
    >>> SGD(lr=0.5).update(params, {"W": np.array([1.0, -1.0])})
    >>> print(params["W"])
    [0.5 2.5]
    """

    state_arrays = 0

    def _step(self, g: Floats) -> tuple[Floats]:
        return (-self.lr * g,)
