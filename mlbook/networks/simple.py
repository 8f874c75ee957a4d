r"""The smallest network that has a gradient: one matrix of weights."""

import numpy as np
from numpy.typing import ArrayLike

from mlbook._checks import FloatArray, as_finite, as_floats, as_generator
from mlbook.activations import softmax
from mlbook.losses import cross_entropy_error


class SimpleNet:
    r"""One layer of weights without biases: scores $a = xW$.

    Parameters
    ----------
    rng : numpy.random.Generator, optional
        Draws the six weights of a 2×3 matrix from the standard normal distribution.

    Raises
    ------
    TypeError
        If `rng` is no Generator.

    Examples
    --------
    >>> from mlbook import SimpleNet, numerical_gradient
    >>> net = SimpleNet()
    >>> net.W = [[-0.31211728, 0.81783696, 1.0369602],
    ...          [-0.35531326, -0.40729509, 1.30223118]]
    >>> x, t = [0.6, 0.9], [0, 0, 1]
    >>> print(net.predict(x).round(7))
    [-0.5070523  0.1241366  1.7941842]
    >>> print(numerical_gradient(lambda W: net.loss(x, t), net.W).round(7))
    [[ 0.0466332  0.0876632 -0.1342964]
     [ 0.0699498  0.1314947 -0.2014445]]
    """

    _W: FloatArray

    def __init__(self, rng: np.random.Generator | None = None) -> None:
        self._W = as_generator(rng).standard_normal((2, 3))

    def __repr__(self) -> str:
        """Return ``SimpleNet(2, 3)``, the numbers of inputs and classes."""
        return f"SimpleNet{self._W.shape}"

    @property
    def W(self) -> FloatArray:
        """The weights, float64 of shape (D, K): the network's own array, not a copy.

        So ``net.W -= lr * gradient`` and ``numerical_gradient(lambda W: net.loss(x, t), net.W)``
        work. Whatever is assigned is copied.
        """
        return self._W

    @W.setter
    def W(self, weights: ArrayLike) -> None:
        matrix = as_floats(weights, "W")
        if matrix.ndim != 2:
            raise ValueError(f"W must have shape (D, K), but its shape is {matrix.shape}")
        # Arithmetic in place, net.W -= …, ends by assigning the array to itself.
        self._W = matrix if matrix is self._W else matrix.copy()

    def predict(self, x: ArrayLike) -> FloatArray:
        """Return the scores ``x @ W``.

        Parameters
        ----------
        x : array_like, shape (D,) or (N, D)

        Returns
        -------
        ndarray of float64, shape (K,) or (N, K)

        Raises
        ------
        TypeError, ValueError
            If `x` is not made of finite real numbers or its shape does not fit that of `W`.
        FloatingPointError
            If the result overflows.
        """
        samples = as_floats(x, "x")
        if samples.ndim not in (1, 2) or samples.shape[-1] != len(self._W):
            raise ValueError(f"x has shape {samples.shape}, but W has shape {self._W.shape}")
        with np.errstate(over="ignore", invalid="ignore"):
            return as_finite(samples @ self._W, "x @ W")

    def loss(self, x: ArrayLike, t: ArrayLike) -> float:
        """Return the cross-entropy of the softmax of the scores, averaged over the batch.

        Parameters
        ----------
        x : array_like, shape (D,) or (N, D)
        t : array_like
            Targets, one-hot or labels, as `cross_entropy_error` takes them.

        Raises
        ------
        TypeError, ValueError, FloatingPointError
            As `predict` and `cross_entropy_error` do.
        """
        return cross_entropy_error(softmax(self.predict(x)), t)
