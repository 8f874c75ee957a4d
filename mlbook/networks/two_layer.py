r"""The network with one hidden layer."""

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from mlbook._checks import (
    Floats,
    as_count,
    as_dtype,
    as_floats,
    as_generator,
    as_nonnegative,
)
from mlbook.differentiation import STEP
from mlbook.layers import Affine, Sigmoid
from mlbook.losses import as_target_rows
from mlbook.networks import fast_differences
from mlbook.networks.initial import normal_weights
from mlbook.networks.network import Network


class TwoLayerNet(Network):
    r"""Two affine layers, a sigmoid between them and a softmax at the end.

    $$
    y = \mathrm{softmax}\bigl(h(x W_1 + b_1)\, W_2 + b_2\bigr), \qquad
    h(a) = \frac{1}{1 + e^{-a}}
    $$

    Parameters
    ----------
    input_size, hidden_size, output_size : int
        Numbers of inputs ``D``, of hidden units ``H`` and of classes ``K``.
    weight_init_std : float
        Standard deviation of the normal distribution of the initial weights; biases begin at 0.
    rng : numpy.random.Generator, optional
        Draws the weights.
    dtype : numpy.float64 or numpy.float32
        The type of the parameters, in which the network computes. float32 takes half the memory
        and less time, and keeps 7 digits of 16: enough to learn with, too few to check a gradient
        with. Numerical gradients are always computed in float64.
    weight_decay : float
        The factor of weight decay, at least 0: see `Network`.

    Attributes
    ----------
    params : dict of ndarray
        ``W1`` (D, H), ``b1`` (H,), ``W2`` (H, K), ``b2`` (K,). Update them in place or put other
        arrays of these shapes and of type `dtype` in their place.

    Raises
    ------
    TypeError, ValueError
        If a size is not a whole number above 0, `weight_init_std` is negative or not a finite
        number, `rng` is no Generator, or `dtype` is another one.
    FloatingPointError
        If `weight_init_std` is so large that a weight overflows.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import TwoLayerNet
    >>> net = TwoLayerNet(2, 4, 3, rng=np.random.default_rng(0))
    >>> print(net)
    TwoLayerNet(Affine(2, 4), Sigmoid(), Affine(4, 3))
    >>> x, t = np.array([[0.6, 0.9]]), np.array([2])
    >>> gradient = net.gradient(x, t)
    >>> for key in net.params:
    ...     net.params[key] -= 0.1 * gradient[key]
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        output_size: int,
        weight_init_std: float = 0.01,
        *,
        rng: np.random.Generator | None = None,
        dtype: DTypeLike = np.float64,
        weight_decay: float = 0.0,
    ) -> None:
        inputs = as_count(input_size, "input_size")
        hidden = as_count(hidden_size, "hidden_size")
        outputs = as_count(output_size, "output_size")
        spread = as_nonnegative(weight_init_std, "weight_init_std")
        generator, kind = as_generator(rng), as_dtype(dtype)
        weights = normal_weights(generator, kind)

        super().__init__(
            Affine(weights("W1", spread, inputs, hidden), np.zeros(hidden, kind)),
            Sigmoid(),
            Affine(weights("W2", spread, hidden, outputs), np.zeros(outputs, kind)),
            weight_decay=weight_decay,
        )

    def numerical_gradient(self, x: ArrayLike, t: ArrayLike) -> dict[str, Floats]:
        """Return the gradients of the loss by central differences, hundreds of times faster.

        Every parameter is stepped to either side and the true loss taken, as in
        `Network.numerical_gradient`, with which it agrees to rounding; but only the part of the
        network that this parameter can change is computed again. It needs at most some 60 MB
        beside the arguments, for a batch of any size.
        """
        samples = as_floats(self._as_samples(x), "x")
        W1, b1, W2, b2 = (self.params[key].astype(np.float64) for key in ("W1", "b1", "W2", "b2"))
        targets = as_target_rows(t, np.empty((*samples.shape[:-1], b2.size)))
        rows = np.atleast_2d(samples)
        first, second = fast_differences.numerical_gradient(
            np.column_stack([rows, np.ones(len(rows))]),
            np.atleast_2d(targets),
            (np.vstack([W1, b1]), np.vstack([W2, b2])),
            STEP,
        )
        return self._with_decay(
            {"W1": first[:-1], "b1": first[-1], "W2": second[:-1], "b2": second[-1]}
        )
