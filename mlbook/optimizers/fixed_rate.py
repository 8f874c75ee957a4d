r"""Optimisers with one learning rate for all elements: SGD and Momentum."""

from mlbook._checks import Floats, as_fraction
from mlbook.optimizers.optimizer import Rule


class SGD(Rule):
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

    memories = 0

    def _step(self, g: Floats, *_: Floats) -> tuple[Floats, ...]:
        return (-self.lr * g,)


class Momentum(Rule):
    r"""A ball that rolls: the gradient changes the velocity, and the velocity the place.

    $$
    v \leftarrow \alpha v - \eta\, g, \qquad \theta \leftarrow \theta + v
    $$

    Parameters
    ----------
    lr : float
        The learning rate, greater than 0.
    momentum : float
        The part $\alpha$ of the velocity that is kept, from 0 to below 1.

    References
    ----------
    Polyak, "Some methods of speeding up the convergence of iteration methods", *USSR Computational
    Mathematics and Mathematical Physics* 4 (1964).

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import Momentum
    >>> params, optimizer = {"W": np.array([1.0, 2.0])}, Momentum(lr=0.1, momentum=0.5)
    >>> for _ in range(2):
    ...     optimizer.update(params, {"W": np.array([1.0, -4.0])})
    >>> print(params["W"].round(4))
    [0.75 3.  ]
    """

    memories = 1
    momentum: float

    def __init__(self, lr: float = 0.01, momentum: float = 0.9) -> None:
        super().__init__(lr)
        self.momentum = as_fraction(momentum, "momentum")

    def _step(self, g: Floats, *memory: Floats) -> tuple[Floats, ...]:
        (v,) = memory
        v = self.momentum * v - self.lr * g
        return v, v
