import numpy as np
import pytest

from mlbook import SGD, MultiLayerNet, TwoLayerNet, train


def net(*args, **options):
    return MultiLayerNet(4, [6, 5], 3, *args, rng=np.random.default_rng(0), **options)


X, T = np.random.default_rng(1).normal(size=(7, 4)), np.array([0, 2, 1, 1, 0, 2, 1])


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "ReLU"])
@pytest.mark.parametrize(
    "use",
    [{}, {"use_batchnorm": True}, {"use_dropout": True, "dropout_ratio": 0.2}],
    ids=["plain", "batchnorm", "dropout"],
)
def test_backpropagation_agrees_with_differences(activation, use):
    network = net(activation, weight_decay_lambda=0.1, **use)
    for value in network.params.values():
        value += 0.1  # with biases of 0, a sample that one layer stops is at the next one's corner
    numerical = network.numerical_gradient(X, T)
    for key, value in network.gradient(X, T).items():
        np.testing.assert_allclose(value, numerical[key], rtol=0, atol=1e-6, strict=True)


def test_one_hidden_layer_of_sigmoids_is_the_two_layer_network():
    one = MultiLayerNet(4, [5], 3, "sigmoid", 0.3, rng=np.random.default_rng(2))
    other = TwoLayerNet(4, 5, 3, 0.3, rng=np.random.default_rng(2))
    assert (one.predict(X) == other.predict(X)).all()


def test_without_a_hidden_layer_it_is_affine():
    assert repr(MultiLayerNet(4, [], 3)) == "MultiLayerNet(Affine(4, 3))"


def test_layers_stand_in_the_order_of_the_book():
    assert repr(net(use_batchnorm=True, use_dropout=True, dropout_ratio=0.2)) == (
        "MultiLayerNet(Affine(4, 6), BatchNormalization(6), Relu(), Dropout(0.2), "
        "Affine(6, 5), BatchNormalization(5), Relu(), Dropout(0.2), Affine(5, 3))"
    )


@pytest.mark.parametrize(
    ("std", "gain"),
    [("relu", 2), ("he", 2), ("He", 2), ("sigmoid", 1), ("xavier", 1), (0.1, None)],
)
def test_weights_have_the_spread_that_was_asked_for(std, gain):
    network = MultiLayerNet(500, [200], 100, weight_init_std=std, rng=np.random.default_rng(0))
    for key, inputs in (("W1", 500), ("W2", 200)):
        expected = np.sqrt(gain / inputs) if gain else 0.1
        assert network.params[key].std() == pytest.approx(expected, rel=0.02)
    assert not network.params["b1"].any()


def test_batch_normalisation_begins_with_ones_and_zeros():
    network = net(use_batchnorm=True)
    assert (network.params["gamma2"] == 1).all()
    assert not network.params["beta2"].any()


def test_a_float32_network_computes_the_same_to_seven_digits():
    double, single = net(use_batchnorm=True), net(use_batchnorm=True, dtype=np.float32)
    for key, value in double.gradient(X, T).items():
        assert single.gradient(X, T)[key].dtype == np.float32
        np.testing.assert_allclose(single.gradient(X, T)[key], value, rtol=1e-3, atol=1e-5)


def test_a_prediction_of_a_trained_network_does_not_depend_on_its_batch():
    network = net(use_batchnorm=True)
    options = {"updates": 20, "batch_size": 5, "optimizer": SGD(0.1)}
    train(network, X, T, rng=np.random.default_rng(0), **options)
    np.testing.assert_allclose(network.predict(X)[2], network.predict(X[2]), rtol=1e-12)
    assert np.abs(network.predict(X, train_flg=True) - network.predict(X)).max() > 0.01


@pytest.mark.parametrize(
    ("args", "options", "error", "message"),
    [
        ((0, [5], 3), {}, ValueError, "input_size must be at least 1"),
        ((4, [5, 0], 3), {}, ValueError, r"hidden_size_list\[1\] must be at least 1"),
        ((4, [2.5], 3), {}, TypeError, r"hidden_size_list\[0\] must be a whole number"),
        ((4, 5, 3), {}, TypeError, "hidden_size_list must be a list .* but it is 5"),
        ((4, "55", 3), {}, TypeError, "hidden_size_list must be a list .* but it is '55'"),
        ((4, [5], True), {}, TypeError, "output_size must be a whole number"),
        ((4, [5], 3, "tanh"), {}, ValueError, "activation must be .* but it is 'tanh'"),
        ((4, [5], 3, None), {}, ValueError, "activation must be .* but it is None"),
        ((4, [5], 3, "relu", "small"), {}, ValueError, "weight_init_std must be .* 'small'"),
        ((4, [5], 3, "relu", -1), {}, ValueError, "weight_init_std must be a number of at least 0"),
        ((4, [5], 3), {"weight_decay_lambda": -1}, ValueError, "weight_decay_lambda must be"),
        ((4, [5], 3), {"dropout_ratio": 1}, ValueError, "dropout_ratio must be one number"),
        ((4, [5], 3), {"rng": 0}, TypeError, "rng must be a Generator"),
        ((4, [5], 3), {"dtype": int}, TypeError, "dtype must be numpy.float64"),
    ],
)
def test_arguments_that_do_not_fit_are_named(args, options, error, message):
    with pytest.raises(error, match=message):
        MultiLayerNet(*args, **options)


@pytest.mark.parametrize(("std", "dtype"), [(1.7e308, np.float64), (1e38, np.float32)])
def test_initial_weights_that_overflow_their_type_are_refused(std, dtype):
    with pytest.raises(FloatingPointError, match=r"weight_init_std of .* times W1 is not finite"):
        MultiLayerNet(100, [5], 3, weight_init_std=std, rng=np.random.default_rng(0), dtype=dtype)
