import math

import numpy as np
import pytest

from mlbook._checks import (
    as_count,
    as_floats,
    as_fraction,
    as_generator,
    as_number,
    as_numbers,
    as_positive,
    is_finite,
)

ONE_NUMBER = [as_number, as_positive, as_fraction]
ALL = [as_floats, as_numbers, *ONE_NUMBER]


@pytest.mark.parametrize(
    ("value", "floats"),
    [
        ([1, 2], [1.0, 2.0]),
        ([True, False], [1.0, 0.0]),
        (np.float32(0.5), 0.5),
        (np.array([[1], [2]], dtype=np.uint8), [[1.0], [2.0]]),
        (np.array([0.25], dtype=">f8"), [0.25]),
        (2**63, 2.0**63),
    ],
)
def test_real_numbers_of_any_type_become_native_float64(value, floats):
    array = as_floats(value, "x")
    assert array.dtype == np.float64
    assert array.dtype.isnative
    assert array.tolist() == floats


def test_a_float64_array_is_returned_and_any_other_is_copied():
    x, whole = np.array([1.0, 2.0]), np.array([1, 2])
    assert as_floats(x, "x") is x
    as_floats(whole, "x")[0] = 9.0
    assert whole.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], r"^x is empty: its shape is \(0,\)$"),
        (np.empty((2, 0)), r"^x is empty: its shape is \(2, 0\)$"),
        (math.nan, r"^x holds NaN at index \(\)$"),
        ([[0, 1], [math.nan, math.nan]], r"^x holds NaN at index \(1, 0\)$"),
        ([0, math.inf, math.nan], r"^x holds NaN at index \(2,\)$"),
        ([0, 1, -math.inf], r"^x holds an infinity at index \(2,\)$"),
        # beyond the range of float64, but not of a long double
        (np.array(["1e4000"], np.longdouble), r"^x holds an infinity at index \(0,\)$"),
    ],
)
def test_an_empty_array_and_the_first_number_not_finite_are_named(value, message):
    with pytest.raises(ValueError, match=message):
        as_floats(value, "x")


def test_infinities_may_be_allowed_but_never_nan():
    assert as_floats([-math.inf, math.inf], "x", finite=False).tolist() == [-math.inf, math.inf]
    with pytest.raises(ValueError, match=r"x holds NaN at index \(1,\)"):
        as_floats([math.inf, math.nan], "x", finite=False)


def test_numbers_are_finite_even_if_their_squares_overflow():
    assert is_finite(np.array([1e308, -1e308]))
    assert not any(is_finite(np.array([1e308, value])) for value in (math.inf, math.nan))


@pytest.mark.parametrize("dtype", [np.bool_, np.int8, np.uint64, np.float16, np.float64])
def test_numbers_keep_their_type(dtype):
    x = np.ones((2, 3), dtype=dtype)
    assert as_numbers(x, "x") is x
    assert as_numbers(np.empty(0, dtype=dtype), "x").shape == (0,)


@pytest.mark.parametrize("check", ALL)
@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("1", "^x must hold real numbers, but its dtype is <U1$"),
        (1j, "^x must hold real numbers, but its dtype is complex128$"),
        ([1, None], "^x must hold real numbers, but its dtype is object$"),
        (np.datetime64("2026-11-22"), "^x must hold real numbers, but its dtype is datetime64"),
        ([[1], [1, 2]], "^x is a ragged list: its rows have different lengths$"),
        (np.ma.masked_array(0.5, mask=True), "^x has masked elements: give it without them"),
    ],
)
def test_values_that_are_no_real_numbers_are_refused(check, value, message):
    with pytest.raises(TypeError, match=message):
        check(value, "x")


@pytest.mark.parametrize("check", ONE_NUMBER)
@pytest.mark.parametrize("value", [0.5, np.float32(0.5), np.array(0.5), np.ma.masked_array(0.5)])
def test_one_number_becomes_a_python_float(check, value):
    assert check(value, "x") == 0.5
    assert type(check(value, "x")) is float


@pytest.mark.parametrize("check", ONE_NUMBER)
@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        (math.nan, ValueError, "^x holds NaN"),
        (math.inf, ValueError, "^x holds an infinity"),
        ([0.5], TypeError, r"^x must be one number, but its shape is \(1,\)$"),
        (np.full((2, 1), 0.5), TypeError, r"^x must be one number, but its shape is \(2, 1\)$"),
    ],
)
def test_one_number_is_finite_and_no_array(check, value, error, message):
    with pytest.raises(error, match=message):
        check(value, "x")


@pytest.mark.parametrize("value", [-1e308, -1, 0, 5e-324, True])
def test_a_number_may_have_any_finite_value(value):
    assert as_number(value, "x") == value


def test_a_positive_number_is_greater_than_zero():
    assert as_positive(5e-324, "x") == 5e-324
    assert as_positive(3, "x") == 3.0
    for value in (0, -0.0, -1):
        with pytest.raises(ValueError, match=f"^x must be greater than 0, but it is {value}$"):
            as_positive(value, "x")


def test_a_fraction_lies_from_0_to_below_1():
    below = math.nextafter(1, 0)
    assert as_fraction(0, "x") == 0.0
    assert as_fraction(below, "x") == below
    for value in (1, -5e-324, 2.5):
        message = f"^x must be one number from 0 to below 1, but it is {value}$"
        with pytest.raises(ValueError, match=message):
            as_fraction(value, "x")


def test_a_count_becomes_a_python_int():
    assert as_count(1, "n") == 1
    assert as_count(0, "n", least=0) == 0
    assert type(as_count(np.uint8(7), "n")) is int


@pytest.mark.parametrize(
    "value", [True, np.True_, 1.0, "1", None, [1], np.array([1]), np.timedelta64(1, "s")]
)
def test_a_value_that_is_no_whole_number_is_no_count(value):
    with pytest.raises(TypeError, match=r"^n must be a whole number, but it is "):
        as_count(value, "n")


@pytest.mark.parametrize(("value", "least"), [(0, 1), (-3, 0), (np.int64(4), 5)])
def test_a_count_below_its_least_value_is_refused(value, least):
    with pytest.raises(ValueError, match=f"^n must be at least {least}, but it is {value}$"):
        as_count(value, "n", least=least)
    with pytest.raises(ValueError, match=r"^n must be at least 1, but it is 0$"):
        as_count(0, "n")


def test_a_generator_is_returned_and_none_gives_a_new_one():
    rng = np.random.default_rng(0)
    assert as_generator(rng) is rng
    assert as_generator(None).random(4).tolist() != as_generator(None).random(4).tolist()


@pytest.mark.parametrize("rng", [0, np.random.RandomState(0), np.random], ids=str)
def test_a_seed_in_place_of_a_generator_is_refused(rng):
    message = r"seed must be a Generator, np.random.default_rng\(0\) for"
    with pytest.raises(TypeError, match=message):
        as_generator(rng, "seed")
