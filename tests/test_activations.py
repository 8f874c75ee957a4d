import math
from decimal import Decimal, localcontext

import numpy as np
import pytest

from mlbook import identity_function, relu, sigmoid, softmax, step_function

ELEMENTWISE = [step_function, sigmoid, relu, identity_function]


@pytest.mark.parametrize(
    ("function", "outputs"),
    [
        (step_function, [0, 0, 0, 1, 1]),
        (sigmoid, [0.0, 1 / (1 + math.e), 0.5, 1 / (1 + math.exp(-2)), 1.0]),
        (relu, [0.0, 0.0, 0.0, 2.0, math.inf]),
        (identity_function, [-math.inf, -1.0, 0.0, 2.0, math.inf]),
    ],
)
def test_values_from_minus_infinity_to_infinity_match_hand_work(function, outputs):
    np.testing.assert_allclose(function([-np.inf, -1, 0, 2, np.inf]), outputs, rtol=1e-15)


@pytest.mark.parametrize("function", ELEMENTWISE)
def test_elementwise_functions_return_a_writable_array_of_the_same_shape(function):
    x = np.linspace(-2, 2, 24).reshape(2, 3, 4)
    outputs = function(x)
    assert outputs.shape == x.shape
    assert outputs[1, 2, 3] == function(x[1, 2, 3])
    assert outputs.flags.writeable


@pytest.mark.parametrize("function", ELEMENTWISE)
@pytest.mark.parametrize("number", [2, True, np.float32(2), np.array(2)])
def test_a_number_gives_a_numpy_scalar(function, number):
    assert type(function(number)) is (np.int64 if function is step_function else np.float64)


@pytest.mark.parametrize("x", [-1000, -700.5, -40.25, -1, -1e-9, 0, 1e-9, 0.5, 40.25, 1000])
def test_sigmoid_keeps_all_digits_and_never_overflows(x):
    with localcontext(prec=60):
        exact = float(1 / (1 + (-Decimal(x)).exp()))
    assert sigmoid(x) == pytest.approx(exact, rel=4e-16, abs=5e-324)


def test_relu_gives_no_negative_zero():
    assert not np.signbit(relu([-0.0, -1.0])).any()


def test_step_function_is_zero_at_zero_and_one_just_above():
    assert step_function([0.0, -0.0, 5e-324, -5e-324]).tolist() == [0, 0, 1, 0]


def test_softmax_of_large_scores_prints_as_in_the_notes():
    assert str(softmax([1010, 1000, 990])) == "[9.99954600e-01 4.53978686e-05 2.06106005e-09]"


def test_softmax_of_logarithms_gives_the_shares_of_the_numbers():
    np.testing.assert_allclose(softmax(np.log([1, 2, 5])), [0.125, 0.25, 0.625], rtol=1e-15)


def test_softmax_runs_over_the_last_axis():
    x = np.random.default_rng(0).normal(size=(2, 3, 4))
    np.testing.assert_array_equal(softmax(x)[1, 2], softmax(x[1, 2]))


def test_softmax_does_not_overflow_for_the_largest_floats():
    largest = np.finfo(np.float64).max
    assert softmax([1e308, -1e308, 1e308]).tolist() == [0.5, 0.0, 0.5]
    assert softmax([-largest, -largest]).tolist() == [0.5, 0.5]
    assert softmax([largest, -largest]).tolist() == [1.0, 0.0]
    assert softmax([0.0, -744.0])[1] == math.exp(-744.0) > 0


@pytest.mark.parametrize(
    ("x", "message"),
    [
        ([0, math.inf], "x holds an infinity at index"),
        ([-math.inf, 0], "x holds an infinity at index"),
        (3.0, "x must have at least one axis"),
    ],
)
def test_softmax_refuses_infinities_and_a_single_number(x, message):
    with pytest.raises(ValueError, match=message):
        softmax(x)
