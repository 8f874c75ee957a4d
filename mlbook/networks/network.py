r"""A network: layers in a row, a loss at their end, and the gradient of that loss."""

from copy import deepcopy
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlbook._checks import FloatArray, Floats, as_finite, as_floats, as_numbers
from mlbook.activations import softmax
from mlbook.gradient import numerical_gradient
from mlbook.layers import Layer, SoftmaxWithLoss
from mlbook.losses import as_target_rows, cross_entropy_error

ROWS_AT_ONCE = 1000  # a whole data set taken at once as float64 would need gigabytes


class Network:
    r"""A classifier: layers from the samples to the scores, then softmax and cross-entropy.

    It computes in the type of its parameters, float64 or float32.

    Parameters
    ----------
    *layers : Layer
        In the order of the forward pass; the first one is an `Affine`.

    Attributes
    ----------
    layers : tuple of Layer
    output : SoftmaxWithLoss
        The layer after the last one.
    params : dict of ndarray
        The parameters: ``W1`` and ``b1`` of the first layer that has some, ``W2`` and ``b2`` of the
        second … Update them in place, or put other arrays of the same shapes and type in their
        place.

    Raises
    ------
    TypeError, ValueError
        Of every method: if an argument is empty, not finite, or does not fit; or if a parameter
        was replaced by what is not an array of its shape and type.
    FloatingPointError
        Of every method: if a number overflows.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import Affine, Relu
    >>> from mlbook.networks import Network
    >>> first, second = Affine(np.eye(2), [0, 0]), Affine([[1, 0], [0, 2]], [0, 0])
    >>> net = Network(first, Relu(), second)
    >>> print(list(net.params), net.predict([1, 1]).round(3))
    ['W1', 'b1', 'W2', 'b2'] [0.269 0.731]
    """

    params: dict[str, Floats]

    def __init__(self, *layers: Layer) -> None:
        self.layers, self.output = layers, SoftmaxWithLoss()
        with_parameters = [layer for layer in layers if layer.parameters]
        self._owners = {  # of each parameter: its layer, and its name there
            f"{name}{number}": (layer, name)
            for number, layer in enumerate(with_parameters, 1)
            for name in layer.parameters
        }
        self.params = {key: getattr(layer, name) for key, (layer, name) in self._owners.items()}
        self._shapes = {key: value.shape for key, value in self.params.items()}
        self._dtype = next(iter(self.params.values())).dtype

    def __repr__(self) -> str:
        """Return the network with its layers."""
        return f"{type(self).__name__}({', '.join(map(repr, self.layers))})"

    def predict(self, x: ArrayLike) -> FloatArray:
        """Return the probability of each class.

        Parameters
        ----------
        x : array_like, shape (D,) or (N, D)

        Returns
        -------
        ndarray of float64, shape (K,) or (N, K)
        """
        return softmax(self._scores(x))

    def loss(self, x: ArrayLike, t: ArrayLike) -> float:
        """Return the cross-entropy of prediction and targets, averaged over the batch.

        Parameters
        ----------
        x : array_like, shape (D,) or (N, D)
        t : array_like
            Targets: one-hot (K,) or (N, K), or labels () or (N,).
        """
        return cross_entropy_error(self.predict(x), t)

    def accuracy(self, x: ArrayLike, t: ArrayLike) -> float:
        """Return the share of samples whose most probable class is the right one, from 0 to 1.

        The arguments are those of `loss`.
        """
        samples, targets = as_numbers(x, "x"), as_numbers(t, "t")
        self._check(samples)
        if not np.isfinite(samples).all():
            as_floats(samples, "x")  # raises, naming the index
        if samples.ndim == 1:
            samples, targets = samples[np.newaxis], targets[np.newaxis]
        if targets.shape[:1] != samples.shape[:1]:
            raise ValueError(f"t has shape {targets.shape}, but x has shape {samples.shape}")
        right = 0
        for start in range(0, len(samples), ROWS_AT_ONCE):
            rows = slice(start, start + ROWS_AT_ONCE)
            y = self.predict(samples[rows])
            wanted = as_target_rows(targets[rows], y).argmax(axis=1)
            right += int(np.sum(y.argmax(axis=1) == wanted))
        return right / len(samples)

    def numerical_gradient(self, x: ArrayLike, t: ArrayLike) -> dict[str, Floats]:
        """Return the gradients of the loss by central differences: slow, and hard to get wrong.

        The arguments are those of `loss`; the keys of the answer are those of `params`. It is
        computed in float64, whatever the type of the parameters.
        """
        self._connect()
        double = deepcopy(self)
        double.params = {key: value.astype(np.float64) for key, value in self.params.items()}
        double._dtype = np.dtype(np.float64)
        return {  # the loss ignores its argument: the parameter itself is stepped, in place
            key: numerical_gradient(lambda _: double.loss(x, t), value)
            for key, value in double.params.items()
        }

    def gradient(self, x: ArrayLike, t: ArrayLike) -> dict[str, Floats]:
        """Return the gradients of the loss by backpropagation.

        The arguments are those of `loss`; the keys of the answer are those of `params`. Rows of
        targets must sum to 1.
        """
        return self.loss_and_gradient(x, t)[1]

    def loss_and_gradient(self, x: ArrayLike, t: ArrayLike) -> tuple[float, dict[str, Floats]]:
        """Return `loss` and `gradient` together, at the cost of the second."""
        loss = self.output.loss(self._scores(x), t)
        with np.errstate(over="ignore", invalid="ignore"):
            upstream = self.output._backward(1.0)
            for layer in reversed(self.layers[1:]):
                layer._differentiate(upstream)
                upstream = layer._backward(upstream)
            self.layers[0]._differentiate(upstream)  # the gradient of the samples is not needed
        gradient = {}
        for key, (layer, name) in self._owners.items():
            gradient[key] = as_finite(getattr(layer, f"d{name}"), f"the gradient of {key}")
        return loss, gradient

    def _scores(self, x: ArrayLike) -> Floats:
        """Return the output of the last layer for samples `x`: the forward pass."""
        samples = values = self._as_samples(x)
        try:
            for layer in self.layers:
                values = layer.propagate(values)
        except FloatingPointError:
            as_floats(samples, "x")  # raises, naming the index, if x was not finite
            raise
        return values

    def _as_samples(self, x: ArrayLike) -> Floats:
        """Return `x` in the type of the parameters, after checking its shape and the parameters."""
        self._connect()
        samples = as_numbers(x, "x")
        self._check(samples)
        with np.errstate(over="ignore"):  # a sample may be too large for float32
            return samples.astype(self._dtype, copy=False)

    def _check(self, samples: NDArray[Any]) -> None:
        if samples.size == 0:
            raise ValueError(f"x is empty: its shape is {samples.shape}")
        self.layers[0].check_shape(samples.shape)

    def _connect(self) -> None:
        """Check the arrays that `params` holds now, and give them to the layers."""
        for key, (layer, name) in self._owners.items():
            value = self.params.get(key)
            if not isinstance(value, np.ndarray) or value.dtype != self._dtype:
                kind = value.dtype if isinstance(value, np.ndarray) else type(value).__name__
                raise TypeError(f"params[{key!r}] must be a {self._dtype} array, but it is {kind}")
            if value.shape != self._shapes[key]:
                needed = self._shapes[key]
                raise ValueError(f"params[{key!r}] has shape {value.shape}, but needs {needed}")
            if not value.flags.writeable:
                raise ValueError(f"params[{key!r}] is read-only, but learning changes it")
            setattr(layer, name, value)
