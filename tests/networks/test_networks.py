import math

import numpy as np
import pytest

from mlbook.activations import sigmoid, softmax
from mlbook.gradient import numerical_gradient
from mlbook.losses import cross_entropy_error
from mlbook.networks import SimpleNet, TwoLayerNet

# The notes' weights, input and target.
W = [[-0.31211728, 0.81783696, 1.0369602], [-0.35531326, -0.40729509, 1.30223118]]
X, T = [0.6, 0.9], [0, 0, 1]


def simple():
    net = SimpleNet(np.random.default_rng(0))
    net.W = W
    return net


def test_the_simple_network_gives_the_notes_figures():
    net = simple()
    assert net.predict(X) == pytest.approx([-0.5070523, 0.1241366, 1.79418418], abs=5e-8)
    assert net.loss(X, T) == net.loss(X, 2)
    assert net.loss(X, T) == pytest.approx(0.2533801, abs=5e-8)
    gradient = numerical_gradient(lambda W: net.loss(X, T), net.W)
    expected = [[0.0466332, 0.0876632, -0.1342964], [0.0699498, 0.1314948, -0.2014446]]
    assert gradient == pytest.approx(np.array(expected), abs=1e-6)
    assert net.W.tolist() == W


def test_the_simple_network_takes_batches():
    net = simple()
    assert net.predict([X, X]).tolist() == [net.predict(X).tolist()] * 2
    assert net.loss([X, X], [2, 2]) == net.loss(X, 2)


def test_the_simple_networks_weights_are_standard_normal():
    W = np.array([SimpleNet(np.random.default_rng(seed)).W for seed in range(500)])
    assert W.shape == (500, 2, 3)
    assert W.mean() == pytest.approx(0, abs=0.06)
    assert W.std() == pytest.approx(1, abs=0.04)
    assert (SimpleNet().W != SimpleNet().W).all()


def test_assigned_weights_are_copied_as_floats_of_any_two_dimensional_shape():
    net, weights = SimpleNet(), np.array([[1, 2], [3, 4], [5, 6]])
    net.W = weights
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


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: SimpleNet(7), TypeError, "rng must be a Generator"),
        (lambda: simple().predict([1, 2, 3]), ValueError, r"x has shape \(3,\), but W has shape"),
        (lambda: simple().predict(1), ValueError, r"x has shape \(\), but W has shape \(2, 3\)"),
        (lambda: simple().predict(np.ones((1, 1, 2))), ValueError, r"x has shape \(1, 1, 2\)"),
        (lambda: simple().predict([1e308, 1e308]), FloatingPointError, "x @ W is not finite"),
        (lambda: simple().loss(X, 3), ValueError, "t holds the label 3"),
        (lambda: setattr(SimpleNet(), "W", [1, 2]), ValueError, r"W must have shape \(D, K\)"),
        (lambda: setattr(SimpleNet(), "W", [[np.nan]]), ValueError, "W holds NaN"),
    ],
)
def test_the_simple_network_names_what_does_not_fit(call, error, message):
    with pytest.raises(error, match=message):
        call()


def two_layer(seed=0, std=1.0):
    return TwoLayerNet(4, 5, 3, std, rng=np.random.default_rng(seed))


def batch(*shape, seed=1):
    x = np.random.default_rng(seed).normal(size=shape)
    x.flags.writeable = False
    return x


def test_parameters_begin_as_small_normal_numbers_and_zeros():
    net = TwoLayerNet(784, 50, 10, rng=np.random.default_rng(0))
    assert {key: value.shape for key, value in net.params.items()} == {
        "W1": (784, 50),
        "b1": (50,),
        "W2": (50, 10),
        "b2": (10,),
    }
    assert sum(value.size for value in net.params.values()) == 39_760
    assert net.params["W1"].std() == pytest.approx(0.01, rel=0.02)
    assert net.params["W2"].std() == pytest.approx(0.01, rel=0.1)
    assert net.params["W1"].mean() == pytest.approx(0, abs=2e-4)
    assert not net.params["b1"].any()
    assert not net.params["b2"].any()


def test_the_same_seed_gives_the_same_network_and_none_another():
    one, same, other = two_layer(0), two_layer(0), TwoLayerNet(4, 5, 3)
    assert (one.params["W1"] == same.params["W1"]).all()
    assert (one.params["W2"] == same.params["W2"]).all()
    assert (one.params["W1"] != other.params["W1"]).all()


def test_a_network_of_zeros_finds_every_class_as_probable():
    net = TwoLayerNet(4, 5, 3, weight_init_std=0)
    assert net.predict([1, 2, 3, 4]) == pytest.approx([1 / 3] * 3, rel=1e-15)
    assert net.loss([1, 2, 3, 4], 0) == pytest.approx(math.log(3), rel=1e-6)


def test_prediction_is_the_formula():
    net, x = two_layer(), batch(6, 4)
    p = net.params
    hidden = sigmoid(x @ p["W1"] + p["b1"])
    expected = softmax(hidden @ p["W2"] + p["b2"])
    assert net.predict(x) == pytest.approx(expected, rel=1e-14)
    assert net.predict(x[0]) == pytest.approx(net.predict(x)[0], rel=1e-14)
    assert net.loss(x, [0, 1, 2, 0, 1, 2]) == cross_entropy_error(
        net.predict(x), [0, 1, 2, 0, 1, 2]
    )


@pytest.mark.parametrize(
    ("shape", "t"),
    [((4,), 2), ((4,), [0, 1, 0]), ((5, 4), [0, 2, 1, 1, 0]), ((2, 4), [[1, 0, 0], [0, 0, 1]])],
    ids=["label", "one-hot", "labels", "one-hot rows"],
)
def test_backpropagation_agrees_with_differences(shape, t):
    net, x = two_layer(), batch(*shape)
    kept = {key: value.copy() for key, value in net.params.items()}
    loss, gradient = net.loss_and_gradient(x, t)
    numerical = net.numerical_gradient(x, t)
    assert loss == pytest.approx(net.loss(x, t), rel=1e-14)
    assert list(gradient) == list(numerical) == ["W1", "b1", "W2", "b2"]
    for key, value in net.gradient(x, t).items():
        assert (value == gradient[key]).all()
        assert value.shape == numerical[key].shape
        assert value == pytest.approx(numerical[key], abs=1e-6)
        assert np.abs(value).max() > 1e-3
        assert (net.params[key] == kept[key]).all()


def test_the_notes_update_loop_lowers_the_loss():
    net, x, t = two_layer(), batch(5, 4), [0, 2, 1, 1, 0]
    before, gradient = net.loss(x, t), net.gradient(x, t)
    for key in net.params:
        net.params[key] -= 0.1 * gradient[key]
    squares = sum(np.sum(value**2) for value in gradient.values())
    assert before - net.loss(x, t) == pytest.approx(0.1 * squares, rel=0.1)


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
def test_data_that_do_not_fit_are_named(x, t, message):
    net = two_layer()
    for call in (net.loss, net.accuracy, net.gradient, net.numerical_gradient):
        with pytest.raises(ValueError, match=message):
            call(x, t)


def test_accuracy_names_the_place_in_all_samples():
    x = np.ones((1500, 4))
    x[1200, 3] = np.nan
    with pytest.raises(ValueError, match=r"x holds NaN at index \(1200, 3\)"):
        two_layer().accuracy(x, [0] * 1500)


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
def test_a_parameter_replaced_by_something_else_is_named_at_the_next_use(value, error, message):
    net, x = two_layer(), batch(2, 4)
    net.params["W1"] = value
    for call in (net.loss, net.accuracy, net.gradient, net.numerical_gradient):
        with pytest.raises(error, match=message):
            call(x, [0, 1])


def test_a_missing_parameter_is_named():
    net = two_layer()
    del net.params["b2"]
    with pytest.raises(TypeError, match=r"params\['b2'\] must be a float64 array"):
        net.predict([1, 2, 3, 4])


def test_another_array_of_the_right_form_is_taken():
    net = two_layer()
    net.params["W2"] = np.zeros((5, 3))
    assert net.predict([1, 2, 3, 4]) == pytest.approx([1 / 3] * 3)
    assert net.gradient([1, 2, 3, 4], 0)["W2"].any()


@pytest.mark.parametrize(("key", "layer"), [("W1", r"Affine\(4, 5\)"), ("W2", r"Affine\(5, 3\)")])
def test_sums_out_of_range_are_an_error_that_names_the_layer(key, layer):
    net = two_layer()
    net.params[key][:] = 1.7e308
    with pytest.raises(FloatingPointError, match=f"the output of {layer} is not finite"):
        net.predict([4, 4, 4, 4])
    with pytest.raises(FloatingPointError, match=f"the output of {layer} is not finite"):
        net.gradient([4, 4, 4, 4], 0)


def test_sums_of_both_infinities_are_an_error_and_never_a_warning():
    net = TwoLayerNet(16, 1, 2, rng=np.random.default_rng(0))
    net.params["W1"][:] = np.tile([[1e200], [-1e200]], (8, 1))
    for call in (net.predict, lambda x: net.gradient(x, 0)):
        with pytest.raises(
            FloatingPointError, match=r"the output of Affine\(16, 1\) is not finite"
        ):
            call([1e200] * 16)
    simplest = SimpleNet()
    simplest.W = net.params["W1"]
    with pytest.raises(FloatingPointError, match="x @ W is not finite"):
        simplest.predict([1e200] * 16)


def test_scores_as_far_apart_as_floats_can_be_give_a_sure_answer_and_never_a_warning():
    net = TwoLayerNet(1, 1, 2, rng=np.random.default_rng(0))
    for key, value in {"W1": 100, "b1": 0, "W2": [[1.7e308, -1.7e308]], "b2": 0}.items():
        net.params[key][:] = value
    assert net.predict([1]).tolist() == [1, 0]
    assert net.loss([1], 0) == net.gradient([1], 0)["b2"].any() == 0
    assert not net.numerical_gradient([1], 0)["b2"].any()
    with pytest.raises(FloatingPointError, match="the gradient of W1 is not finite"):
        net.gradient([1], 1)


def test_weights_too_large_for_their_type_are_refused():
    for spread, dtype in ((1.7e308, np.float64), (1e38, np.float32)):
        with pytest.raises(FloatingPointError, match=r"weight_init_std of .* times W1 is not fin"):
            TwoLayerNet(100, 5, 3, spread * 1.0, rng=np.random.default_rng(0), dtype=dtype)


@pytest.mark.parametrize(
    ("args", "error", "message"),
    [
        ((0, 5, 3), ValueError, "input_size must be at least 1, but it is 0"),
        ((4, 2.5, 3), TypeError, "hidden_size must be a whole number, but it is 2.5"),
        ((4, 5, True), TypeError, "output_size must be a whole number"),
        ((4, 5, 3, -1), ValueError, "weight_init_std must be a number of at least 0, not -1.0"),
        ((4, 5, 3, [0.1, 0.2]), TypeError, "weight_init_std must be one number"),
        ((4, 5, 3, math.nan), ValueError, "weight_init_std holds NaN"),
        ((4, 5, 3, "he"), TypeError, "weight_init_std must hold real numbers"),
    ],
)
def test_what_no_network_can_be_made_of_is_named(args, error, message):
    with pytest.raises(error, match=message):
        TwoLayerNet(*args)


def test_a_seed_in_place_of_a_generator_is_refused():
    with pytest.raises(TypeError, match="rng must be a Generator"):
        TwoLayerNet(4, 5, 3, rng=0)
