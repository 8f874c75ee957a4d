import numpy as np
import pytest

from mlbook.gradient import numerical_gradient
from mlbook.layers import Affine, BatchNormalization, Relu, Residual, Sigmoid
from mlbook.networks import Network

X = np.random.default_rng(5).normal(size=(4, 3))


def affine(inputs, outputs, seed=0):
    rng = np.random.default_rng(seed)
    return Affine(rng.normal(size=(inputs, outputs)), rng.normal(size=outputs))


def test_output_and_gradient_are_those_of_the_layers_plus_the_shortcut():
    layer, upstream = Residual(affine(3, 5), Sigmoid(), affine(5, 3)), np.ones((4, 3))
    first, middle, last = affine(3, 5), Sigmoid(), affine(5, 3)
    through = last.forward(middle.forward(first.forward(X)))
    assert (layer.forward(X) == X + through).all()
    back = first.backward(middle.backward(last.backward(upstream)))
    assert (layer.backward(upstream) == upstream + back).all()
    assert (layer.children[0].dW == first.dW).all()


def test_backward_agrees_with_differences_and_inside_another_shortcut():
    layer = Residual(affine(3, 3), Residual(Sigmoid(), affine(3, 3, seed=1)), Sigmoid())
    upstream, x = np.random.default_rng(6).normal(size=(4, 3)), X.copy()
    expected = numerical_gradient(lambda x: np.sum(upstream * layer.forward(x)), x)
    layer.forward(x)
    np.testing.assert_allclose(layer.backward(upstream), expected, rtol=0, atol=1e-7)


def test_a_network_learns_and_sets_the_modes_of_what_a_shortcut_holds():
    inner = BatchNormalization(np.ones(3), np.zeros(3))
    net = Network(Residual(affine(3, 3), inner, Relu(), affine(3, 3, seed=1)), affine(3, 2))
    assert list(net.params) == ["W1", "b1", "gamma1", "beta1", "W2", "b2", "W3", "b3"]
    gradient, numerical = net.gradient(X, [0, 1, 1, 0]), net.numerical_gradient(X, [0, 1, 1, 0])
    for key, value in gradient.items():
        np.testing.assert_allclose(value, numerical[key], rtol=0, atol=1e-6)
    assert inner.training
    assert net.predict(X[0]) == pytest.approx(net.predict(X)[0], rel=1e-12)
    assert not inner.training


def test_the_gradients_share_no_memory_with_upstream():
    layer, upstream = Residual(Relu()), np.ones((4, 3))
    layer.forward(X)
    assert not np.shares_memory(layer.backward(upstream), upstream)


def test_float32_stays_float32():
    layer = Residual(Relu())
    assert layer.forward(X.astype(np.float32)).dtype == np.float32
    assert layer.backward(np.ones((4, 3))).dtype == np.float32


@pytest.mark.parametrize(
    ("layers", "x", "message"),
    [
        ([affine(3, 2)], X, r"x has shape \(4, 3\), but the layers of .* make it \(4, 2\)"),
        ([affine(2, 3)], X, r"x has shape \(4, 3\), but W has shape \(2, 3\)"),
        ([affine(3, 2), affine(3, 3)], X, r"x has shape \(4, 2\), but W has shape \(3, 3\)"),
    ],
)
def test_shapes_that_do_not_fit_are_named(layers, x, message):
    with pytest.raises(ValueError, match=message):
        Residual(*layers).forward(x)


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ((), "Residual needs at least one layer"),
        ((Relu(), np.ones(2)), "Residual takes layers, but one is array"),
        ((Relu,), "Residual takes layers, but one is <class"),
    ],
)
def test_what_is_no_layer_is_refused(layers, message):
    with pytest.raises(TypeError, match=message):
        Residual(*layers)


def test_repr_shows_the_layers_in_one_line():
    assert repr(Residual(affine(3, 3), Relu())) == "Residual(Affine(3, 3), Relu())"
