import numpy as np
import pytest

from mlbook.gradient import numerical_gradient
from mlbook.networks import SimpleNet

# The notes' weights, input and target.
W = [[-0.31211728, 0.81783696, 1.0369602], [-0.35531326, -0.40729509, 1.30223118]]
X, T = [0.6, 0.9], [0, 0, 1]


def simple(weights=W):
    net = SimpleNet(np.random.default_rng(0))
    net.W = weights
    return net


def test_scores_loss_and_gradient_match_the_notes_figures():
    net = simple()
    assert net.predict(X) == pytest.approx([-0.5070523, 0.1241366, 1.79418418], abs=5e-8)
    assert net.loss(X, T) == net.loss(X, 2)
    assert net.loss(X, T) == pytest.approx(0.2533801, abs=5e-8)
    gradient = numerical_gradient(lambda W: net.loss(X, T), net.W)
    expected = [[0.0466332, 0.0876632, -0.1342964], [0.0699498, 0.1314948, -0.2014446]]
    assert gradient == pytest.approx(np.array(expected), abs=1e-6)
    assert net.W.tolist() == W


def test_a_batch_gives_the_scores_and_mean_loss_of_its_samples():
    net = simple()
    assert net.predict([X, X]).tolist() == [net.predict(X).tolist()] * 2
    assert net.loss([X, X], [2, 2]) == net.loss(X, 2)


def test_initial_weights_are_standard_normal():
    weights = np.array([SimpleNet(np.random.default_rng(seed)).W for seed in range(500)])
    assert weights.shape == (500, 2, 3)
    assert weights.mean() == pytest.approx(0, abs=0.06)
    assert weights.std() == pytest.approx(1, abs=0.04)
    assert (SimpleNet().W != SimpleNet().W).all()


def test_assigned_weights_of_any_size_are_copied_as_float64():
    net = simple(np.array([[1, 2], [3, 4], [5, 6]]))
    assert net.W.dtype == np.float64
    assert net.predict([1, 0, 1]).tolist() == [6, 8]
    floats = np.ones((1, 2))
    net.W = floats
    floats[:] = 7
    assert net.W.tolist() == [[1, 1]]


def test_weights_can_be_changed_in_place():
    net = simple()
    kept = net.W
    net.W -= 1
    net.W[0, 0] = 5
    assert net.W is kept
    assert net.W[0, 0] == 5
    assert net.W[1, 2] == 1.30223118 - 1


def test_repr_shows_the_numbers_of_inputs_and_classes():
    assert repr(SimpleNet()) == "SimpleNet(2, 3)"


ALTERNATING = np.tile([[1e200], [-1e200]], (8, 1))  # products of both infinities, whose sum is NaN


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: SimpleNet(7), TypeError, "rng must be a Generator"),
        (lambda: simple().predict([1, 2, 3]), ValueError, r"x has shape \(3,\), but W has shape"),
        (lambda: simple().predict(1), ValueError, r"x has shape \(\), but W has shape \(2, 3\)"),
        (lambda: simple().predict(np.ones((1, 1, 2))), ValueError, r"x has shape \(1, 1, 2\)"),
        (lambda: simple().predict([1e308, 1e308]), FloatingPointError, "x @ W is not finite"),
        (
            lambda: simple(ALTERNATING).predict([1e200] * 16),
            FloatingPointError,
            "x @ W is not finite",
        ),
        (lambda: simple().loss(X, 3), ValueError, "t holds the label 3"),
        (lambda: simple([1, 2]), ValueError, r"W must have shape \(D, K\)"),
        (lambda: simple([[np.nan]]), ValueError, "W holds NaN"),
    ],
)
def test_arguments_that_do_not_fit_are_named(call, error, message):
    with pytest.raises(error, match=message):
        call()
