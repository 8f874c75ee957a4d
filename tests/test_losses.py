import math

import numpy as np
import pytest

from mlbook import cross_entropy_error, mean_squared_error, one_hot
from mlbook.losses import as_labels_or_rows, check_distributions

# Ten outputs that favour class 2 and the same with classes 2 and 7 exchanged: the notes' example.
FAVOURS_2 = [0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0]
FAVOURS_7 = [0.1, 0.05, 0.1, 0.0, 0.05, 0.1, 0.0, 0.6, 0.0, 0.0]
TARGET_2 = [0, 0, 1, 0, 0, 0, 0, 0, 0, 0]


def test_losses_match_the_notes_figures_to_the_last_digit():
    assert mean_squared_error(FAVOURS_2, TARGET_2) == 0.09750000000000003
    assert mean_squared_error(FAVOURS_7, TARGET_2) == 0.5975
    assert cross_entropy_error(FAVOURS_2, TARGET_2) == 0.510825457099338
    assert cross_entropy_error(FAVOURS_7, TARGET_2) == 2.302584092994546


def test_exchanging_y_and_t_gives_the_notes_wrong_figure():
    y, t = [0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0], [0, 0, 1, 0, 0, 0, 0]
    assert cross_entropy_error(t, y) == 4.835428635287499
    assert mean_squared_error(t, y) == mean_squared_error(y, t) == 0.09250000000000003


def test_a_perfect_prediction_costs_0_and_an_impossible_one_16():
    assert cross_entropy_error([0.0, 1.0], 1) == 0.0
    assert cross_entropy_error([0.0, 1.0], 0) == pytest.approx(-math.log(1e-7))


@pytest.mark.parametrize("loss", [mean_squared_error, cross_entropy_error])
@pytest.mark.parametrize(
    ("y", "t", "message"),
    [
        ([[0.5, 0.5]], [0, 1, 0], r"t has shape \(3,\) and dtype int64, but y has shape \(1, 2\)"),
        ([0.5, 0.5], [[0]], r"rows of shape \(2,\) or integer labels of shape \(\)$"),
        ([[0.5, 0.5]] * 3, [[0]], r"rows of shape \(3, 2\) or integer labels of shape \(3,\)$"),
        ([0.5, 0.5], 1.0, r"t has shape \(\) and dtype float64"),
        ([0.5, 0.5], 2, "t holds the label 2, but the 2 classes are numbered 0 to 1"),
        ([[0.5, 0.5]], [-1], "t holds the label -1"),
        (np.empty((0, 2)), np.empty((0, 2)), r"y is empty: its shape is \(0, 2\)"),
        (0.5, 1, r"y must have shape \(K,\) or \(N, K\), but its shape is \(\)"),
    ],
)
def test_arguments_that_do_not_fit_are_named(loss, y, t, message):
    with pytest.raises(ValueError, match=message):
        loss(y, t)


def test_a_loss_that_overflows_is_an_error_without_a_warning():
    with pytest.raises(FloatingPointError, match=r"^the squared error of y and t is not finite"):
        mean_squared_error([1e200, 0.0], [0.0, 1.0])
    with pytest.raises(FloatingPointError, match=r"^the cross-entropy of y and t is not finite"):
        cross_entropy_error([0.0, 1.0], [1e308, 0.0])
    with pytest.raises(FloatingPointError, match=r"^the cross-entropy of y and t is not finite"):
        cross_entropy_error([0.0, 0.0], [1e308, -1e308])


@pytest.mark.parametrize("t", [[1e308, 1e308], [1e308, 1e308, -1e308, -1e308] * 4])
def test_target_rows_whose_sum_overflows_are_refused(t):
    with pytest.raises(ValueError, match=r"each row of t must sum to 1, but one sums to (inf|nan)"):
        check_distributions(np.array([t]))


@pytest.mark.parametrize(
    ("t", "furthest"),
    [
        ([0.5, 0.499], "0.999"),
        ([[0.5, 0.5], [1.0, 1.5]], "2.5"),
        ([[0.1, 0.1], [0.5, 0.5]], "0.2"),
    ],
)
def test_the_target_row_whose_sum_is_furthest_from_1_is_named(t, furthest):
    with pytest.raises(
        ValueError, match=f"^each row of t must sum to 1, but one sums to {furthest}"
    ):
        check_distributions(np.array(t))
    check_distributions(np.array([0.5, 0.4999999]))


@pytest.mark.parametrize(
    ("y", "outlier"), [([-0.5, 1.5], "-0.5"), ([0.2, 1.3], "1.3"), ([0.0, 1.002], "1.002")]
)
def test_scores_in_place_of_probabilities_are_refused(y, outlier):
    with pytest.raises(ValueError, match=f"holds {outlier}: apply softmax first"):
        cross_entropy_error(y, 0)


def test_probabilities_up_to_1_001_are_accepted_for_numerical_differentiation():
    assert cross_entropy_error([1.001, 0.0], 0) == 0.0


def test_one_hot_keeps_the_shape_of_its_labels():
    assert one_hot(1, 3).tolist() == [0, 1, 0]
    assert one_hot([[0, 1], [2, 2]], 3).shape == (2, 2, 3)


@pytest.mark.parametrize(
    ("labels", "error", "message"),
    [
        ([0.0, 1.0], TypeError, "labels must be integers, but the dtype is float64"),
        ([3], ValueError, "labels holds the label 3"),
        (["a"], TypeError, "labels must hold real numbers"),
        ([[1], [1, 2]], TypeError, "labels is a ragged list"),
    ],
)
def test_one_hot_refuses_labels_that_do_not_fit(labels, error, message):
    with pytest.raises(error, match=message):
        one_hot(labels, 3)


@pytest.mark.parametrize("dtype", [np.int8, np.int64, np.uint64])
def test_labels_become_indices_of_the_platforms_width(monkeypatch, dtype):
    monkeypatch.setattr(np, "intp", np.int32)  # as in a browser
    assert as_labels_or_rows(np.array([2, 0, 1], dtype), (3, 3)).dtype == np.int32
