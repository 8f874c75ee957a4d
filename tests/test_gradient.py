import math
from fractions import Fraction

import numpy as np
import pytest

from mlbook.differentiation import NotFiniteError
from mlbook.gradient import numerical_gradient


def squares(x):
    return np.sum(x**2)


@pytest.mark.parametrize(
    ("point", "gradient"),
    [([3, 4], "[6. 8.]"), ([0, 2], "[0. 4.]"), ([3, 0], "[6. 0.]"), ([1, 2], "[2. 4.]")],
)
def test_gradients_print_as_in_the_notes(point, gradient):
    for f in (squares, lambda x: x[0] ** 2 + x[1] ** 2):
        assert str(numerical_gradient(f, np.array(point, dtype=np.float64))) == gradient
        assert str(numerical_gradient(f, point)) == str(numerical_gradient(f, np.array(point)))


@pytest.mark.parametrize(
    "make",
    [
        lambda a: a,
        np.asfortranarray,
        lambda a: a[::-1, ::2],
        lambda a: a.T,
        lambda a: a[1, 2],
        lambda a: a[0, 0, None, ..., None],
        lambda a: np.array(a[1, 1]),
    ],
)
def test_an_array_of_any_layout_is_differentiated_and_restored_bit_for_bit(make):
    x = make(np.random.default_rng(1).normal(size=(3, 4)))
    before = x.tobytes()
    gradient = numerical_gradient(lambda a: float(np.sum(np.sin(a) * a)), x)
    assert x.tobytes() == before
    assert gradient.shape == x.shape
    np.testing.assert_allclose(gradient, np.cos(x) * x + np.sin(x), atol=1e-7)


def test_f_may_ignore_its_argument_and_read_the_stepped_array():
    W = np.array([[1.0, 2.0], [3.0, -0.0]])
    gradient = numerical_gradient(lambda _: float(np.sum(W**2)), W)
    np.testing.assert_allclose(gradient, [[2, 4], [6, 0]], atol=1e-9)
    assert np.signbit(W[1, 1])


def test_f_is_called_with_the_array_itself():
    x, calls = np.array([1.0, 2.0]), []
    numerical_gradient(lambda a: calls.append((a is x, a.tolist())) or 0.0, x, h=0.5)
    assert calls == [
        (True, [1.5, 2.0]),
        (True, [0.5, 2.0]),
        (True, [1.0, 2.5]),
        (True, [1.0, 1.5]),
    ]


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
@pytest.mark.parametrize("fatal_call", [1, 2, 3, 4])
def test_the_array_is_restored_when_f_raises(error, fatal_call):
    x, calls = np.array([0.1, 0.7]), []

    def f(a):
        calls.append(a)
        if len(calls) == fatal_call:
            raise error
        return 0.0

    with pytest.raises(error):
        numerical_gradient(f, x)
    assert x.tolist() == [0.1, 0.7]


def test_a_stepped_element_that_f_overwrites_is_restored():
    x = np.array([1.0, 2.0])

    def f(a):
        a[0] = 100.0
        return 0.0

    numerical_gradient(f, x[:1])
    assert x.tolist() == [1.0, 2.0]


def test_read_only_arrays_lists_and_numbers_are_copied():
    x = np.array([3.0, 4.0])
    x.flags.writeable = False
    assert numerical_gradient(squares, x).tolist() == numerical_gradient(squares, [3, 4]).tolist()
    assert x.tolist() == [3.0, 4.0]
    assert numerical_gradient(lambda a: a**2, 3.0).shape == ()
    assert numerical_gradient(lambda a: a**2, np.float64(3.0)) == pytest.approx(6.0)


@pytest.mark.parametrize("dtype", [np.float32, np.float16, ">f8"])
def test_floats_other_than_float64_are_refused_with_a_remedy(dtype):
    with pytest.raises(TypeError, match=r"x is a .* array, .*x\.astype\(np\.float64\)"):
        numerical_gradient(squares, np.array([3.0, 4.0]).astype(dtype))


@pytest.mark.parametrize(
    "result", [2, 2.0, True, np.float32(2), np.int8(2), np.array(2.0), Fraction(2)]
)
def test_f_may_return_any_real_number(result):
    assert numerical_gradient(lambda x: result, [1.0]).tolist() == [0.0]


@pytest.mark.parametrize(
    ("result", "error", "shown"),
    [
        (None, TypeError, "None"),
        (np.array([1.0]), TypeError, r"array\(\[1.\]\)"),
        (np.array(1j), TypeError, r"array\(0.\+1.j\)"),
        ("2", TypeError, "'2'"),
        ([1.0], TypeError, r"\[1.0\]"),
        (math.nan, NotFiniteError, "nan"),
        (np.array(-np.inf), NotFiniteError, "inf"),
    ],
)
def test_a_refused_value_of_f_is_shown_with_its_index(result, error, shown):
    def f(x):
        return result if x[1, 0] < 3 else 0.0

    with pytest.raises(error, match=rf"^f must .* at x\[1, 0\] - h it returned .*{shown}"):
        numerical_gradient(f, [[1.0, 2.0], [3.0, 4.0]])
    with pytest.raises(error, match=r"^f must .* at x \+ h it returned"):
        numerical_gradient(lambda x: result, 3.0)


@pytest.mark.parametrize(
    ("x", "h", "message"),
    [
        (np.array([math.inf]), 1e-4, r"x holds an infinity at index \(0,\)"),
        ([], 1e-4, "x is empty"),
        ([1.0], 0.0, "h must be greater than 0"),
    ],
)
def test_an_argument_out_of_range_is_named(x, h, message):
    with pytest.raises(ValueError, match=message):
        numerical_gradient(squares, x, h)


def test_a_gradient_that_overflows_is_an_error():
    with pytest.raises(NotFiniteError, match="quotient of f overflows"):
        numerical_gradient(lambda x: math.copysign(1e308, x[0]), [0.0], h=1e-4)
