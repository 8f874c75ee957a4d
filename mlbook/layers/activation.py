r"""Activation functions as layers: they act on each element alone."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlbook._checks import FloatArray, as_floats
from mlbook.activations import relu, sigmoid
from mlbook.layers.layer import after_forward, as_upstream


class Relu:
    r"""The node $y = \max(0, x)$.

    $$
    \frac{\partial L}{\partial x} = \begin{cases}
    \partial L / \partial y & x > 0 \\ 0 & x \le 0 \end{cases}
    $$

    At 0 there is no derivative; 0 is taken there.

    Examples
    --------
    >>> from mlbook import Relu
    >>> layer = Relu()
    >>> print(layer.forward([-1.5, 0.0, 2.5]))
    [0.  0.  2.5]
    >>> print(layer.backward([10, 20, 30]))
    [ 0.  0. 30.]
    """

    _passed: NDArray[np.bool_] | None = None

    def forward(self, x: ArrayLike) -> FloatArray:
        """Return `x` where it is above 0 and 0 elsewhere.

        Parameters
        ----------
        x : array_like of any shape

        Returns
        -------
        ndarray of float64, of the shape of x

        Raises
        ------
        TypeError, ValueError
            If `x` is empty or is not made of finite real numbers.
        """
        sums = as_floats(x, "x")
        self._passed = np.asarray(sums > 0)
        return relu(sums)

    def backward(self, upstream: ArrayLike) -> FloatArray:
        """Return the gradient of `x`.

        Parameters
        ----------
        upstream : array_like of the shape of the output

        Raises
        ------
        RuntimeError
            If `forward` has not been called.
        TypeError, ValueError
            If `upstream` does not fit the output.
        """
        passed = after_forward(self._passed, "Relu")
        gradient: FloatArray = np.where(passed, as_upstream(upstream, passed.shape, "Relu"), 0.0)
        return gradient[()]


class Sigmoid:
    r"""The node $y = 1 / (1 + e^{-x})$.

    $$
    \frac{\partial L}{\partial x} = \frac{\partial L}{\partial y}\, y (1 - y)
    $$

    Examples
    --------
    >>> from mlbook import Sigmoid
    >>> layer = Sigmoid()
    >>> print(layer.forward([0.0, 2.0]))
    [0.5        0.88079708]
    >>> print(layer.backward([1, 1]))
    [0.25       0.10499359]
    """

    _outputs: FloatArray | None = None

    def forward(self, x: ArrayLike) -> FloatArray:
        """Return the sigmoid of `x`.

        Parameters
        ----------
        x : array_like of any shape

        Returns
        -------
        ndarray of float64, of the shape of x

        Raises
        ------
        TypeError, ValueError
            If `x` is empty or is not made of finite real numbers.
        """
        self._outputs = sigmoid(as_floats(x, "x"))
        return self._outputs.copy()[()]

    def backward(self, upstream: ArrayLike) -> FloatArray:
        """Return the gradient of `x`.

        Parameters
        ----------
        upstream : array_like of the shape of the output

        Raises
        ------
        RuntimeError
            If `forward` has not been called.
        TypeError, ValueError
            If `upstream` does not fit the output.
        """
        y = after_forward(self._outputs, "Sigmoid")
        gradient: FloatArray = as_upstream(upstream, y.shape, "Sigmoid") * (y * (1.0 - y))
        return gradient
