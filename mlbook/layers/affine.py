r"""The affine layer: a matrix product and a bias."""

import numpy as np
from numpy.typing import ArrayLike

from mlbook._checks import FloatArray, as_finite, as_floats
from mlbook.layers.layer import after_forward, as_upstream


class Affine:
    r"""The node $Y = XW + b$, for one sample or a batch of them.

    $$
    \frac{\partial L}{\partial X} = \frac{\partial L}{\partial Y} W^\mathsf{T}, \qquad
    \frac{\partial L}{\partial W} = X^\mathsf{T} \frac{\partial L}{\partial Y}, \qquad
    \frac{\partial L}{\partial b} = \sum_n \frac{\partial L}{\partial Y_n}
    $$

    Parameters
    ----------
    W : array_like, shape (D, M)
        Weights.
    b : array_like, shape (M,)
        Biases. Arrays of float64 are kept, not copied, so that an optimiser's update in place is
        seen here; anything else is taken as a new float64 array.

    Attributes
    ----------
    W, b : ndarray of float64
        The parameters.
    dW, db : ndarray of float64
        Their gradients, there once `backward` has been called.

    Raises
    ------
    TypeError, ValueError
        If the parameters are not made of finite real numbers or their shapes do not fit.

    Examples
    --------
    >>> from mlbook import Affine
    >>> layer = Affine([[1, 2, 3], [4, 5, 6]], [10, 20, 30])
    >>> print(layer.forward([[1, 0], [0, 1]]))
    [[11. 22. 33.]
     [14. 25. 36.]]
    >>> print(layer.backward([[1, 0, 0], [0, 0, 1]]))
    [[1. 4.]
     [3. 6.]]
    >>> print(layer.db)
    [1. 0. 1.]
    """

    W: FloatArray
    b: FloatArray
    dW: FloatArray
    db: FloatArray
    _x: FloatArray | None

    def __init__(self, W: ArrayLike, b: ArrayLike) -> None:
        self.W, self.b = as_floats(W, "W"), as_floats(b, "b")
        if self.W.ndim != 2:
            raise ValueError(f"W must have shape (D, M), but its shape is {self.W.shape}")
        if self.b.shape != self.W.shape[1:]:
            raise ValueError(f"b has shape {self.b.shape}, but W has shape {self.W.shape}")
        self._x = None

    def forward(self, x: ArrayLike) -> FloatArray:
        """Return ``x @ W + b``.

        Parameters
        ----------
        x : array_like, shape (D,) or (N, D)
            Kept, not copied: do not write to it between `forward` and `backward`.

        Returns
        -------
        ndarray of float64, shape (M,) or (N, M)

        Raises
        ------
        TypeError, ValueError
            If `x` is not made of finite real numbers or its shape does not fit that of `W`.
        FloatingPointError
            If the result overflows.
        """
        samples = as_floats(x, "x")
        if samples.ndim not in (1, 2) or samples.shape[-1] != self.W.shape[0]:
            raise ValueError(f"x has shape {samples.shape}, but W has shape {self.W.shape}")
        with np.errstate(over="ignore", invalid="ignore"):
            outputs = as_finite(samples @ self.W + self.b, "x @ W + b")
        self._x = samples
        return outputs

    def backward(self, upstream: ArrayLike) -> FloatArray:
        """Return the gradient of `x`, and set `dW` and `db`.

        Parameters
        ----------
        upstream : array_like of the shape of the output

        Returns
        -------
        ndarray of float64, of the shape of x

        Raises
        ------
        RuntimeError
            If `forward` has not been called.
        TypeError, ValueError
            If `upstream` does not fit the output.
        FloatingPointError
            If a gradient overflows.
        """
        x = after_forward(self._x, "Affine")
        gradient = as_upstream(upstream, (*x.shape[:-1], *self.b.shape), "Affine")
        rows = np.atleast_2d(gradient)
        with np.errstate(over="ignore", invalid="ignore"):
            self.dW = as_finite(np.atleast_2d(x).T @ rows, "x.T @ upstream")
            self.db = as_finite(rows.sum(axis=0), "the sum of upstream")
            return as_finite(gradient @ self.W.T, "upstream @ W.T")
