"""Weight decay, layers with two modes, and layers that are made of layers, in a network."""

import numpy as np
import pytest

from mlbook import SGD, Affine, Relu, TwoLayerNet, train
from mlbook.layers import Layer, ModalLayer
from mlbook.networks import Network


class Noise(ModalLayer):
    """Adds 1 or -1 to each input while it learns."""

    def __init__(self):
        self.rng = np.random.default_rng(0)

    def _forward(self, x):
        return x + self.rng.choice([-1.0, 1.0], x.shape) if self.training else x

    def _backward(self, upstream):
        return upstream


class Twice(Layer):
    """Holds one layer."""

    def __init__(self, inner):
        self.children = (inner,)

    def _forward(self, x):
        return 2 * self.children[0].propagate(x)

    def _differentiate(self, upstream):
        self.children[0]._differentiate(2 * upstream)
        self._gradient = self.children[0]._backward(2 * upstream)

    def _backward(self, upstream):
        return self._gradient


def affine(*shape):
    rng = np.random.default_rng(sum(shape))
    return Affine(0.3 * rng.normal(size=shape), 0.3 * rng.normal(size=shape[1]))


def network(**options):
    return Network(affine(4, 5), Noise(), Twice(affine(5, 5)), Relu(), affine(5, 3), **options)


X, T = np.random.default_rng(1).normal(size=(6, 4)), np.array([0, 2, 1, 1, 0, 2])


def test_the_parameters_of_inner_layers_are_numbered_in_their_place():
    assert [*network().params] == ["W1", "b1", "W2", "b2", "W3", "b3"]
    assert network().params["W3"].shape == (5, 3)


@pytest.mark.parametrize("weight_decay", [0.0, 0.1])
def test_the_gradient_is_that_of_the_loss_with_the_noise_drawn_next(weight_decay):
    net = network(weight_decay=weight_decay)
    numerical = net.numerical_gradient(X, T)
    for key, value in net.gradient(X, T).items():
        np.testing.assert_allclose(value, numerical[key], rtol=0, atol=1e-6, strict=True)


def test_weight_decay_adds_half_the_squared_weights_and_no_bias():
    net, plain = network(weight_decay=0.1), network()
    squares = sum(np.sum(net.params[key] ** 2) for key in ("W1", "W2", "W3"))
    assert net.loss(X, T) - plain.loss(X, T) == pytest.approx(0.05 * squares, rel=1e-12)
    with_decay, without = net.gradient(X, T), plain.gradient(X, T)
    np.testing.assert_allclose(with_decay["W1"] - without["W1"], 0.1 * net.params["W1"])
    assert (with_decay["b1"] == without["b1"]).all()


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_fast_differences_are_those_of_the_loss_with_weight_decay(dtype):
    net = TwoLayerNet(4, 5, 3, 0.5, rng=np.random.default_rng(0), weight_decay=0.1, dtype=dtype)
    plain = Network.numerical_gradient(net, X, T)
    for key, value in net.numerical_gradient(X, T).items():
        np.testing.assert_allclose(value, plain[key], rtol=0, atol=1e-9, strict=True)


@pytest.mark.parametrize("weight_decay", [-0.1, np.nan, "much"])
def test_a_weight_decay_that_is_no_number_of_at_least_0_is_refused(weight_decay):
    with pytest.raises((TypeError, ValueError), match="weight_decay"):
        network(weight_decay=weight_decay)


def test_a_network_is_noisy_only_while_it_learns():
    net = network()
    assert (net.predict(X) == net.predict(X)).all()
    assert (net.predict(X, train_flg=True) != net.predict(X, train_flg=True)).any()
    assert net.loss(X, T) == net.loss(X, T) != net.loss(X, T, train_flg=True)


def test_a_layer_stays_in_the_mode_it_was_called_in():
    layer = Noise()
    assert (abs(layer.forward(np.zeros(9))) == 1).all()
    assert layer.training
    assert (layer.forward(np.zeros(9), train_flg=False) == 0).all()
    assert not layer.training


def test_both_gradients_train_with_the_same_noise():
    def losses(gradient):
        options = {"updates": 4, "batch_size": 4, "optimizer": SGD(0.5), "gradient": gradient}
        return train(network(), X, T, rng=np.random.default_rng(0), **options).losses

    np.testing.assert_allclose(losses("backprop"), losses("numerical"), rtol=1e-5)
