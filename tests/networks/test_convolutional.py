import numpy as np
import pytest

from mlbook.layers import Affine, Convolution, Flatten, Pooling, Relu
from mlbook.networks import Network, SimpleConvNet

FILTERS = {"filter_num": 3, "filter_size": 3}


def small(dtype=np.float64, std=0.3, **options):
    param = FILTERS | options
    return SimpleConvNet((2, 6, 5), param, 4, 3, std, rng=np.random.default_rng(0), dtype=dtype)


def batch(*shape):
    return np.random.default_rng(1).normal(size=shape)


def test_the_default_is_the_network_of_the_well_known_book():
    net = SimpleConvNet(rng=np.random.default_rng(0))
    assert repr(net) == (
        "SimpleConvNet(Convolution(30, 1, 5, 5), Relu(), Pooling(2, 2, stride=2), Flatten(), "
        "Affine(4320, 100), Relu(), Affine(100, 10))"
    )
    assert list(net.params) == ["W1", "b1", "W2", "b2", "W3", "b3"]
    assert net.params["W2"].std() == pytest.approx(0.01, rel=0.01)
    assert not any(net.params[key].any() for key in ("b1", "b2", "b3"))


@pytest.mark.parametrize("options", [{}, {"pad": 1}, {"stride": 2, "pad": 2}])
@pytest.mark.parametrize(("x", "t"), [(batch(2, 6, 5), 1), (batch(4, 2, 6, 5), [0, 2, 1, 1])])
def test_backpropagation_agrees_with_differences(x, t, options):
    net = small(**options)
    gradient, numerical = net.gradient(x, t), net.numerical_gradient(x, t)
    for key, value in gradient.items():
        np.testing.assert_allclose(value, numerical[key], rtol=0, atol=1e-6, strict=True)
        assert value.any()


def test_the_prediction_is_that_of_the_layers_in_a_row():
    net, x = small(), batch(4, 2, 6, 5)
    W1, b1, W2, b2, W3, b3 = net.params.values()
    layers = [Convolution(W1, b1), Relu(), Pooling(2, 2, 2), Flatten()]
    plain = Network(*layers, Affine(W2, b2), Relu(), Affine(W3, b3))
    assert (net.predict(x) == plain.predict(x)).all()
    assert net.predict(x[0]) == pytest.approx(net.predict(x)[0], rel=1e-12)
    assert net.accuracy(x, net.predict(x).argmax(axis=1)) == 1.0
    assert net.accuracy(x[0], net.predict(x[0]).argmax()) == 1.0


def test_a_float32_network_computes_the_same_to_six_digits():
    double, single, x, t = small(), small(np.float32), batch(4, 2, 6, 5), [0, 2, 1, 1]
    assert single.loss(x, t) == pytest.approx(double.loss(x, t), rel=1e-5)
    for key, value in single.gradient(x, t).items():
        assert value.dtype == single.params[key].dtype == np.float32
        np.testing.assert_allclose(value, double.gradient(x, t)[key], rtol=1e-4, atol=1e-6)


def test_a_seed_determines_the_weights():
    assert (small().params["W1"] == small().params["W1"]).all()
    other = SimpleConvNet((2, 6, 5), FILTERS, 4, 3, 0.5)
    assert (small().params["W1"] != other.params["W1"]).all()


def test_what_conv_param_leaves_out_is_as_in_the_default():
    assert repr(small().layers[0]) == "Convolution(3, 2, 3, 3)"
    assert repr(SimpleConvNet((1, 8, 8), {"pad": 1}).layers[0]) == "Convolution(30, 1, 5, 5, pad=1)"


def make(input_dim=(1, 8, 8), conv_param=FILTERS, hidden_size=4, output_size=3, std=0.1, **options):
    return SimpleConvNet(input_dim, conv_param, hidden_size, output_size, std, **options)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: make((8, 8)), ValueError, r"input_dim must be \(channels, height, width\)"),
        (lambda: make(None), ValueError, "input_dim must be .* but it is None"),
        (lambda: make((1, 0, 8)), ValueError, r"input_dim\[1\] must be at least 1, but it is 0"),
        (lambda: make(conv_param={"size": 3}), ValueError, "conv_param may have filter_num, filt"),
        (lambda: make(conv_param=[3]), ValueError, r"conv_param may have .*, but it is \[3\]"),
        (
            lambda: make(conv_param={"filter_num": 0}),
            ValueError,
            r"conv_param\['filter_num'\] must be at least 1",
        ),
        (lambda: make((1, 2, 8)), ValueError, r"a sample of input_dim has shape \(1, 2, 8\)"),
        (lambda: make((1, 3, 8)), ValueError, r"the output of conv_param has shape \(3, 1, 6\)"),
        (lambda: make(hidden_size=0), ValueError, "hidden_size must be at least 1"),
        (lambda: make(output_size=2.5), TypeError, "output_size must be a whole number"),
        (lambda: make(std=-1), ValueError, "weight_init_std must be a number of at least 0"),
        (lambda: make(std=1.7e308), FloatingPointError, "weight_init_std of .* is not finite"),
        (lambda: make(rng=0), TypeError, "rng must be a Generator"),
        (lambda: make(dtype=int), TypeError, "dtype must be numpy.float64 or numpy.float32"),
        (lambda: make().predict(np.ones((5, 64))), ValueError, r"x has shape \(5, 64\), but W"),
        (
            lambda: make().loss(np.ones((5, 1, 9, 8)), [0] * 5),
            ValueError,
            r"x has shape \(5, 1, 9, 8\), but one sample of this network \(1, 8, 8\)",
        ),
    ],
)
def test_arguments_that_do_not_fit_are_named(call, error, message):
    with pytest.raises(error, match=message):
        call()
