import itertools

import numpy as np
import pytest

from mlbook import Perceptron

CORNERS = np.array([[0, 0], [1, 0], [0, 1], [1, 1]])


def test_a_perceptron_fires_only_above_zero():
    # 0.7 · 3 rounds down, so that a fused multiply-add would find something above 0 here.
    assert Perceptron([0.7], -(0.7 * 3))([3]) == 0
    assert Perceptron([1, 1], -1)([1, 0]) == 0
    assert Perceptron([1, 1], -1)([1, 1e-9]) == 1


def test_a_batch_gives_what_its_samples_give():
    unit = Perceptron([0.5, 0.5], -0.2)
    batch = unit.predict(CORNERS)
    assert batch.tolist() == [unit(sample) for sample in CORNERS] == [0, 1, 1, 1]
    assert batch.dtype == np.int64
    assert np.asfortranarray(CORNERS).flags.f_contiguous
    assert unit(np.asfortranarray(CORNERS)).tolist() == batch.tolist()
    assert type(unit([1, 1])) is int


def test_predict_agrees_with_a_sum_in_plain_python_on_a_grid():
    weights, bias = (0.3, -0.7), 0.1
    unit = Perceptron(weights, bias)
    for x1, x2 in itertools.product(np.linspace(-1, 1, 9), repeat=2):
        assert unit([x1, x2]) == int(weights[0] * x1 + weights[1] * x2 + bias > 0)


def test_no_single_perceptron_of_a_grid_computes_xor():
    grid = np.linspace(-1, 1, 9)
    tables = {
        tuple(Perceptron([w1, w2], b)(CORNERS))
        for w1, w2, b in itertools.product(grid, grid, grid[::2])
    }
    assert (0, 0, 0, 1) in tables
    assert (0, 1, 1, 0) not in tables


def test_fit_follows_the_steps_worked_by_hand_for_or():
    # OR from zero, rate 0.5. Epoch 1: only (1, 0) is wrong: w = (.5, 0), b = .5. Epoch 2: (0, 0)
    # fires: b = 0; (0, 1) does not: w = (.5, .5), b = .5. Epoch 3: (0, 0) fires: b = 0.
    unit = Perceptron([0, 0], 0)
    assert unit.fit(CORNERS, [0, 1, 1, 1], learning_rate=0.5) == [1, 2, 1, 0]
    assert unit.weights.tolist() == [0.5, 0.5]
    assert unit.bias == 0.0
    assert type(unit.bias) is float


@pytest.mark.parametrize("targets", [[0, 0, 0, 1], [1, 1, 1, 0], [0, 1, 1, 1]])
def test_learning_ends_with_a_faultless_epoch_when_a_line_separates(targets):
    unit = Perceptron([0.0, 0.0], 0.0)
    mistakes = unit.fit(CORNERS, targets)
    assert mistakes[-1] == 0
    assert all(mistakes[:-1])
    assert unit(CORNERS).tolist() == targets


def test_learning_xor_never_settles_and_stops_at_max_epochs():
    mistakes = Perceptron([0.0, 0.0], 0.0).fit(CORNERS, [0, 1, 1, 0], max_epochs=50)
    assert len(mistakes) == 50
    assert all(mistakes)


def test_fit_changes_neither_its_arguments_nor_weights_read_before():
    weights, x, t = np.zeros(2), CORNERS.astype(np.float64), np.array([0.0, 1.0, 1.0, 1.0])
    for array in (weights, x, t):
        array.flags.writeable = False
    unit = Perceptron(weights, 0)
    before = unit.weights
    unit.fit(x, t)
    assert before.tolist() == [0, 0]
    assert unit.weights.tolist() != [0, 0]


@pytest.mark.parametrize(
    ("x", "message"),
    [
        ([1, 2, 3], r"x has shape \(3,\), but weights has shape \(2,\): give one sample of shape"),
        (1.0, r"x has shape \(\)"),
        (np.zeros((2, 2, 2)), r"or a batch of shape \(N, 2\)"),
        ([np.inf, 0], r"x holds an infinity at index \(0,\)"),
    ],
)
def test_predict_refuses_an_x_that_does_not_fit_the_weights(x, message):
    with pytest.raises(ValueError, match=message):
        Perceptron([0.5, 0.5], 0).predict(x)


@pytest.mark.parametrize(
    ("x", "t", "options", "message"),
    [
        ([0, 1], [0], {}, r"x has shape \(2,\), .*: give a batch of shape \(N, 2\)$"),
        ([[0, 1, 2]], [0], {}, r"x has shape \(1, 3\), but weights has shape \(2,\)"),
        ([[0, 1]], [0, 1], {}, r"t has shape \(2,\), but x has shape \(1, 2\)"),
        ([[0, 1]], [-1], {}, "t must hold 0 and 1 only"),
        ([[0, 1]], [0], {"learning_rate": 0}, "learning_rate must be greater than 0"),
        ([[0, 1]], [0], {"max_epochs": 0}, "max_epochs must be at least 1"),
    ],
)
def test_fit_refuses_bad_arguments_by_name(x, t, options, message):
    with pytest.raises(ValueError, match=message):
        Perceptron([0.5, 0.5], 0).fit(x, t, **options)


@pytest.mark.parametrize(
    ("weights", "bias", "error", "message"),
    [
        ([[0.5, 0.5]], 0, ValueError, r"weights must have shape \(D,\)"),
        ([0.5], [0, 1], TypeError, "bias must be one number"),
        ([np.nan], 0, ValueError, "weights holds NaN"),
    ],
)
def test_a_perceptron_refuses_bad_weights_and_biases_by_name(weights, bias, error, message):
    with pytest.raises(error, match=message):
        Perceptron(weights, bias)


def test_a_perceptron_keeps_a_copy_of_its_weights():
    weights = np.array([1.0, 1.0])
    unit = Perceptron(weights, -1.5)
    weights[:] = 0
    assert unit([1, 1]) == 1


def test_an_overflow_raises_and_leaves_the_perceptron_unchanged():
    unit = Perceptron([1e308, 1e308], 0)
    with pytest.raises(FloatingPointError, match="weighted sum of x is not finite"):
        unit([1e10, -1e10])
    with pytest.raises(FloatingPointError, match="weighted sum of x is not finite"):
        unit.fit([[-1, 0], [1, 1]], [1, 0], learning_rate=1e308)
    with pytest.raises(FloatingPointError, match="the weights are not finite: learning_rate or x"):
        unit.fit([[1, -1]], [1], learning_rate=1e308)
    assert unit.weights.tolist() == [1e308, 1e308]
    assert unit.bias == 0


def test_fit_defaults_to_a_rate_of_1_and_100_epochs():
    x = [[0, 0], [1, 0], [0, 1], [1, 1]]
    unit, told = Perceptron([0, 0], 0), Perceptron([0, 0], 0)
    assert len(unit.fit(x, [0, 1, 1, 0])) == 100
    told.fit(x, [0, 1, 1, 0], learning_rate=1.0, max_epochs=100)
    assert (unit.weights.tolist(), unit.bias) == (told.weights.tolist(), told.bias)


def test_a_short_repr_makes_the_same_perceptron():
    unit = Perceptron([0.5, -1 / 3], -0.7)
    assert repr(unit) == "Perceptron(weights=[0.5, -0.3333333333333333], bias=-0.7)"
    copy = eval(repr(unit))
    assert (copy.weights.tolist(), copy.bias) == (unit.weights.tolist(), unit.bias)


def test_a_repr_shows_six_of_many_weights():
    unit = Perceptron(np.arange(784), 1)
    assert repr(unit) == "Perceptron(weights=[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, ...], bias=1.0)"
