from copy import deepcopy

import numpy as np
import pytest

from mlbook.layers import Affine, Relu, Sigmoid, SoftmaxWithLoss
from mlbook.losses import as_labels_or_rows
from mlbook.networks import Network, SimpleNet, TwoLayerNet


def two_layer(seed=0, std=1.0, dtype=np.float64, sizes=(4, 5, 3)):
    return TwoLayerNet(*sizes, std, rng=np.random.default_rng(seed), dtype=dtype)


def batch(*shape, seed=1):
    return np.random.default_rng(seed).normal(size=shape)


# Those of MNIST are made in four blocks, with 4 rows left, or in five with 3 and 4 left.
@pytest.mark.parametrize(
    ("sizes", "count"), [((4, 5, 3), 5), ((784, 50, 10), 100), ((784, 50, 10), 103)]
)
def test_one_pass_back_is_that_of_the_layers(sizes, count):
    net, x, t = two_layer(std=0.3, sizes=sizes), batch(count, sizes[0]), np.arange(count) % 3
    W1, b1, W2, b2 = net.params.values()
    layers = Affine(W1, b1), Sigmoid(), Affine(W2, b2)
    output, values = SoftmaxWithLoss(), x
    for layer in layers:
        values = layer.forward(values)
    loss, upstream = output.forward(values, t), output.backward()
    for layer in reversed(layers):
        upstream = layer.backward(upstream)
    there = {"W1": layers[0].dW, "b1": layers[0].db, "W2": layers[2].dW, "b2": layers[2].db}
    here_loss, here = net.loss_and_gradient(x, t)
    assert here_loss == pytest.approx(loss, rel=1e-13)
    for key in there:
        np.testing.assert_allclose(here[key], there[key], rtol=1e-9, atol=1e-15)


def test_a_network_of_float32_computes_the_same_in_seven_digits():
    double, single = two_layer(), two_layer(dtype="float32")
    x, t = batch(6, 4), [0, 2, 1, 1, 0, 2]
    loss, gradient = single.loss_and_gradient(x, t)
    assert loss == pytest.approx(double.loss(x, t), rel=1e-6)
    numerical = single.numerical_gradient(x, t)
    for key, value in double.gradient(x, t).items():
        assert single.params[key].dtype == gradient[key].dtype == np.float32
        np.testing.assert_allclose(gradient[key], value, rtol=1e-5, atol=1e-7)
        np.testing.assert_allclose(numerical[key], value, rtol=1e-5, atol=1e-6)


def test_what_is_certain_and_right_costs_nothing():
    net, x = two_layer(), batch(2, 4)
    net.params["b2"][0] = 1000
    assert net.loss_and_gradient(x, [0, 0])[0] == net.loss(x, [0, 0]) == 0


def test_samples_too_large_for_float32_are_named():
    net = two_layer(dtype=np.float32)
    with pytest.raises(ValueError, match=r"x holds an infinity at index \(0, 1\)"):
        net.gradient([[1, 1e39, 1, 1]], [0])


@pytest.mark.parametrize("dtype", [np.float16, np.int64, "double trouble", [1.0]])
def test_no_other_type_of_parameters_is_taken(dtype):
    with pytest.raises(TypeError, match="dtype must be numpy"):
        two_layer(dtype=dtype)


def test_targets_that_are_no_distribution_have_no_gradient_by_backpropagation():
    with pytest.raises(ValueError, match="each row of t must sum to 1, but one sums to 2"):
        two_layer().gradient(batch(2, 4), [[1, 0, 0], [1, 0, 1]])


def test_targets_too_large_for_float32_are_named():
    with pytest.raises(FloatingPointError, match="the output of SoftmaxWithLoss"):
        two_layer(dtype=np.float32).gradient(batch(1, 4), [[1e39, -1e39, 1]])


@pytest.mark.parametrize("labels", [np.int8, np.int64, np.uint64])
def test_labels_become_indices_as_wide_as_those_of_the_platform(monkeypatch, labels):
    """In a browser they have 32 bits."""
    monkeypatch.setattr(np, "intp", np.int32)
    assert as_labels_or_rows(np.array([2, 0, 1], labels), (3, 3)).dtype == np.int32


def three_layers(dtype=np.float64):
    rng, sizes = np.random.default_rng(0), [(4, 6), (6, 5), (5, 3)]
    first, second, third = (
        Affine(rng.normal(size=size).astype(dtype), np.zeros(size[1], dtype)) for size in sizes
    )
    return Network(first, Relu(), second, Sigmoid(), third)


@pytest.mark.parametrize("make", [three_layers, two_layer])
def test_backpropagation_through_any_layers_agrees_with_differences(make):
    net, x, t = make(), batch(5, 4), [0, 1, 2, 1, 0]
    numerical = Network.numerical_gradient(net, x, t)
    assert list(numerical) == list(net.params)
    for key, value in net.gradient(x, t).items():
        assert value.shape == net.params[key].shape
        assert value == pytest.approx(numerical[key], abs=1e-6)
        assert np.abs(value).max() > 1e-3


def test_the_numerical_gradient_of_float32_is_computed_in_float64():
    x, t = batch(5, 4), [0, 1, 2, 1, 0]
    single, double = three_layers(np.float32), three_layers()
    expected = double.numerical_gradient(x, t)
    for key, value in single.numerical_gradient(x, t).items():
        assert value.dtype == np.float64
        np.testing.assert_allclose(value, expected[key], rtol=1e-4, atol=1e-6)
        assert single.params[key].dtype == np.float32


def test_the_fast_numerical_gradient_is_the_plain_one():
    net, x, t = two_layer(), batch(5, 4), [0, 1, 2, 1, 0]
    plain = Network.numerical_gradient(net, x, t)
    for key, value in net.numerical_gradient(x, t).items():
        np.testing.assert_allclose(value, plain[key], rtol=0, atol=1e-8)


def test_parameters_put_in_place_of_others_go_on_learning():
    net, x, t = two_layer(), batch(5, 4), [0, 1, 2, 1, 0]
    for key in net.params:
        net.params[key] = np.array(net.params[key])
    before, gradient = net.loss(x, t), net.gradient(x, t)
    for key in net.params:
        net.params[key] = net.params[key] - 0.1 * gradient[key]
    squares = sum(np.sum(value**2) for value in gradient.values())
    assert before - net.loss(x, t) == pytest.approx(0.1 * squares, rel=0.1)


def test_a_copy_of_a_network_learns_on_its_own():
    net, x = two_layer(), batch(2, 4)
    other = deepcopy(net)
    other.params["b2"] += [100, 0, 0]
    assert net.predict(x)[0, 0] < 0.99 < other.predict(x)[0, 0]


def test_a_network_shows_its_layers_in_one_line():
    assert repr(two_layer()) == "TwoLayerNet(Affine(4, 5), Sigmoid(), Affine(5, 3))"
    assert repr(three_layers()).startswith(
        "Network(Affine(4, 6), Relu(), Affine(6, 5), Sigmoid(), "
    )
    assert repr(SimpleNet()) == "SimpleNet(2, 3)"
