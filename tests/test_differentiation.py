import math
from fractions import Fraction

import numpy as np
import pytest

from mlbook import forward_diff, numerical_diff, tangent_line
from mlbook.differentiation import NotFiniteError


def parabola(x):
    return 0.01 * x**2 + 0.1 * x


def test_derivatives_match_the_notes_figures_to_the_last_digit():
    assert numerical_diff(parabola, 5) == 0.1999999999990898
    assert numerical_diff(parabola, 10) == 0.2999999999986347
    assert numerical_diff(lambda x0: x0 * x0 + 4.0**2.0, 3.0) == 6.00000000000378
    assert numerical_diff(lambda x1: 3.0**2.0 + x1 * x1, 4.0) == 7.999999999999119
    assert type(numerical_diff(parabola, 5)) is float


@pytest.mark.parametrize("diff", [numerical_diff, forward_diff])
def test_an_array_is_differentiated_element_by_element(diff):
    x = np.array([[0.5, 1.0, 2.0], [-1.0, 3.0, 0.0]])
    x.flags.writeable = False
    slopes = diff(np.sin, x)
    assert slopes.shape == x.shape
    assert slopes[0, 2] == diff(np.sin, 2.0)
    np.testing.assert_allclose(slopes, np.cos(x), atol=1e-4)
    assert diff(np.square, [1, 2]).dtype == np.float64


def test_central_error_is_h_squared_and_forward_error_is_h():
    # Of x³ at 1 the central difference is 3 + h², the forward difference 3 + 3h + h².
    for h in (Fraction(1, 8), Fraction(1, 64)):
        assert numerical_diff(lambda x: x**3, 1.0, float(h)) == float(3 + h**2)
        assert forward_diff(lambda x: x**3, 1.0, h=float(h)) == float(3 + 3 * h + h**2)


def test_a_step_lost_in_rounding_gives_zero_without_an_error():
    assert forward_diff(parabola, 5, h=1e-50) == 0.0
    assert numerical_diff(parabola, 5, h=1e-50) == 0.0


def test_f_may_return_the_same_array_each_time():
    buffer = np.empty(2)
    slopes = numerical_diff(lambda x: np.multiply(x, 3.0, out=buffer), np.array([1.0, 2.0]))
    np.testing.assert_allclose(slopes, [3.0, 3.0])


@pytest.mark.parametrize("diff", [numerical_diff, forward_diff])
@pytest.mark.parametrize(
    ("f", "x", "h", "error", "message"),
    [
        (parabola, 5, 0, ValueError, "h must be greater than 0"),
        (parabola, 5, -1e-4, ValueError, "h must be greater than 0"),
        (lambda x: None, 5, 1e-4, TypeError, r"f\(x \+ h\) must hold real numbers"),
        (lambda x: math.inf, 5, 1e-4, ValueError, r"f\(x \+ h\) holds an infinity"),
        (np.sum, [1, 2], 1e-4, ValueError, r"f\(x \+ h\) has shape \(\), but x has shape \(2,\)"),
        (lambda x: math.copysign(1e308, x - 1.00001), 1, 1e-4, NotFiniteError, "of f overflows"),
    ],
)
def test_arguments_and_values_that_do_not_fit_are_named(diff, f, x, h, error, message):
    with pytest.raises(error, match=message):
        diff(f, x, h)


@pytest.mark.parametrize("function", [forward_diff, tangent_line])
def test_a_value_of_f_that_fails_only_at_x_is_named(function):
    with pytest.raises(TypeError, match=r"f\(x\) must hold real numbers"):
        function(lambda x: None if x == 5 else x, 5)


def test_a_tangent_has_the_value_and_slope_of_its_curve_at_x():
    tangent = tangent_line(parabola, 5)
    assert tangent(5) == parabola(5)
    np.testing.assert_allclose(tangent([4, 6]), [0.75 - 0.2, 0.75 + 0.2], rtol=1e-10)
    assert tangent(np.zeros((2, 3))).shape == (2, 3)
    assert numerical_diff(tangent, -7.0) == pytest.approx(0.2, rel=1e-9)


def test_a_tangent_at_several_points_is_refused():
    with pytest.raises(TypeError, match=r"x must be one number, but its shape is \(2,\)"):
        tangent_line(parabola, [1, 2])
