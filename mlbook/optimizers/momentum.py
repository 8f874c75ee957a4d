r"""Momentum: a step that remembers the steps before it."""

from mlbook._checks import Floats, as_fraction
from mlbook.optimizers.optimizer import Optimizer


class Momentum(Optimizer):
    r"""Steps with inertia: the gradient changes a velocity, and the velocity the parameter.

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

    state_arrays = 1
    momentum: float

    def __init__(self, lr: float = 0.01, momentum: float = 0.9) -> None:
        super().__init__(lr)
        self.momentum = as_fraction(momentum, "momentum")

    def _step(self, g: Floats, v: Floats) -> tuple[Floats, Floats]:
        v = self.momentum * v - self.lr * g
        return v, v
