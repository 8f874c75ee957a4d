"""Checks of arguments, and the error messages for those that do not fit."""

import math
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

FloatArray: TypeAlias = NDArray[np.float64]
Floats: TypeAlias = NDArray[np.floating[Any]]  # float64 or float32
IntArray: TypeAlias = NDArray[np.int64]
Numbers = TypeVar("Numbers", bound=Floats | np.floating[Any])  # an array, or one number

TYPES = (np.float64, np.float32)  # that parameters may have


def as_floats(value: ArrayLike, name: str, *, finite: bool = True) -> FloatArray:
    """Return `value` as a float64 array, refusing what is not a real number.

    The result may share memory with `value`: callers read it and never write to it.

    Parameters
    ----------
    value : array_like of bool, integer or float
    name : str
        What the caller's signature calls the argument; it begins the message.
    finite : bool
        Refuse infinities too. NaN is always refused.

    Raises
    ------
    TypeError
        If `value` is text, complex, an object, or ragged.
    ValueError
        If `value` is empty or holds NaN (or an infinity where `finite`).

    Examples
    --------
    >>> from mlbook._checks import as_floats
    >>> print(as_floats([1, 2], "x"))
    [1. 2.]
    """
    array = as_numbers(value, name)
    if array.size == 0:
        raise ValueError(f"{name} is empty: its shape is {array.shape}")
    with np.errstate(over="ignore"):  # a long double may be infinite as float64
        floats = array.astype(np.float64, copy=False)
    if np.isfinite(floats).all():  # valid input costs a single pass over its elements
        return floats
    if np.isnan(floats).any():
        raise ValueError(f"{name} holds NaN at index {_first_index(np.isnan(floats))}")
    if finite:
        raise ValueError(f"{name} holds an infinity at index {_first_index(np.isinf(floats))}")
    return floats


def as_floating(value: ArrayLike, name: str) -> Floats:
    """Return `value` as `as_floats` does, but leave an array of float32 in its type."""
    if isinstance(value, np.ndarray | np.float32) and value.dtype == np.float32:
        as_floats(value, name)
        return np.asarray(value)
    return as_floats(value, name)


def as_numbers(value: ArrayLike, name: str) -> NDArray[Any]:
    """Return `value` as an array of whatever real type it has: bool, integer or float."""
    # np.asarray would drop the mask and return the masked elements.
    if type(value) is not np.ndarray and np.ma.is_masked(value):
        raise TypeError(f"{name} has masked elements: give it without them, or fill them")
    try:
        array = np.asarray(value)
    except ValueError:  # NumPy raises it for lists of unequal length
        raise TypeError(f"{name} is a ragged list: its rows have different lengths") from None
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers, but its dtype is {array.dtype}")
    return array


def is_finite(values: Numbers) -> bool:
    """Say whether no element is infinite or NaN."""
    # A finite sum of squares proves it in half the time of np.isfinite; an infinite sum proves
    # nothing, for the squares of finite numbers may overflow.
    return math.isfinite(np.vdot(values, values)) or bool(np.isfinite(values).all())


def as_finite(values: Numbers, formula: str) -> Numbers:
    """Return `values`, refusing them if the computation named by `formula` left its type's range.

    Raises
    ------
    FloatingPointError
        If an element is infinite or NaN.
    """
    if not is_finite(values):
        raise FloatingPointError(f"{formula} is not finite: its numbers have grown too large")
    return values


def as_number(value: float, name: str) -> float:
    """Return `value` as a float, refusing what is not one finite number."""
    if as_numbers(value, name).ndim != 0:
        raise TypeError(f"{name} must be one number, but its shape is {np.shape(value)}")
    return float(as_floats(value, name))


def as_positive(value: float, name: str) -> float:
    """Return `value` as a float, refusing what is not a finite number above zero."""
    number = as_number(value, name)
    if number <= 0:
        raise ValueError(f"{name} must be greater than 0, but it is {value}")
    return number


def as_nonnegative(value: float, name: str) -> float:
    """Return `value` as a float, refusing what is not a finite number of at least zero."""
    number = as_number(value, name)
    if number < 0:
        raise ValueError(f"{name} must be a number of at least 0, not {number}")
    return number


def as_fraction(value: float, name: str) -> float:
    """Return `value` as a float, refusing what is not one number from 0 to below 1."""
    number = as_number(value, name)
    if not 0 <= number < 1:
        raise ValueError(f"{name} must be one number from 0 to below 1, but it is {value}")
    return number


def as_count(value: int, name: str, *, least: int = 1) -> int:
    """Return `value` as an int, refusing what is not a whole number of at least `least`."""
    # np.timedelta64 is a subclass of np.integer.
    if isinstance(value, bool | np.timedelta64) or not isinstance(value, int | np.integer):
        raise TypeError(f"{name} must be a whole number, but it is {value!r}")
    if value < least:
        raise ValueError(f"{name} must be at least {least}, but it is {value}")
    return int(value)


def as_counts(values: Sequence[int], name: str) -> list[int]:
    """Return `values` as a list of whole numbers above 0; there may be none."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise TypeError(f"{name} must be a list of whole numbers, but it is {values!r}")
    return [as_count(value, f"{name}[{i}]") for i, value in enumerate(values)]


def as_flag(value: bool, name: str) -> bool:
    """Return `value` as a bool, refusing what is neither True nor False."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be True or False, but it is {value!r}")
    return bool(value)


def as_dtype(dtype: DTypeLike) -> np.dtype[np.floating[Any]]:
    """Return `dtype` as one of the two types that parameters may have."""
    with suppress(TypeError):  # NumPy's message does not name the argument
        kind: np.dtype[Any] = np.dtype(dtype)
        if kind.type in TYPES:
            return kind
    raise TypeError(f"dtype must be numpy.float64 or numpy.float32, but it is {dtype!r}")


def as_generator(rng: np.random.Generator | None, name: str = "rng") -> np.random.Generator:
    """Return `rng`, or a generator with an unpredictable seed where it is None.

    Raises
    ------
    TypeError
        If `rng` is anything else, a seed for instance.
    """
    if rng is None:
        return np.random.default_rng()
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"{name} must be a Generator, np.random.default_rng(0) for instance, not {rng!r}"
        )
    return rng


def _first_index(mask: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(i) for i in np.argwhere(mask)[0])
