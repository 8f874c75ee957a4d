r"""AdamW: Adam, and weights that shrink beside it."""

from mlbook._checks import Floats, as_nonnegative
from mlbook.optimizers.adam import Adam


class AdamW(Adam):
    r"""Adam with a decay of the weights that its averages do not see.

    $$
    \theta \leftarrow \theta - \eta_n\, \frac{m}{\sqrt{v} + 10^{-7}} - \eta \lambda\, \theta
    $$

    with $m$, $v$ and $\eta_n$ of `Adam`. A penalty in the loss would add $\lambda \theta$
    to the gradient, and Adam would divide it by $\sqrt{v}$: a weight with large gradients would
    hardly decay. Here all weights shrink by the same part. As in `Network`, the last term is for
    weights only, the parameters whose name begins with W.

    Parameters
    ----------
    lr : float
        The learning rate, greater than 0.
    beta1, beta2 : float
        The parts of the two averages that are kept, from 0 to below 1.
    weight_decay : float
        The coefficient $\lambda$, at least 0.

    References
    ----------
    Loshchilov, Hutter, "Decoupled weight decay regularization", *ICLR* (2019).

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import AdamW
    >>> params = {"W": np.array([1.0, 2.0]), "b": np.array([1.0])}
    >>> optimizer = AdamW(lr=0.1, weight_decay=0.5)
    >>> optimizer.update(params, {"W": np.array([0.0, -4.0]), "b": np.array([0.0])})
    >>> print(params["W"].round(4), params["b"])
    [0.95 2.  ] [1.]
    """

    weight_decay: float

    def __init__(
        self,
        lr: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        weight_decay: float = 0.01,
    ) -> None:
        super().__init__(lr, beta1, beta2)
        self.weight_decay = as_nonnegative(weight_decay, "weight_decay")

    def _step_of(self, name: str, theta: Floats, g: Floats) -> tuple[Floats, ...]:
        step, *state = super()._step_of(name, theta, g)
        if name.startswith("W"):
            step = step - self.lr * self.weight_decay * theta
        return step, *state
