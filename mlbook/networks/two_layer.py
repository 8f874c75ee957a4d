r"""The network with one hidden layer."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlbook import gradient
from mlbook.activations import sigmoid, softmax
from mlbook.layers import Affine, Sigmoid, SoftmaxWithLoss
from mlbook.layers.checks import as_finite
from mlbook.losses import as_targets, cross_entropy_error
from mlbook.randomness import as_generator
from mlbook.validation import FloatArray, as_count, as_floats, as_number, as_numbers

ROWS_AT_ONCE = 1000  # a whole data set taken at once as float64 would need gigabytes


class TwoLayerNet:
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
        Standard deviation of the normal distribution of the first weights; biases begin at 0.
    rng : numpy.random.Generator, optional
        Draws the weights.

    Attributes
    ----------
    params : dict of ndarray of float64
        ``W1`` (D, H), ``b1`` (H,), ``W2`` (H, K), ``b2`` (K,). Update them in place or put other
        float64 arrays of these shapes in their place.

    Raises
    ------
    TypeError, ValueError
        If a size is not a whole number above 0, `weight_init_std` is negative or not a finite
        number, or `rng` is no Generator. Every method: if a parameter was replaced by what is not
        a float64 array of its shape.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import TwoLayerNet
    >>> net = TwoLayerNet(2, 4, 3, rng=np.random.default_rng(0))
    >>> print({key: value.shape for key, value in net.params.items()})
    {'W1': (2, 4), 'b1': (4,), 'W2': (4, 3), 'b2': (3,)}
    >>> x, t = np.array([[0.6, 0.9]]), np.array([2])
    >>> gradient = net.gradient(x, t)
    >>> for key in net.params:
    ...     net.params[key] -= 0.1 * gradient[key]
    """

    params: dict[str, FloatArray]
    _shapes: dict[str, tuple[int, ...]]

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        output_size: int,
        weight_init_std: float = 0.01,
        *,
        rng: np.random.Generator | None = None,
    ) -> None:
        inputs = as_count(input_size, "input_size")
        hidden = as_count(hidden_size, "hidden_size")
        outputs = as_count(output_size, "output_size")
        spread = as_number(weight_init_std, "weight_init_std")
        if spread < 0:
            raise ValueError(f"weight_init_std must be a number of at least 0, not {spread}")
        generator = as_generator(rng)
        self.params = {
            "W1": spread * generator.standard_normal((inputs, hidden)),
            "b1": np.zeros(hidden),
            "W2": spread * generator.standard_normal((hidden, outputs)),
            "b2": np.zeros(outputs),
        }
        self._shapes = {key: value.shape for key, value in self.params.items()}

    def predict(self, x: ArrayLike) -> FloatArray:
        """Return the probability of each class.

        Parameters
        ----------
        x : array_like, shape (D,) or (N, D)

        Returns
        -------
        ndarray of float64, shape (K,) or (N, K)

        Raises
        ------
        TypeError, ValueError
            If `x` is not made of finite real numbers or does not have D columns.
        FloatingPointError
            If the scores overflow.
        """
        samples, (W1, b1, W2, b2) = self._as_samples(x), self._checked_params()
        with np.errstate(over="ignore", invalid="ignore"):
            hidden = sigmoid(as_finite(samples @ W1 + b1, "x @ W1 + b1"))
            return softmax(as_finite(hidden @ W2 + b2, "hidden @ W2 + b2"))

    def loss(self, x: ArrayLike, t: ArrayLike) -> float:
        """Return the cross-entropy of prediction and targets, averaged over the batch.

        Parameters
        ----------
        x : array_like, shape (D,) or (N, D)
        t : array_like
            Targets: one-hot (K,) or (N, K), or labels () or (N,).

        Raises
        ------
        TypeError, ValueError, FloatingPointError
            As `predict` and `cross_entropy_error` do.
        """
        return cross_entropy_error(self.predict(x), t)

    def accuracy(self, x: ArrayLike, t: ArrayLike) -> float:
        """Return the share of samples whose most probable class is the right one, from 0 to 1.

        The arguments are those of `loss`, and so are the errors.
        """
        samples, targets = as_numbers(x, "x"), as_numbers(t, "t")
        self._check_shape(samples)
        if samples.size == 0 or not np.isfinite(samples).all():
            as_floats(samples, "x")  # raises, naming the place
        if samples.ndim == 1:
            samples, targets = samples[np.newaxis], targets[np.newaxis]
        if targets.shape[:1] != samples.shape[:1]:
            raise ValueError(f"t has shape {targets.shape}, but x has shape {samples.shape}")
        right = 0
        for start in range(0, len(samples), ROWS_AT_ONCE):
            rows = slice(start, start + ROWS_AT_ONCE)
            y = self.predict(samples[rows])
            right += int(np.sum(y.argmax(axis=1) == as_targets(targets[rows], y).argmax(axis=1)))
        return right / len(samples)

    def numerical_gradient(self, x: ArrayLike, t: ArrayLike) -> dict[str, FloatArray]:
        """Return the gradients of the loss by central differences: slow, and hard to get wrong.

        The arguments and errors are those of `loss`; the keys of the answer those of `params`.
        It takes two evaluations of the loss a parameter.
        """
        samples = self._as_samples(x)
        return {
            key: gradient.numerical_gradient(lambda _: self.loss(samples, t), parameter)
            for key, parameter in zip(self._shapes, self._checked_params(), strict=True)
        }

    def gradient(self, x: ArrayLike, t: ArrayLike) -> dict[str, FloatArray]:
        """Return the gradients of the loss by backpropagation.

        The arguments and errors are those of `loss`; the keys of the answer those of `params`.
        """
        return self.loss_and_gradient(x, t)[1]

    def loss_and_gradient(self, x: ArrayLike, t: ArrayLike) -> tuple[float, dict[str, FloatArray]]:
        """Return `loss` and `gradient` together, at the cost of the second."""
        W1, b1, W2, b2 = self._checked_params()
        samples = as_numbers(x, "x")
        self._check_shape(samples)  # its numbers are checked by the first layer
        first, activation, second = Affine(W1, b1), Sigmoid(), Affine(W2, b2)
        output = SoftmaxWithLoss()
        scores = second.forward(activation.forward(first.forward(samples)))
        loss = output.forward(scores, t)
        first.backward(activation.backward(second.backward(output.backward())))
        return loss, {"W1": first.dW, "b1": first.db, "W2": second.dW, "b2": second.db}

    def _as_samples(self, x: ArrayLike) -> FloatArray:
        samples = as_floats(x, "x")
        self._check_shape(samples)
        return samples

    def _check_shape(self, samples: NDArray[Any]) -> None:
        inputs = self._shapes["W1"][0]
        if samples.ndim not in (1, 2) or samples.shape[-1] != inputs:
            raise ValueError(
                f"x has shape {samples.shape}, but this network takes ({inputs},) or (N, {inputs})"
            )

    def _checked_params(self) -> list[FloatArray]:
        for key, shape in self._shapes.items():
            value = self.params.get(key)
            if not isinstance(value, np.ndarray) or value.dtype != np.float64:
                kind = value.dtype if isinstance(value, np.ndarray) else type(value).__name__
                raise TypeError(f"params[{key!r}] must be a float64 array, but it is {kind}")
            if value.shape != shape:
                raise ValueError(f"params[{key!r}] has shape {value.shape}, but needs {shape}")
            if not value.flags.writeable:  # numerical differentiation would step a copy of it
                raise ValueError(f"params[{key!r}] is read-only, but learning changes it")
        return [self.params[key] for key in self._shapes]
