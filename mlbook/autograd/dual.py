r"""The forward mode: a value and its slope, computed together."""
# ruff: noqa: D105  # operators do what they do to numbers

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mlbook._checks import Floats, as_floats, as_number
from mlbook.autograd.tape import checked, quiet


class Dual:
    r"""A dual number $a + b\varepsilon$ with $\varepsilon^2 = 0$: a value and its slope.

    Every operation computes the slope of its result along with the value, by the chain rule:

    $$
    f(a + b\varepsilon) = f(a) + f'(a)\, b\, \varepsilon
    $$

    With slope 1 at one input and 0 at all others, the slope of the result is a partial derivative;
    with the elements of a vector as slopes it is the derivative along the vector. Numbers and
    arrays beside a dual number have slope 0. Arrays are taken element by element.

    Parameters
    ----------
    value : array_like
    slope : array_like
        Broadcast to the shape of `value`.

    Attributes
    ----------
    value, slope : float64, or ndarray of float64

    Raises
    ------
    TypeError, ValueError
        If an argument is empty, is not made of finite real numbers, or its shape does not fit.
    FloatingPointError
        If a result is not finite.

    References
    ----------
    Griewank and Walther, *Evaluating Derivatives*, 2nd ed. (2008), section 3.1.

    Examples
    --------
    >>> from mlbook import Dual
    >>> x = Dual(3.0, 1.0)
    >>> y = x * x + 2 * x
    >>> print(y.value, y.slope)
    15.0 8.0
    """

    __array_ufunc__ = None  # so that NumPy leaves array * dual to __rmul__

    def __init__(self, value: ArrayLike, slope: ArrayLike = 0.0) -> None:
        self.value: Any = as_floats(value, "value").copy()[()]
        slopes = as_floats(slope, "slope")
        try:
            self.slope: Any = np.broadcast_to(slopes, np.shape(value)).copy()[()]
        except ValueError:
            raise ValueError(
                f"slope has shape {slopes.shape}, but value has shape {np.shape(value)}"
            ) from None

    def __repr__(self) -> str:
        """Return ``Dual(value, slope)`` with both as they print."""
        return f"Dual({self.value}, {self.slope})"

    @quiet
    def __add__(self, other: Any) -> "Dual":
        y = _beside(self, other)
        return _made(self.value + y.value, self.slope + y.slope)

    __radd__ = __add__

    @quiet
    def __mul__(self, other: Any) -> "Dual":
        y = _beside(self, other)
        return _made(self.value * y.value, self.slope * y.value + self.value * y.slope)

    __rmul__ = __mul__

    @quiet
    def __truediv__(self, other: Any) -> "Dual":
        y = _beside(self, other)
        quotient = self.value / y.value
        return _made(quotient, (self.slope - quotient * y.slope) / y.value)

    @quiet
    def __pow__(self, exponent: float) -> "Dual":
        n, x = as_number(exponent, "exponent"), self.value
        return _made(x**n, n * x ** (n - 1) * self.slope if n else 0 * x)

    def __neg__(self) -> "Dual":
        return _made(-self.value, -self.slope)

    def __sub__(self, other: Any) -> "Dual":
        return self + -_beside(self, other)

    def __rsub__(self, other: Any) -> "Dual":
        return _beside(self, other) - self

    def __rtruediv__(self, other: Any) -> "Dual":
        return _beside(self, other) / self

    @quiet
    def exp(self) -> "Dual":
        """Return $e^x$."""
        value = np.exp(self.value)
        return _made(value, value * self.slope)

    @quiet
    def log(self) -> "Dual":
        r"""Return $\ln x$."""
        return _made(np.log(self.value), self.slope / self.value)


def _beside(x: Dual, other: Any) -> Dual:
    """Return `other` as a dual number, refusing a shape that does not fit that of `x`."""
    y = other if isinstance(other, Dual) else Dual(as_floats(other, "other"))
    try:
        np.broadcast_shapes(np.shape(x.value), np.shape(y.value))
    except ValueError:
        raise ValueError(
            f"other has shape {np.shape(y.value)}, but the value beside it {np.shape(x.value)}"
        ) from None
    return y


def _made(value: Floats, slope: Floats) -> Dual:
    return Dual(checked(value, "a value"), checked(slope, "a slope"))
