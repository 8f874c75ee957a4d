import math
from decimal import Decimal, localcontext

import numpy as np
import pytest

from mlbook import identity_function, numerical_diff, relu, sigmoid, softmax, step_function

ELEMENTWISE = [step_function, sigmoid, relu, identity_function]


def exact_sigmoid(x):
    with localcontext() as context:
        context.prec = 60
        return float(1 / (1 + (-Decimal(x)).exp()))


@pytest.mark.parametrize(
    ("function", "outputs"),
    [
        (step_function, [0, 0, 0, 1, 1]),
        (sigmoid, [0.0, 1 / (1 + math.e), 0.5, 1 / (1 + math.exp(-2)), 1.0]),
        (relu, [0.0, 0.0, 0.0, 2.0, math.inf]),
        (identity_function, [-math.inf, -1.0, 0.0, 2.0, math.inf]),
    ],
)
def test_values_worked_by_hand_up_to_the_infinities(function, outputs):
    np.testing.assert_allclose(function([-np.inf, -1, 0, 2, np.inf]), outputs, rtol=1e-15)


@pytest.mark.parametrize("x", [-1000, -700.5, -40.25, -1, -1e-9, 0, 1e-9, 0.5, 40.25, 1000])
def test_sigmoid_has_all_its_digits_and_never_overflows(x):
    assert sigmoid(x) == pytest.approx(exact_sigmoid(x), rel=4e-16, abs=5e-324)


def test_sigmoid_prints_the_notes_digits():
    assert str(sigmoid(np.array([-1.0, 1.0, 2.0]))) == "[0.26894142 0.73105858 0.88079708]"


@pytest.mark.parametrize("x", [-3.0, 0.0, 1.5])
def test_the_slope_of_sigmoid_is_y_times_one_minus_y(x):
    assert numerical_diff(sigmoid, x) == pytest.approx(sigmoid(x) * (1 - sigmoid(x)), rel=1e-8)


@pytest.mark.parametrize("function", ELEMENTWISE)
def test_elementwise_functions_keep_the_shape_and_the_argument(function):
    x = np.linspace(-2, 2, 24).reshape(2, 3, 4)
    x.flags.writeable = False
    outputs = function(x)
    assert outputs.shape == x.shape
    assert outputs[1, 2, 3] == function(x[1, 2, 3])
    assert not np.shares_memory(outputs, x)
    assert outputs.flags.writeable


@pytest.mark.parametrize("function", ELEMENTWISE)
@pytest.mark.parametrize("number", [2, 2.0, True, np.float32(2), np.array(2)])
def test_a_number_gives_a_numpy_scalar(function, number):
    assert type(function(number)) is (np.int64 if function is step_function else np.float64)


@pytest.mark.parametrize("function", [*ELEMENTWISE, softmax])
def test_integers_and_lists_are_taken_as_float64(function):
    expected = function(np.array([[-1.0, 0.0], [2.0, 3.0]]))
    for x in ([[-1, 0], [2, 3]], np.array([[-1, 0], [2, 3]], dtype=np.int8)):
        assert function(x).tolist() == expected.tolist()
        assert function(x).dtype == expected.dtype


def test_relu_gives_no_negative_zero():
    assert not np.signbit(relu([-0.0, -1.0])).any()


def test_step_function_is_zero_at_zero_and_one_just_above():
    assert step_function([0.0, -0.0, 5e-324, -5e-324]).tolist() == [0, 0, 1, 0]


@pytest.mark.parametrize("function", [*ELEMENTWISE, softmax])
@pytest.mark.parametrize(
    ("x", "error", "message"),
    [
        ([0, math.nan], ValueError, r"x holds NaN at index \(1,\)"),
        ([], ValueError, "x is empty"),
        (["a"], TypeError, "x must hold real numbers"),
        ([1j], TypeError, "x must hold real numbers"),
    ],
)
def test_what_is_no_real_number_is_named(function, x, error, message):
    with pytest.raises(error, match=message):
        function(x)


def test_softmax_is_the_notes_example():
    assert str(softmax(np.array([0.3, 2.9, 4.0]))) == "[0.01821127 0.24519181 0.73659691]"
    assert str(softmax([1010, 1000, 990])) == "[9.99954600e-01 4.53978686e-05 2.06106005e-09]"


def test_softmax_of_logarithms_is_the_ratio_of_the_numbers():
    np.testing.assert_allclose(softmax(np.log([1, 2, 5])), [0.125, 0.25, 0.625], rtol=1e-15)


def test_softmax_runs_over_the_last_axis_and_a_constant_changes_nothing():
    x = np.random.default_rng(0).normal(size=(2, 3, 4))
    y = softmax(x)
    np.testing.assert_allclose(y.sum(axis=-1), np.ones((2, 3)), rtol=1e-15)
    np.testing.assert_array_equal(y[1, 2], softmax(x[1, 2]))
    np.testing.assert_allclose(softmax(x + 300), y, rtol=1e-12)
    assert (np.argsort(x) == np.argsort(y)).all()


def test_softmax_does_not_overflow_at_the_ends_of_the_floats():
    largest = np.finfo(np.float64).max
    assert softmax([1e308, -1e308, 1e308]).tolist() == [0.5, 0.0, 0.5]
    assert softmax([-largest, -largest]).tolist() == [0.5, 0.5]
    assert softmax([largest, -largest]).tolist() == [1.0, 0.0]
    assert softmax([0.0, -744.0])[1] == math.exp(-744.0) > 0


@pytest.mark.parametrize("x", [[0, math.inf], [-math.inf, 0]])
def test_softmax_refuses_infinities(x):
    with pytest.raises(ValueError, match="x holds an infinity at index"):
        softmax(x)


def test_softmax_refuses_a_single_number():
    with pytest.raises(ValueError, match="x must have at least one axis"):
        softmax(3.0)
