"""Dropout: what it leaves out, what it keeps, and the gradient for one mask."""

from copy import deepcopy

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlbook.gradient import numerical_gradient
from mlbook.layers import Affine, Dropout, Relu
from mlbook.networks import Network


def rng(seed=0):
    return np.random.default_rng(seed)


def test_a_unit_is_left_out_or_enlarged_and_the_mean_stays():
    y = Dropout(0.2, rng=rng()).forward(np.ones(100_000))
    assert np.unique(y).tolist() == [0.0, 1.25]
    assert np.mean(y == 0) == pytest.approx(0.2, abs=0.005)
    assert y.mean() == pytest.approx(1, abs=0.01)


def test_at_inference_nothing_is_left_out_or_drawn():
    layer, generator = Dropout(0.9, rng=(drawn := rng())), rng()
    x = rng(1).normal(size=(3, 4))
    output = layer.forward(x, train_flg=False)
    assert (output == x).all()
    assert not np.shares_memory(output, x)
    assert (layer.backward(x) == x).all()
    assert drawn.random() == generator.random()


def test_each_pass_draws_a_mask_of_its_own_and_a_seed_repeats_them():
    one, other, x = Dropout(rng=rng()), Dropout(rng=rng()), np.ones(50)
    first, second = one.forward(x), one.forward(x)
    assert (first != second).any()
    assert (other.forward(x) == first).all()
    assert (other.forward(x) == second).all()


@given(ratio=st.floats(0, 0.95), seed=st.integers(0, 99))
def test_backward_is_the_mask_of_the_pass_before(ratio, seed):
    layer, x, upstream = Dropout(ratio, rng=rng(seed)), *rng(seed).normal(size=(2, 5, 3))
    y, gradient = layer.forward(x), layer.backward(upstream)
    np.testing.assert_allclose(gradient * x, y * upstream, rtol=1e-12)
    assert ((y == 0) | np.isclose(y * (1 - ratio), x)).all()


def test_backward_agrees_with_differences_under_the_same_mask():
    layer, (x, upstream) = Dropout(0.4, rng=rng()), rng(1).normal(size=(2, 4, 3))
    before = deepcopy(layer)
    layer.forward(x)
    expected = numerical_gradient(lambda z: np.sum(upstream * deepcopy(before).forward(z)), x)
    np.testing.assert_allclose(layer.backward(upstream), expected, rtol=0, atol=1e-7)


def test_a_network_with_dropout_and_weight_decay_passes_the_gradient_check():
    W1, W2, x = (rng(seed).normal(size=(3, 3)) for seed in range(3))
    layers = Affine(W1, np.ones(3)), Relu(), Dropout(0.5, rng=rng()), Affine(W2, np.zeros(3))
    net = Network(*layers, weight_decay=0.1)
    numerical = net.numerical_gradient(x, [0, 2, 1])
    for key, gradient in net.gradient(x, [0, 2, 1]).items():
        np.testing.assert_allclose(gradient, numerical[key], rtol=0, atol=1e-6)
    assert (net.predict(x) == net.predict(x)).all()
    assert (net.predict(x, train_flg=True) != net.predict(x)).any()


@pytest.mark.parametrize("train_flg", [True, False])
def test_float32_stays_float32(train_flg):
    layer, x = Dropout(0.3, rng=rng()), np.ones((2, 3), np.float32)
    assert layer.forward(x, train_flg).dtype == layer.backward(x).dtype == np.float32


def test_repr_shows_the_ratio_and_a_ratio_of_one_is_refused():
    assert repr(Dropout()) == "Dropout(0.5)"
    with pytest.raises(ValueError, match="dropout_ratio must be one number from 0 to below 1"):
        Dropout(1.0)
    with pytest.raises(TypeError, match="rng must be a Generator"):
        Dropout(rng=0)
