import numpy as np
import pytest

from mlbook.layers import Affine, Convolution, Dropout, Flatten, Pooling, Relu
from mlbook.networks import DeepConvNet, Network


def small(dtype=np.float64, **options):
    options = {"weight_init_std": 0.4, "dropout_ratio": 0.25} | options
    rng = np.random.default_rng(0)
    return DeepConvNet((2, 6, 5), [3, 4], 5, 3, rng=rng, dtype=dtype, **options)


def batch(*shape):
    return np.random.default_rng(1).normal(size=shape)


def test_the_default_has_three_blocks_and_two_affine_layers():
    net = DeepConvNet(rng=np.random.default_rng(0))
    kinds = [type(layer) for layer in net.layers]
    block = [Convolution, Relu, Convolution, Relu, Pooling]
    assert kinds == [*block * 3, Flatten, Affine, Relu, Dropout, Affine]
    assert [repr(net.layers[i]) for i in (-4, -1)] == ["Affine(576, 50)", "Affine(50, 10)"]
    assert list(net.params) == [f"{name}{i}" for i in range(1, 9) for name in "Wb"]
    for i, inputs in ((2, 16 * 9), (5, 32 * 9), (7, 576)):
        assert net.params[f"W{i}"].std() == pytest.approx(np.sqrt(2 / inputs), rel=0.05)
    assert not any(net.params[f"b{i}"].any() for i in range(1, 9))


@pytest.mark.parametrize(("x", "t"), [(batch(2, 6, 5), 1), (batch(4, 2, 6, 5), [0, 2, 1, 1])])
def test_backpropagation_agrees_with_differences(x, t):
    net = small(weight_decay=0.1)
    numerical = net.numerical_gradient(x, t)  # first: it leaves the generator as it is
    # Smaller steps come no closer than 1.3e-7: the loss adds 1e-7 in its logarithm.
    for key, value in net.gradient(x, t).items():
        np.testing.assert_allclose(value, numerical[key], rtol=0, atol=1e-6, strict=True)
        assert value.any()


def test_the_prediction_is_that_of_the_layers_in_a_row():
    net, x = small(), batch(4, 2, 6, 5)
    W = [net.params[f"W{i}"] for i in range(1, 7)]
    b = [net.params[f"b{i}"] for i in range(1, 7)]
    convolutions = [Convolution(W[i], b[i], pad=1) for i in range(4)]
    plain = Network(
        convolutions[0], Relu(), convolutions[1], Relu(), Pooling(2, 2, 2),
        convolutions[2], Relu(), convolutions[3], Relu(), Pooling(2, 2, 2),
        Flatten(), Affine(W[4], b[4]), Relu(), Affine(W[5], b[5]),
    )  # fmt: skip
    assert (net.predict(x) == plain.predict(x)).all()
    assert net.predict(x[0]) == pytest.approx(net.predict(x)[0], rel=1e-12)


def test_a_float32_network_computes_the_same_to_six_digits():
    double, single, x, t = small(), small(np.float32), batch(4, 2, 6, 5), [0, 2, 1, 1]
    assert single.loss(x, t) == pytest.approx(double.loss(x, t), rel=1e-5)
    gradient = double.gradient(x, t)
    for key, value in single.gradient(x, t).items():
        assert value.dtype == single.params[key].dtype == np.float32
        np.testing.assert_allclose(value, gradient[key], rtol=1e-4, atol=1e-6)


def test_a_seed_determines_the_weights_and_the_units_that_are_dropped():
    x, first, again = batch(9, 2, 6, 5), small(), small()
    other = DeepConvNet((2, 6, 5), [3, 4], 5, 3, 0.4, rng=np.random.default_rng(1))
    assert (first.params["W1"] == again.params["W1"]).all()
    assert (first.params["W1"] != other.params["W1"]).all()
    assert (first.predict(x, train_flg=True) == again.predict(x, train_flg=True)).all()
    assert (first.predict(x, train_flg=True) != first.predict(x)).any()


def make(input_dim=(1, 8, 8), filter_nums=(2,), hidden_size=4, output_size=3, std=0.1, **options):
    return DeepConvNet(input_dim, filter_nums, hidden_size, output_size, std, **options)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: make((8, 8)), ValueError, r"input_dim must be \(channels, height, width\)"),
        (lambda: make(filter_nums=[]), ValueError, "filter_nums is empty: give the number of fil"),
        (lambda: make(filter_nums=3), TypeError, "filter_nums must be a list of whole numbers"),
        (lambda: make(filter_nums="16"), TypeError, "filter_nums must be a list .* it is '16'"),
        (lambda: make(filter_nums=[2, 0]), ValueError, r"filter_nums\[1\] must be at least 1"),
        (
            lambda: make(filter_nums=[2, 2, 2, 2]),
            ValueError,
            r"the output of filter_nums\[3\] has shape \(2, 1, 1\)",
        ),
        (lambda: make(hidden_size=0), ValueError, "hidden_size must be at least 1"),
        (lambda: make(output_size=2.5), TypeError, "output_size must be a whole number"),
        (lambda: make(std=-1), ValueError, "weight_init_std must be a number of at least 0"),
        (lambda: make(std="big"), ValueError, "weight_init_std must be a number or one of 'relu'"),
        (lambda: make(std=1.7e308), FloatingPointError, "weight_init_std of .* is not finite"),
        (lambda: make(dropout_ratio=1), ValueError, "dropout_ratio must be one number from"),
        (lambda: make(weight_decay=-1), ValueError, "weight_decay must be a number of at least 0"),
        (lambda: make(rng=0), TypeError, "rng must be a Generator"),
        (lambda: make(dtype=int), TypeError, "dtype must be numpy.float64 or numpy.float32"),
        (
            lambda: make().predict(np.ones((5, 1, 9, 8))),
            ValueError,
            r"x has shape \(5, 1, 9, 8\), but one sample of this network \(1, 8, 8\)",
        ),
    ],
)
def test_arguments_that_do_not_fit_are_named(call, error, message):
    with pytest.raises(error, match=message):
        call()
