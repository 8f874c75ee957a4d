r"""The gradient by differences: one element of an array stepped at a time."""

import math
import reprlib
from collections.abc import Callable
from numbers import Real

import numpy as np
from numpy.typing import ArrayLike

from mlbook._checks import FloatArray, as_floats, as_positive
from mlbook.differentiation import STEP, NotFiniteError, difference_quotient


def numerical_gradient(
    f: Callable[[FloatArray], float], x: ArrayLike, h: float = STEP
) -> FloatArray:
    r"""Return the partial derivatives of `f` at `x`, each by the central difference.

    $$
    \frac{\partial f}{\partial x_i} \approx \frac{f(x + h e_i) - f(x - h e_i)}{2h}
    $$

    It takes two evaluations of `f` an element. A float64 array is stepped **in place**, and each
    element gets its old value back bit for bit, even when `f` raises: that is why
    ``numerical_gradient(lambda W: net.loss(x, t), net.W)`` works, where `f` ignores its argument.
    Lists, integers and read-only arrays are copied first, and `f` must then use its argument.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of `x`, the same one each time, and returns one number. It
        should neither keep the array nor write to it: only the element being stepped is put back.
    x : array_like of any shape
    h : float
        The step, greater than 0. On an element above about 1e12 a step of 1e-4 is lost in rounding,
        and the derivative comes out as 0 or as noise.

    Returns
    -------
    ndarray of float64, of the shape of x

    Raises
    ------
    TypeError
        If `x` or `h` is not made of real numbers, `x` is a float array but not of float64 (of the
        7 digits of float32 the difference would leave 3), or `f` does not return one real number.
    ValueError
        If `x` is empty or holds NaN or an infinity, or `h` is not a finite number above 0.
    NotFiniteError
        If `f` returns NaN or an infinity, or the quotient overflows. It is a ValueError.

    References
    ----------
    Press et al., *Numerical Recipes*, 3rd ed. (2007), section 5.7.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import numerical_gradient
    >>> print(numerical_gradient(lambda x: np.sum(x**2), [3, 4]))
    [6. 8.]
    """
    point, step = _as_steppable(x), as_positive(h, "h")
    ahead, behind = np.empty(point.shape), np.empty(point.shape)
    for index in np.ndindex(point.shape):
        value = point[index]
        try:
            point[index] = value + step
            ahead[index] = _one_number(f(point), index, "+")
            point[index] = value - step
            behind[index] = _one_number(f(point), index, "-")
        finally:
            point[index] = value
    return np.asarray(difference_quotient(ahead, behind, 2 * step))


def _as_steppable(x: ArrayLike) -> FloatArray:
    """Return the array `x` itself where it can be stepped in place, else a float64 copy."""
    floats = as_floats(x, "x")
    if isinstance(x, np.ndarray) and x.dtype.kind == "f" and x.dtype != np.float64:
        raise TypeError(
            f"x is a {x.dtype} array, but stepping it by h in place takes float64 (of the 7 digits "
            "of float32 the difference would leave 3): give x.astype(np.float64), and let f use it"
        )
    return floats if floats.flags.writeable else floats.copy()


def _one_number(value: object, index: tuple[int, ...], sign: str) -> float:
    number = value[()] if isinstance(value, np.ndarray) and value.ndim == 0 else value
    if isinstance(number, Real) and math.isfinite(number):
        return float(number)
    element = f"x[{', '.join(map(str, index))}]" if index else "x"
    sentence = (
        f"f must return one finite real number, but at {element} {sign} h it returned "
        f"{reprlib.repr(value)}"
    )
    raise NotFiniteError(sentence) if isinstance(number, Real) else TypeError(sentence)
