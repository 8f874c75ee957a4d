r"""The two smallest layers: an addition and a multiplication."""

import numpy as np
from numpy.typing import ArrayLike

from mlbook._checks import FloatArray, as_finite, as_floats
from mlbook.layers.layer import after_forward, as_upstream


class AddLayer:
    r"""The node $z = x + y$. Backward it hands on what it gets.

    $$
    \frac{\partial L}{\partial x} = \frac{\partial L}{\partial y}
    = \frac{\partial L}{\partial z}
    $$

    Examples
    --------
    >>> from mlbook import AddLayer
    >>> layer = AddLayer()
    >>> print(layer.forward(200, 450))
    650.0
    >>> dx, dy = layer.backward(1.1)
    >>> print(dx, dy)
    1.1 1.1
    """

    _shape: tuple[int, ...] | None = None

    def forward(self, x: ArrayLike, y: ArrayLike) -> FloatArray:
        """Return ``x + y``.

        Parameters
        ----------
        x, y : array_like of one shape, or two numbers

        Returns
        -------
        ndarray of float64 of that shape (a scalar for numbers)

        Raises
        ------
        TypeError, ValueError
            If `x` and `y` are not finite real numbers, or differ in shape.
        FloatingPointError
            If the sum overflows.
        """
        left, right = _as_pair(x, y)
        with np.errstate(over="ignore"):
            total = as_finite(left + right, "x + y")
        self._shape = left.shape
        return total

    def backward(self, upstream: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Return the gradients of `x` and `y`: two copies of `upstream`.

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
        shape = after_forward(self._shape, "AddLayer")
        gradient = as_upstream(upstream, shape, "AddLayer")
        return 1.0 * gradient, 1.0 * gradient  # ∂z/∂x = ∂z/∂y = 1


class MulLayer:
    r"""The node $z = xy$, element by element. Backward it exchanges its inputs.

    $$
    \frac{\partial L}{\partial x} = \frac{\partial L}{\partial z}\, y, \qquad
    \frac{\partial L}{\partial y} = \frac{\partial L}{\partial z}\, x
    $$

    The inputs are kept, not copied: do not write to them between `forward` and `backward`.

    Examples
    --------
    >>> from mlbook import MulLayer
    >>> layer = MulLayer()
    >>> print(layer.forward(100, 2))
    200.0
    >>> dx, dy = layer.backward(1.1)
    >>> print(round(dx, 6), round(dy, 6))
    2.2 110.0
    """

    _inputs: tuple[FloatArray, FloatArray] | None = None

    def forward(self, x: ArrayLike, y: ArrayLike) -> FloatArray:
        """Return ``x * y``.

        Parameters
        ----------
        x, y : array_like of one shape, or two numbers

        Returns
        -------
        ndarray of float64 of that shape (a scalar for numbers)

        Raises
        ------
        TypeError, ValueError
            If `x` and `y` are not finite real numbers, or differ in shape.
        FloatingPointError
            If the product overflows.
        """
        left, right = _as_pair(x, y)
        with np.errstate(over="ignore"):
            product = as_finite(left * right, "x * y")
        self._inputs = left, right
        return product

    def backward(self, upstream: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Return the gradients of `x` and `y`.

        Parameters
        ----------
        upstream : array_like of the shape of the output

        Raises
        ------
        RuntimeError
            If `forward` has not been called.
        TypeError, ValueError
            If `upstream` does not fit the output.
        FloatingPointError
            If a product overflows.
        """
        x, y = after_forward(self._inputs, "MulLayer")
        gradient = as_upstream(upstream, x.shape, "MulLayer")
        with np.errstate(over="ignore"):
            return as_finite(gradient * y, "upstream * y"), as_finite(gradient * x, "upstream * x")


def _as_pair(x: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    left, right = as_floats(x, "x"), as_floats(y, "y")
    if left.shape != right.shape:
        raise ValueError(f"x has shape {left.shape}, but y has shape {right.shape}")
    return left, right
