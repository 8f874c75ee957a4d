import math

import numpy as np
import pytest

from mlbook.activations import sigmoid, softmax
from mlbook.losses import cross_entropy_error
from mlbook.networks import TwoLayerNet


def two_layer():
    return TwoLayerNet(4, 5, 3, 1.0, rng=np.random.default_rng(0))


def test_initial_weights_are_small_and_normal_and_biases_are_zero():
    net = TwoLayerNet(784, 50, 10, rng=np.random.default_rng(0))
    shapes = {key: value.shape for key, value in net.params.items()}
    assert shapes == {"W1": (784, 50), "b1": (50,), "W2": (50, 10), "b2": (10,)}
    assert net.params["W1"].std() == pytest.approx(0.01, rel=0.02)
    assert net.params["W2"].std() == pytest.approx(0.01, rel=0.1)
    assert net.params["W1"].mean() == pytest.approx(0, abs=2e-4)
    assert not net.params["b1"].any()
    assert not net.params["b2"].any()


def test_a_seed_determines_the_weights_and_no_seed_gives_others():
    one, same, other = two_layer(), two_layer(), TwoLayerNet(4, 5, 3)
    assert (one.params["W1"] == same.params["W1"]).all()
    assert (one.params["W2"] == same.params["W2"]).all()
    assert (one.params["W1"] != other.params["W1"]).all()


def test_a_network_of_zeros_gives_every_class_the_same_probability():
    net = TwoLayerNet(4, 5, 3, weight_init_std=0)
    assert net.predict([1, 2, 3, 4]) == pytest.approx([1 / 3] * 3, rel=1e-15)
    assert net.loss([1, 2, 3, 4], 0) == pytest.approx(math.log(3), rel=1e-6)


def test_prediction_and_loss_are_those_of_the_formula():
    net, x, t = two_layer(), np.random.default_rng(1).normal(size=(6, 4)), [0, 1, 2, 0, 1, 2]
    W1, b1, W2, b2 = net.params.values()
    expected = softmax(sigmoid(x @ W1 + b1) @ W2 + b2)
    assert net.predict(x) == pytest.approx(expected, rel=1e-14)
    assert net.predict(x[0]) == pytest.approx(net.predict(x)[0], rel=1e-14)
    assert net.loss(x, t) == cross_entropy_error(net.predict(x), t)


@pytest.mark.parametrize(("std", "dtype"), [(1.7e308, np.float64), (1e38, np.float32)])
def test_initial_weights_that_overflow_their_type_are_refused(std, dtype):
    with pytest.raises(FloatingPointError, match=r"weight_init_std of .* times W1 is not finite"):
        TwoLayerNet(100, 5, 3, std, rng=np.random.default_rng(0), dtype=dtype)


@pytest.mark.parametrize(
    ("args", "options", "error", "message"),
    [
        ((0, 5, 3), {}, ValueError, "input_size must be at least 1, but it is 0"),
        ((4, 2.5, 3), {}, TypeError, "hidden_size must be a whole number, but it is 2.5"),
        ((4, 5, True), {}, TypeError, "output_size must be a whole number"),
        ((4, 5, 3, -1), {}, ValueError, "weight_init_std must be a number of at least 0, not -1.0"),
        ((4, 5, 3, [0.1, 0.2]), {}, TypeError, "weight_init_std must be one number"),
        ((4, 5, 3, math.nan), {}, ValueError, "weight_init_std holds NaN"),
        ((4, 5, 3, "he"), {}, TypeError, "weight_init_std must hold real numbers"),
        ((4, 5, 3), {"rng": 0}, TypeError, "rng must be a Generator"),
        ((4, 5, 3), {"dtype": np.float16}, TypeError, "dtype must be numpy.float64 or numpy.floa"),
        ((4, 5, 3), {"dtype": np.int64}, TypeError, "dtype must be numpy"),
        ((4, 5, 3), {"dtype": "double trouble"}, TypeError, "dtype must be numpy"),
        ((4, 5, 3), {"dtype": [1.0]}, TypeError, "dtype must be numpy"),
    ],
)
def test_arguments_that_do_not_fit_are_named(args, options, error, message):
    with pytest.raises(error, match=message):
        TwoLayerNet(*args, **options)
