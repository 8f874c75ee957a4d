import numpy as np
import pytest

from mlbook.gradient import numerical_gradient
from mlbook.layers import SoftmaxWithLoss


def scores(*shape):
    return np.random.default_rng(1).normal(size=shape)


def test_loss_and_gradient_match_the_hand_worked_numbers():
    layer = SoftmaxWithLoss()
    assert layer.forward([np.log(1), np.log(3)], 1) == pytest.approx(-np.log(0.75), abs=2e-7)
    assert layer.backward() == pytest.approx([0.25, -0.25], rel=1e-15)
    layer.forward([[np.log(1), np.log(3)], [0, 0]], [1, 0])
    assert layer.backward() == pytest.approx(np.array([[0.125, -0.125], [-0.25, 0.25]]), rel=1e-15)


@pytest.mark.parametrize(
    ("x", "t"),
    [
        (scores(4), 2),
        (scores(4), [0, 0, 1, 0]),
        (scores(4), [0.1, 0.2, 0.3, 0.4]),
        (scores(3, 4), [2, 0, 2]),
        (scores(3, 4), np.eye(4)[[2, 0, 2]]),
    ],
)
def test_backward_agrees_with_differences_for_targets_of_any_form(x, t):
    layer = SoftmaxWithLoss()
    layer.forward(x, t)
    expected = numerical_gradient(lambda x: SoftmaxWithLoss().forward(x, t), x)
    assert layer.backward() == pytest.approx(expected, abs=1e-6)  # the guard is in one of them


def test_labels_and_one_hot_rows_give_the_same_loss_and_gradient():
    x, labels, one, two = scores(3, 4), [2, 0, 2], SoftmaxWithLoss(), SoftmaxWithLoss()
    assert one.forward(x, labels) == two.forward(x, np.eye(4)[labels])
    assert (one.backward() == two.backward()).all()


def test_backward_takes_an_upstream_of_1_by_default():
    layer = SoftmaxWithLoss()
    layer.forward([1.0, 2.0], 0)
    assert (layer.backward() == layer.backward(1)).all()


@pytest.mark.parametrize(
    ("x", "t", "message"),
    [
        (1.0, 0, r"scores must have shape \(K,\) or \(N, K\)"),
        ([1.0, 2.0], [1], r"t has shape \(1,\)"),
        ([1.0, 2.0], 2, "t holds the label 2"),
        ([[1.0, 2.0]] * 2, [[0, 1], [1, 2]], "each row of t must sum to 1, but one sums to 3"),
    ],
)
def test_arguments_that_do_not_fit_are_named(x, t, message):
    with pytest.raises(ValueError, match=message):
        SoftmaxWithLoss().forward(x, t)
