r"""The network with one hidden layer."""

from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from mlbook._checks import (
    TYPES,
    FloatArray,
    Floats,
    as_count,
    as_finite,
    as_floats,
    as_number,
    as_numbers,
)
from mlbook.activations import sigmoid, softmax
from mlbook.differentiation import STEP
from mlbook.losses import as_labels_or_rows, as_targets, check_distributions, cross_entropy_error
from mlbook.networks import backpropagation
from mlbook.networks import fast_differences as differences
from mlbook.randomness import as_generator

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
    dtype : numpy.float64 or numpy.float32
        The type of the parameters, in which backpropagation computes. float32 takes half the
        memory and less time, and keeps 7 digits of 16: enough to learn with, too few to check a
        gradient with. Predictions, losses and numerical gradients are always computed in
        float64.

    Attributes
    ----------
    params : dict of ndarray
        ``W1`` (D, H), ``b1`` (H,), ``W2`` (H, K), ``b2`` (K,). Update them in place or put other
        arrays of these shapes and of type `dtype` in their place.

    Raises
    ------
    TypeError, ValueError
        If a size is not a whole number above 0, `weight_init_std` is negative or not a finite
        number, `rng` is no Generator, or `dtype` is another one. Every method: if a parameter was
        replaced by what is not an array of its shape and type.
    FloatingPointError
        If `weight_init_std` is so large that a weight overflows.

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

    params: dict[str, Floats]
    _dtype: np.dtype[np.floating[Any]]
    _shapes: dict[str, tuple[int, ...]]

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        output_size: int,
        weight_init_std: float = 0.01,
        *,
        rng: np.random.Generator | None = None,
        dtype: DTypeLike = np.float64,
    ) -> None:
        inputs = as_count(input_size, "input_size")
        hidden = as_count(hidden_size, "hidden_size")
        outputs = as_count(output_size, "output_size")
        spread = as_number(weight_init_std, "weight_init_std")
        if spread < 0:
            raise ValueError(f"weight_init_std must be a number of at least 0, not {spread}")
        generator = as_generator(rng)
        self._dtype = _as_dtype(dtype)
        with np.errstate(over="ignore"):
            first = {
                "W1": spread * generator.standard_normal((inputs, hidden)),
                "b1": np.zeros(hidden),
                "W2": spread * generator.standard_normal((hidden, outputs)),
                "b2": np.zeros(outputs),
            }
            self.params = {
                key: as_finite(
                    value.astype(self._dtype), f"weight_init_std of {spread:g} times {key}"
                )
                for key, value in first.items()
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
        samples, (W1, b1, W2, b2) = self._as_samples(x), self._checked_params()  # float64 wins
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
        if not np.isfinite(samples).all():
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

    def numerical_gradient(self, x: ArrayLike, t: ArrayLike) -> dict[str, Floats]:
        """Return the gradients of the loss by central differences: slow, and hard to get wrong.

        The arguments and errors are those of `loss`; the keys of the answer those of `params`.
        Every parameter is stepped by 1e-4 to either side and the true loss taken, as
        `mlbook.numerical_gradient` does, with which it agrees to rounding; but of the network only
        what that parameter can change is computed again. On a batch of MNIST that is hundreds of
        times faster. It takes some 60 MB at most beside the arguments, whatever the batch.
        """
        samples = np.atleast_2d(self._as_samples(x))
        W1, b1, W2, b2 = (np.asarray(each, np.float64) for each in self._checked_params())
        targets = as_targets(t, np.empty((*np.shape(x)[:-1], b2.size)))
        inputs = np.column_stack([samples, np.ones(len(samples))])
        first, second = differences.numerical_gradient(
            inputs, np.atleast_2d(targets), (np.vstack([W1, b1]), np.vstack([W2, b2])), STEP
        )
        return {"W1": first[:-1], "b1": first[-1], "W2": second[:-1], "b2": second[-1]}

    def gradient(self, x: ArrayLike, t: ArrayLike) -> dict[str, Floats]:
        """Return the gradients of the loss by backpropagation.

        The arguments and errors are those of `loss`; the keys of the answer those of `params`.
        Rows of targets must sum to 1.
        """
        return self.loss_and_gradient(x, t)[1]

    def loss_and_gradient(self, x: ArrayLike, t: ArrayLike) -> tuple[float, dict[str, Floats]]:
        """Return `loss` and `gradient` together, at the cost of the second.

        Both are computed in the type of the parameters.
        """
        params = self._checked_params()
        numbers = as_numbers(x, "x")
        self._check_shape(numbers)
        targets = as_labels_or_rows(t, (*numbers.shape[:-1], params[-1].size))
        if targets.ndim == numbers.ndim:
            check_distributions(targets)
        if numbers.ndim == 1:
            numbers, targets = numbers[np.newaxis], targets[np.newaxis]
        try:
            return backpropagation.loss_and_gradient(numbers, targets, *params)
        except FloatingPointError:
            with np.errstate(over="ignore"):  # a number may be too large for float32
                as_floats(numbers.astype(self._dtype), "x")  # names the place, if x is to blame
            raise

    def _as_samples(self, x: ArrayLike) -> FloatArray:
        samples = as_floats(x, "x")
        self._check_shape(samples)
        return samples

    def _check_shape(self, samples: NDArray[Any]) -> None:
        inputs = self._shapes["W1"][0]
        if samples.size == 0:
            raise ValueError(f"x is empty: its shape is {samples.shape}")
        if samples.ndim not in (1, 2) or samples.shape[-1] != inputs:
            raise ValueError(
                f"x has shape {samples.shape}, but this network takes ({inputs},) or (N, {inputs})"
            )

    def _checked_params(self) -> list[Floats]:
        checked: list[Floats] = []
        for key, shape in self._shapes.items():
            value = self.params.get(key)
            if not isinstance(value, np.ndarray) or value.dtype != self._dtype:
                kind = value.dtype if isinstance(value, np.ndarray) else type(value).__name__
                raise TypeError(f"params[{key!r}] must be a {self._dtype} array, but it is {kind}")
            if value.shape != shape:
                raise ValueError(f"params[{key!r}] has shape {value.shape}, but needs {shape}")
            if not value.flags.writeable:  # numerical differentiation would step a copy of it
                raise ValueError(f"params[{key!r}] is read-only, but learning changes it")
            checked.append(value)
        return checked


def _as_dtype(dtype: DTypeLike) -> np.dtype[np.floating[Any]]:
    with suppress(TypeError):  # NumPy's own sentence does not name the argument
        kind: np.dtype[Any] = np.dtype(dtype)
        if kind.type in TYPES:
            return kind
    raise TypeError(f"dtype must be numpy.float64 or numpy.float32, but it is {dtype!r}")
