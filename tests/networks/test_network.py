"""What every network does: a plain one of three layers, and `TwoLayerNet`."""

import math
from copy import deepcopy

import numpy as np
import pytest

from mlbook.layers import Affine, Relu, Sigmoid, SoftmaxWithLoss
from mlbook.networks import Network, TwoLayerNet


def two_layer(dtype=np.float64, sizes=(4, 5, 3), std=1.0):
    return TwoLayerNet(*sizes, std, rng=np.random.default_rng(0), dtype=dtype)


def three_layers(dtype=np.float64):
    rng, sizes = np.random.default_rng(0), [(4, 6), (6, 5), (5, 3)]
    first, second, third = (
        Affine(rng.normal(size=size).astype(dtype), np.zeros(size[1], dtype)) for size in sizes
    )
    return Network(first, Relu(), second, Sigmoid(), third)


def batch(*shape):
    return np.random.default_rng(1).normal(size=shape)


@pytest.mark.parametrize("make", [three_layers, two_layer])
@pytest.mark.parametrize(
    ("x", "t"),
    [
        (batch(5, 4)[1], 2),
        (batch(5, 4)[1], [0, 1, 0]),
        (batch(5, 4), [0, 2, 1, 1, 0]),
        (batch(2, 4), np.eye(3)[[0, 2]]),
    ],
    ids=["label", "one-hot", "labels", "one-hot rows"],
)
def test_backpropagation_agrees_with_differences(make, x, t):
    net = make()
    kept = deepcopy(net.params)
    loss, gradient = net.loss_and_gradient(x, t)
    numerical = Network.numerical_gradient(net, x, t)
    assert loss == pytest.approx(net.loss(x, t), rel=1e-14)
    assert list(gradient) == list(numerical) == list(net.params)
    for key, value in net.gradient(x, t).items():
        assert (value == gradient[key]).all()
        np.testing.assert_allclose(value, numerical[key], rtol=0, atol=1e-6, strict=True)
        assert np.abs(value).max() > 1e-3
        assert (net.params[key] == kept[key]).all()


# On a batch of MNIST, products are made in four blocks with 4 rows left, or in five with 3 left.
@pytest.mark.parametrize(
    ("sizes", "count"), [((4, 5, 3), 5), ((784, 50, 10), 100), ((784, 50, 10), 103)]
)
def test_the_gradient_is_that_of_the_layers_called_one_by_one(sizes, count):
    net, x, t = two_layer(sizes=sizes, std=0.3), batch(count, sizes[0]), np.arange(count) % 3
    W1, b1, W2, b2 = net.params.values()
    layers = Affine(W1, b1), Sigmoid(), Affine(W2, b2)
    output, values = SoftmaxWithLoss(), x
    for layer in layers:
        values = layer.forward(values)
    expected_loss, upstream = output.forward(values, t), output.backward()
    for layer in reversed(layers):
        upstream = layer.backward(upstream)
    loss, gradient = net.loss_and_gradient(x, t)
    assert loss == pytest.approx(expected_loss, rel=1e-13)
    expected = layers[0].dW, layers[0].db, layers[2].dW, layers[2].db
    for one, other in zip(gradient.values(), expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("make", [three_layers, two_layer])
def test_a_float32_network_computes_the_same_to_seven_digits(make):
    double, single, x, t = make(), make(np.float32), batch(6, 4), [0, 2, 1, 1, 0, 2]
    loss, gradient = single.loss_and_gradient(x, t)
    numerical = single.numerical_gradient(x, t)
    assert loss == pytest.approx(double.loss(x, t), rel=1e-6)
    for key, value in double.gradient(x, t).items():
        assert single.params[key].dtype == gradient[key].dtype == np.float32
        assert numerical[key].dtype == np.float64
        np.testing.assert_allclose(gradient[key], value, rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(numerical[key], value, rtol=1e-5, atol=1e-6)


def test_a_certain_and_right_prediction_costs_nothing():
    net, x = two_layer(), batch(2, 4)
    net.params["b2"][0] = 1000
    assert net.loss_and_gradient(x, [0, 0])[0] == net.loss(x, [0, 0]) == 0


@pytest.mark.parametrize("in_place", [True, False])
def test_a_small_gradient_step_lowers_the_loss_by_the_squared_gradient(in_place):
    net, x, t = two_layer(), batch(5, 4), [0, 2, 1, 1, 0]
    before, gradient = net.loss(x, t), net.gradient(x, t)
    for key in net.params:
        if in_place:
            net.params[key] -= 0.1 * gradient[key]
        else:
            net.params[key] = net.params[key] - 0.1 * gradient[key]
    squares = sum(np.sum(value**2) for value in gradient.values())
    assert before - net.loss(x, t) == pytest.approx(0.1 * squares, rel=0.1)


def test_a_deep_copy_of_a_network_learns_on_its_own():
    net, x = two_layer(), batch(2, 4)
    other = deepcopy(net)
    other.params["b2"] += [100, 0, 0]
    assert net.predict(x)[0, 0] < 0.99 < other.predict(x)[0, 0]


def test_repr_shows_the_layers_in_one_line():
    assert repr(two_layer()) == "TwoLayerNet(Affine(4, 5), Sigmoid(), Affine(5, 3))"
    assert repr(three_layers()).startswith("Network(Affine(4, 6), Relu(), Affine(6, 5), Sigm")


def test_accuracy_is_the_share_of_right_answers():
    net, x = two_layer(), batch(2500, 4)
    best = net.predict(x).argmax(axis=1)
    assert len(set(best)) > 1
    wrong = (best + 1) % 3
    assert net.accuracy(x, best) == 1.0
    assert net.accuracy(x, wrong) == 0.0
    assert net.accuracy(x, np.where(np.arange(2500) < 500, best, wrong)) == 0.2
    assert net.accuracy(x, np.eye(3)[best]) == 1.0
    assert net.accuracy(x.astype(np.float32), best) > 0.99
    assert net.accuracy(x[0], best[0]) == 1.0
    assert net.accuracy(x[0], np.eye(3)[wrong[0]]) == 0.0


@pytest.mark.parametrize(
    ("x", "t", "message"),
    [
        (
            batch(5, 3),
            [0] * 5,
            r"x has shape \(5, 3\), but W has shape \(4, 5\): give .*\(4,\) or .*\(N, 4\)",
        ),
        (batch(3), 0, r"x has shape \(3,\), but W has shape"),
        (1.0, 0, r"x has shape \(\), but W has shape"),
        (batch(1, 1, 4), [0], r"x has shape \(1, 1, 4\), but W has shape"),
        (batch(5, 4), [0] * 4, r"t has shape \(4,\)"),
        (batch(5, 4), [0] * 6, r"t has shape \(6,\)"),
        (batch(5, 4), 0, r"t has shape \(\)"),
        (batch(5, 4), [3] * 5, "t holds the label 3"),
        (batch(4), [0, 1], r"t has shape \((1, )?2,?\)"),
        (np.empty((0, 4)), [], r"x is empty: its shape is \(0, 4\)"),
        ([[1, 2, 3, math.nan]], [0], r"x holds NaN at index \(0, 3\)"),
        ([[math.inf, 2, 3, 4]], [0], r"x holds an infinity at index \(0, 0\)"),
    ],
)
def test_samples_and_targets_that_do_not_fit_are_named(x, t, message):
    net = two_layer()
    for method in (net.loss, net.accuracy, net.gradient, net.numerical_gradient):
        with pytest.raises(ValueError, match=message):
            method(x, t)


def test_accuracy_counts_the_index_of_nan_from_the_first_sample():
    x = np.ones((1500, 4))
    x[1200, 3] = np.nan
    with pytest.raises(ValueError, match=r"x holds NaN at index \(1200, 3\)"):
        two_layer().accuracy(x, [0] * 1500)


def test_numbers_too_large_for_a_float32_network_are_named():
    net = two_layer(np.float32)
    with pytest.raises(ValueError, match=r"x holds an infinity at index \(0, 1\)"):
        net.gradient([[1, 1e39, 1, 1]], [0])
    with pytest.raises(FloatingPointError, match="the output of SoftmaxWithLoss"):
        net.gradient(batch(1, 4), [[1e39, -1e39, 1]])


def test_targets_that_are_no_distribution_are_refused_by_backpropagation():
    with pytest.raises(ValueError, match="each row of t must sum to 1, but one sums to 2"):
        two_layer().gradient(batch(2, 4), [[1, 0, 0], [1, 0, 1]])


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        (
            np.zeros((4, 5), int),
            TypeError,
            r"params\['W1'\] must be a float64 array, but it is int",
        ),
        (np.zeros((4, 5), np.float32), TypeError, "but it is float32"),
        ([[0.0] * 5] * 4, TypeError, "must be a float64 array, but it is list"),
        (None, TypeError, "must be a float64 array, but it is NoneType"),
        (np.zeros((5, 4)), ValueError, r"params\['W1'\] has shape \(5, 4\), but needs \(4, 5\)"),
        (np.broadcast_to(0.0, (4, 5)), ValueError, r"params\['W1'\] is read-only"),
    ],
)
def test_a_replaced_parameter_that_does_not_fit_is_named(value, error, message):
    net, x = two_layer(), batch(2, 4)
    net.params["W1"] = value
    for method in (net.loss, net.accuracy, net.gradient, net.numerical_gradient):
        with pytest.raises(error, match=message):
            method(x, [0, 1])


def test_a_missing_parameter_is_named():
    net = two_layer()
    del net.params["b2"]
    with pytest.raises(TypeError, match=r"params\['b2'\] must be a float64 array"):
        net.predict([1, 2, 3, 4])


@pytest.mark.parametrize(("key", "layer"), [("W1", r"Affine\(4, 5\)"), ("W2", r"Affine\(5, 3\)")])
def test_an_overflow_is_an_error_that_names_the_layer(key, layer):
    net = two_layer()
    net.params[key][:] = 1.7e308
    for method in (net.predict, lambda x: net.gradient(x, 0)):
        with pytest.raises(FloatingPointError, match=f"the output of {layer} is not finite"):
            method([4, 4, 4, 4])


def test_a_sum_of_both_infinities_is_an_error_without_a_warning():
    net = two_layer(sizes=(16, 1, 2))
    net.params["W1"][:] = np.tile([[1e200], [-1e200]], (8, 1))
    for method in (net.predict, lambda x: net.gradient(x, 0)):
        with pytest.raises(FloatingPointError, match=r"output of Affine\(16, 1\) is not finite"):
            method([1e200] * 16)


def test_the_largest_possible_scores_give_certainty_without_a_warning():
    net = two_layer(sizes=(1, 1, 2))
    for key, value in {"W1": 100, "b1": 0, "W2": [[1.7e308, -1.7e308]], "b2": 0}.items():
        net.params[key][:] = value
    assert net.predict([1]).tolist() == [1, 0]
    assert net.loss([1], 0) == net.gradient([1], 0)["b2"].any() == 0
    assert not net.numerical_gradient([1], 0)["b2"].any()
    with pytest.raises(FloatingPointError, match="the gradient of W1 is not finite"):
        net.gradient([1], 1)
