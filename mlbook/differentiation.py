r"""Numerical differentiation: the slope of a function, from its values at neighbouring points."""

from collections.abc import Callable
from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike

from mlbook._checks import FloatArray, as_floats, as_positive

STEP = 1e-4  # a larger h has more truncation error, h²; a smaller one more rounding error, 1e-16/h


class NotFiniteError(ValueError):
    """A function to be differentiated, or its difference quotient, is NaN or infinite."""


# The overloads tell a type checker that a number gives a number, and an array an array.
@overload
def numerical_diff(f: Callable[[float], float], x: float, h: float = ...) -> float: ...
@overload
def numerical_diff(
    f: Callable[[FloatArray], FloatArray], x: ArrayLike, h: float = ...
) -> FloatArray: ...
def numerical_diff(f: Callable[..., Any], x: ArrayLike, h: float = STEP) -> float | FloatArray:
    r"""Return the derivative of `f` at `x` by the central difference.

    $$
    f'(x) \approx \frac{f(x + h) - f(x - h)}{2h}, \qquad \text{error } O(h^2)
    $$

    Parameters
    ----------
    f : callable
        Takes a float and returns one; or takes an array and acts on each element alone.
    x : float or array_like
    h : float
        The step, greater than 0.

    Returns
    -------
    float, or ndarray of float64 of the shape of `x`

    Raises
    ------
    TypeError
        If `x`, `h` or what `f` returns is not made of real numbers.
    ValueError
        If one of these is empty or holds NaN or an infinity, `h` is not greater than 0, `f` returns
        another shape than that of `x`, or the quotient overflows.

    References
    ----------
    Press et al., *Numerical Recipes*, 3rd ed. (2007), section 5.7.

    Examples
    --------
    >>> from mlbook import numerical_diff
    >>> print(numerical_diff(lambda x: 0.01 * x**2 + 0.1 * x, 5))
    0.1999999999990898
    """
    point, step = _as_point(x), as_positive(h, "h")
    ahead, behind = _evaluate(f, point + step, "x + h"), _evaluate(f, point - step, "x - h")
    return difference_quotient(ahead, behind, 2 * step)


@overload
def forward_diff(f: Callable[[float], float], x: float, h: float = ...) -> float: ...
@overload
def forward_diff(
    f: Callable[[FloatArray], FloatArray], x: ArrayLike, h: float = ...
) -> FloatArray: ...
def forward_diff(f: Callable[..., Any], x: ArrayLike, h: float = STEP) -> float | FloatArray:
    r"""Return the derivative of `f` at `x` by the forward difference.

    $$
    f'(x) \approx \frac{f(x + h) - f(x)}{h}, \qquad \text{error } O(h)
    $$

    It is here to be compared with `numerical_diff`, which is more exact. Arguments and errors are
    the same.

    Examples
    --------
    >>> from mlbook import forward_diff
    >>> print(round(forward_diff(lambda x: 0.01 * x**2 + 0.1 * x, 5), 8))
    0.200001
    >>> print(forward_diff(lambda x: 0.01 * x**2 + 0.1 * x, 5, h=1e-50))
    0.0
    """
    point, step = _as_point(x), as_positive(h, "h")
    ahead, here = _evaluate(f, point + step, "x + h"), _evaluate(f, point, "x")
    return difference_quotient(ahead, here, step)


def tangent_line(f: Callable[[float], float], x: float) -> Callable[[ArrayLike], FloatArray]:
    r"""Return the tangent of `f` at `x`, a function to be evaluated anywhere.

    $$
    t \mapsto f'(x)\,(t - x) + f(x)
    $$

    Parameters
    ----------
    f : callable
        Takes a float and returns one.
    x : float
        Where the line touches.

    Returns
    -------
    callable
        Takes a number or an array of any shape; returns float64 of that shape.

    Raises
    ------
    TypeError, ValueError
        As `numerical_diff` does; also if `x` is not one number.

    Examples
    --------
    >>> from mlbook import tangent_line
    >>> tangent = tangent_line(lambda x: x**2, 3.0)
    >>> print(round(tangent(3.0), 6), round(tangent(4.0), 6))
    9.0 15.0
    """
    point = _as_point(x)
    if not isinstance(point, float):
        raise TypeError(f"x must be one number, but its shape is {point.shape}")
    slope, height = numerical_diff(f, point), float(_evaluate(f, point, "x"))

    def tangent(t: ArrayLike) -> FloatArray:
        return slope * (as_floats(t, "t") - point) + height

    return tangent


def _as_point(x: ArrayLike) -> float | FloatArray:
    point = as_floats(x, "x")
    return float(point) if point.ndim == 0 else point


def _evaluate(f: Callable[..., Any], point: float | FloatArray, place: str) -> FloatArray:
    value = as_floats(f(point), f"f({place})")
    if value.shape != np.shape(point):
        raise ValueError(f"f({place}) has shape {value.shape}, but x has shape {np.shape(point)}")
    return value.copy()  # f may return the same array each time


def difference_quotient(ahead: FloatArray, behind: FloatArray, run: float) -> float | FloatArray:
    """Return the rise from `behind` to `ahead` over the `run`, refusing one that overflows."""
    with np.errstate(over="ignore"):
        quotient = (ahead - behind) / run
    if not np.isfinite(quotient).all():
        raise NotFiniteError(
            "the difference quotient of f overflows: f is too steep or h too small"
        )
    return float(quotient) if quotient.ndim == 0 else quotient
