r"""A network: layers in a row, a loss at their end, and the gradient of that loss."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlbook._checks import FloatArray, Floats, as_finite, as_floats, as_nonnegative, as_numbers
from mlbook.activations import softmax
from mlbook.gradient import numerical_gradient
from mlbook.layers import Layer, ModalLayer, SoftmaxWithLoss
from mlbook.losses import as_target_rows, cross_entropy_error
from mlbook.networks.parameters import Parameters, all_layers

ROWS_AT_ONCE = 1000  # a whole data set taken at once as float64 would need gigabytes


class Network:
    r"""A classifier: layers from the samples to the scores, then softmax and cross-entropy.

    With weight decay, the squares of the weights are a part of the loss
    $L = E + \frac{\lambda}{2} \sum w^2$, and $\lambda w$ is a part of the gradient of a weight $w$.

    It computes in the type of its parameters, float64 or float32.

    Parameters
    ----------
    *layers : Layer
        In the order of the forward pass; the first one has parameters.
    weight_decay : float
        The factor $\lambda$, at least 0; biases do not decay.

    Attributes
    ----------
    layers : tuple of Layer
    output : SoftmaxWithLoss
        The layer after the last one.
    params : dict of ndarray
        ``W1`` and ``b1`` of the first layer that has a `W` and a `b`, ``W2`` and ``b2`` of the
        second … Update them in place, or put other arrays of their shapes and type there.

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

    def __init__(self, *layers: Layer, weight_decay: float = 0.0) -> None:
        self.layers, self.output = layers, SoftmaxWithLoss()
        self.weight_decay = as_nonnegative(weight_decay, "weight_decay")
        self._parameters = Parameters(layers)
        self.params = self._parameters.arrays()
        self._modal = [layer for layer in all_layers(layers) if isinstance(layer, ModalLayer)]

    def __repr__(self) -> str:
        """Return the network with its layers."""
        return f"{type(self).__name__}({', '.join(map(repr, self.layers))})"

    def predict(self, x: ArrayLike, train_flg: bool = False) -> FloatArray:
        """Return the probability of each class.

        Parameters
        ----------
        x : array_like, shape (D,) or (N, D)
            One sample or a batch; (C, H, W) or (N, C, H, W) where the first layer takes images.
        train_flg : bool
            Whether layers with two modes act as while they learn: see `ModalLayer`.

        Returns
        -------
        ndarray of float64, shape (K,) or (N, K)
        """
        return softmax(self._scores(x, train_flg))

    def loss(self, x: ArrayLike, t: ArrayLike, train_flg: bool = False) -> float:
        """Return the cross-entropy, averaged over the batch, and what weight decay adds to it.

        Parameters
        ----------
        x, train_flg
            As in `predict`.
        t : array_like
            Targets: one-hot (K,) or (N, K), or labels () or (N,).
        """
        return cross_entropy_error(self.predict(x, train_flg), t) + self._penalty()

    def accuracy(self, x: ArrayLike, t: ArrayLike) -> float:
        """Return the share of samples whose most probable class is the right one, from 0 to 1.

        The arguments are `x` and `t` of `loss`.
        """
        samples, targets = as_numbers(x, "x"), as_numbers(t, "t")
        self._check(samples)
        if not np.isfinite(samples).all():
            as_floats(samples, "x")  # raises, naming the index
        if samples.ndim == self.layers[0].sample_dimensions:
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

        The arguments are `x` and `t` of `loss`; the keys of the answer are those of `params`. It
        is computed in float64, whatever the type of the parameters, and in the mode of learning:
        where a layer draws random numbers, they are those that `gradient` would draw next.
        """
        self._parameters.connect(self.params)
        double = deepcopy(self)
        double.params = {key: value.astype(np.float64) for key, value in self.params.items()}
        double._parameters.dtype = np.dtype(np.float64)

        def loss(_: object) -> float:  # the parameter itself is stepped, in place
            network = deepcopy(double) if self._modal else double  # whose layers draw and remember
            return network.loss(x, t, train_flg=True)

        return {key: numerical_gradient(loss, value) for key, value in double.params.items()}

    def gradient(self, x: ArrayLike, t: ArrayLike) -> dict[str, Floats]:
        """Return the gradients of the loss by backpropagation.

        The arguments are `x` and `t` of `loss`; the keys of the answer are those of `params`. Rows
        of targets must sum to 1. Layers with two modes learn meanwhile.
        """
        return self.loss_and_gradient(x, t)[1]

    def loss_and_gradient(self, x: ArrayLike, t: ArrayLike) -> tuple[float, dict[str, Floats]]:
        """Return `loss` and `gradient` together, at the cost of the second."""
        loss = self.output.loss(self._scores(x, training=True), t) + self._penalty()
        with np.errstate(over="ignore", invalid="ignore"):
            upstream = self.output._backward(1.0)
            for layer in reversed(self.layers[1:]):
                layer._differentiate(upstream)
                upstream = layer._backward(upstream)
            self.layers[0]._differentiate(upstream)  # the gradient of the samples is not needed
        gradient = self._with_decay(self._parameters.gradients())
        return loss, {key: as_finite(g, f"the gradient of {key}") for key, g in gradient.items()}

    def _weights(self) -> Iterator[tuple[str, Floats]]:
        if self.weight_decay > 0:
            yield from ((key, each) for key, each in self.params.items() if key.startswith("W"))

    def _with_decay(self, gradient: dict[str, Floats]) -> dict[str, Floats]:
        for key, value in self._weights():
            kind = gradient[key].dtype  # float64 where it was found by differences
            gradient[key] = gradient[key] + self.weight_decay * value.astype(kind)
        return gradient

    def _penalty(self) -> float:
        return self.weight_decay / 2 * sum(float(np.vdot(w, w)) for _, w in self._weights())

    def _scores(self, x: ArrayLike, training: bool) -> Floats:
        """Return the output of the last layer for samples `x`: the forward pass."""
        samples = values = self._as_samples(x)
        for each in self._modal:
            each.training = training
        try:
            for layer in self.layers:
                values = layer.propagate(values)
        except FloatingPointError:
            as_floats(samples, "x")  # raises, naming the index, if x was not finite
            raise
        return values

    def _as_samples(self, x: ArrayLike) -> Floats:
        """Return `x` in the type of the parameters, after checking its shape and the parameters."""
        self._parameters.connect(self.params)
        samples = as_numbers(x, "x")
        self._check(samples)
        with np.errstate(over="ignore"):  # a sample may be too large for float32
            return samples.astype(self._parameters.dtype, copy=False)

    def _check(self, samples: NDArray[Any]) -> None:
        if not samples.size:
            raise ValueError(f"x is empty: its shape is {samples.shape}")
        self.layers[0].check_shape(samples.shape)
