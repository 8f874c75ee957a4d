r"""Activation functions as layers: each acts on every element alone."""

import numpy as np

from mlbook._checks import Floats
from mlbook.layers.layer import Layer


class Relu(Layer):
    r"""The node $y = \max(0, x)$.

    $$
    \frac{\partial L}{\partial x} = \begin{cases}
    \partial L / \partial y & x > 0 \\ 0 & x \le 0 \end{cases}
    $$

    At 0 there is no derivative; 0 is taken there. `Layer` says what `forward` and `backward` take
    and raise.

    Examples
    --------
    >>> from mlbook import Relu
    >>> layer = Relu()
    >>> print(layer.forward([-1.5, 0.0, 2.5]))
    [0.  0.  2.5]
    >>> print(layer.backward([10, 20, 30]))
    [ 0.  0. 30.]
    """

    def _forward(self, x: Floats) -> Floats:
        self._passed = np.asarray(x > 0)
        return np.maximum(x, 0.0)  # ten times as fast as np.where

    def _backward(self, upstream: Floats) -> Floats:
        gradient = np.asarray(upstream * self._passed)
        gradient += 0.0  # -1 times 0 is -0
        return gradient[()]  # a 0-d array becomes a scalar


class Sigmoid(Layer):
    r"""The node $y = 1 / (1 + e^{-x})$.

    $$
    \frac{\partial L}{\partial x} = \frac{\partial L}{\partial y}\, y (1 - y)
    $$

    `Layer` says what `forward` and `backward` take and raise.

    Examples
    --------
    >>> from mlbook import Sigmoid
    >>> layer = Sigmoid()
    >>> print(layer.forward([0.0, 2.0]))
    [0.5        0.88079708]
    >>> print(layer.backward([1, 1]))
    [0.25       0.10499359]
    """

    def _forward(self, x: Floats) -> Floats:
        self._y = np.asarray(1 / (1 + np.exp(-x)))  # 0 where the exponential overflows
        return self._y.copy()  # so that the caller may write to it

    def _backward(self, upstream: Floats) -> Floats:
        return upstream * (self._y * (1 - self._y))
