r"""The affine layer: a matrix product and a bias."""

import numpy as np
from numpy.typing import ArrayLike

from mlbook._checks import Floats, as_floating
from mlbook._products import matrix_product
from mlbook.layers.layer import Layer


class Affine(Layer):
    r"""The node $Y = XW + b$, for one sample or a batch of them.

    $$
    \frac{\partial L}{\partial X} = \frac{\partial L}{\partial Y} W^\mathsf{T}, \qquad
    \frac{\partial L}{\partial W} = X^\mathsf{T} \frac{\partial L}{\partial Y}, \qquad
    \frac{\partial L}{\partial b} = \sum_n \frac{\partial L}{\partial Y_n}
    $$

    `Layer` says what `forward` and `backward` take and raise; the input has shape (D,) or (N, D)
    and the output (M,) or (N, M). Both are computed in the type of `W`.

    Parameters
    ----------
    W : array_like, shape (D, M)
        Weights.
    b : array_like, shape (M,)
        Biases. Arrays of float64 or float32 are kept, not copied, so that an optimiser's update in
        place is seen here; anything else is taken as a new array.

    Attributes
    ----------
    W, b : ndarray
        The parameters.
    dW, db : ndarray
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

    parameters = ("W", "b")
    W: Floats
    b: Floats
    dW: Floats
    db: Floats

    def __init__(self, W: ArrayLike, b: ArrayLike) -> None:
        self.W = as_floating(W, "W")
        self.b = as_floating(b, "b").astype(self.W.dtype, copy=False)
        if self.W.ndim != 2:
            raise ValueError(f"W must have shape (D, M), but its shape is {self.W.shape}")
        if self.b.shape != self.W.shape[1:]:
            raise ValueError(f"b has shape {self.b.shape}, but W has shape {self.W.shape}")

    def __repr__(self) -> str:
        """Return ``Affine(64, 50)``, the numbers of inputs and outputs."""
        return f"Affine{self.W.shape}"

    def check_shape(self, shape: tuple[int, ...]) -> None:
        """Raise a ValueError unless `shape` is (D,) or (N, D)."""
        inputs = len(self.W)
        if len(shape) not in (1, 2) or shape[-1] != inputs:
            raise ValueError(
                f"x has shape {shape}, but W has shape {self.W.shape}: give one sample of shape "
                f"({inputs},) or a batch of shape (N, {inputs})"
            )

    def _forward(self, x: Floats) -> Floats:
        self._x = x.astype(self.W.dtype, copy=False)
        return matrix_product(self._x, self.W) + self.b

    def _backward(self, upstream: Floats) -> Floats:
        return upstream @ self.W.T

    def _differentiate(self, upstream: Floats) -> None:
        rows = np.atleast_2d(upstream)  # one sample is a batch of one
        self.dW = matrix_product(np.atleast_2d(self._x).T, rows)
        self.db = rows.sum(axis=0)
