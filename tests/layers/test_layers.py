import re

import numpy as np
import pytest

from mlbook.gradient import numerical_gradient
from mlbook.layers import AddLayer, Affine, Layer, MulLayer, Relu, Sigmoid, SoftmaxWithLoss

ONE_INPUT, TWO_INPUTS = [Relu, Sigmoid], [AddLayer, MulLayer]


def frozen(array):
    """Return a copy that nobody can write to."""
    copy = np.array(array, dtype=float)
    copy.flags.writeable = False
    return copy


def random(seed, *shape):
    return frozen(np.random.default_rng(seed).normal(size=shape))


def affine(seed=0):
    return Affine(random(seed, 3, 2), random(seed + 1, 2))


# Two apples of 100 and three mandarins of 150, taxed at 10 %: every number can be checked by hand.
def test_a_graph_of_additions_and_multiplications_is_followed_back_by_hand():
    apples, mandarins, basket, tax = MulLayer(), MulLayer(), AddLayer(), MulLayer()
    total = tax.forward(basket.forward(apples.forward(100, 2), mandarins.forward(150, 3)), 1.1)
    assert total == pytest.approx(715, rel=1e-15)
    d_basket, d_tax = tax.backward(1)
    d_apples, d_mandarins = basket.backward(d_basket)
    assert (d_basket, d_tax) == (1.1, 650)
    assert apples.backward(d_apples) == pytest.approx((2.2, 110), rel=1e-15)
    assert mandarins.backward(d_mandarins) == pytest.approx((3.3, 165), rel=1e-15)


def test_relu_is_nothing_at_zero_and_below():
    layer = Relu()
    assert layer.forward([[-1, 0], [1e-300, 3]]).tolist() == [[0, 0], [1e-300, 3]]
    gradient = layer.backward([[-5, -5], [-5, 7]])
    assert gradient.tolist() == [[0, 0], [-5, 7]]
    assert not np.signbit(gradient[0]).any()  # a page would print -0.


def test_sigmoid_is_steepest_at_zero_with_a_quarter():
    layer = Sigmoid()
    assert layer.forward([0.0, np.log(3.0), -1000.0]) == pytest.approx([0.5, 0.75, 0.0], rel=1e-15)
    assert layer.backward([1, 1, 1]) == pytest.approx([0.25, 0.1875, 0.0], rel=1e-15)


def test_affine_is_worked_by_hand():
    layer = Affine([[1, 2, 3], [4, 5, 6]], [10, 20, 30])
    assert layer.forward([[1, 0], [0, 1]]).tolist() == [[11, 22, 33], [14, 25, 36]]
    assert layer.backward([[1, 0, 0], [0, 0, 1]]).tolist() == [[1, 4], [3, 6]]
    assert layer.dW.tolist() == [[1, 0, 0], [0, 0, 1]]
    assert layer.db.tolist() == [1, 0, 1]


def test_softmax_with_loss_is_worked_by_hand():
    layer = SoftmaxWithLoss()
    assert layer.forward([np.log(1), np.log(3)], 1) == pytest.approx(-np.log(0.75), abs=2e-7)
    assert layer.backward() == pytest.approx([0.25, -0.25], rel=1e-15)
    layer.forward([[np.log(1), np.log(3)], [0, 0]], [1, 0])
    assert layer.backward() == pytest.approx(np.array([[0.125, -0.125], [-0.25, 0.25]]), rel=1e-15)


@pytest.mark.parametrize("layer", ONE_INPUT)
@pytest.mark.parametrize("shape", [(), (4,), (2, 3), (2, 3, 2)])
def test_elementwise_layers_agree_with_differences(layer, shape):
    x, upstream, node = random(1, *shape), random(2, *shape), layer()
    expected = numerical_gradient(lambda x: float(np.sum(upstream * layer().forward(x))), x)
    assert node.forward(x).shape == shape
    assert node.backward(upstream) == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize("layer", TWO_INPUTS)
@pytest.mark.parametrize("shape", [(), (4,), (2, 3)])
def test_arithmetic_layers_agree_with_differences(layer, shape):
    x, y, upstream, node = random(1, *shape), random(2, *shape), random(3, *shape), layer()
    node.forward(x, y)
    dx, dy = node.backward(upstream)
    by_x = numerical_gradient(lambda x: float(np.sum(upstream * layer().forward(x, y))), x)
    by_y = numerical_gradient(lambda y: float(np.sum(upstream * layer().forward(x, y))), y)
    assert dx == pytest.approx(by_x, abs=1e-8)
    assert dy == pytest.approx(by_y, abs=1e-8)


@pytest.mark.parametrize("shape", [(3,), (1, 3), (5, 3)], ids=["single", "batch of 1", "batch"])
def test_affine_agrees_with_differences(shape):
    x, upstream, layer = random(1, *shape), random(2, *shape[:-1], 2), affine()
    W, b = layer.W, layer.b
    layer.forward(x)
    dx = layer.backward(upstream)

    def by(make):
        return lambda p: float(np.sum(upstream * make(p)))

    assert dx == pytest.approx(
        numerical_gradient(by(lambda x: Affine(W, b).forward(x)), x), abs=1e-8
    )
    assert layer.dW == pytest.approx(
        numerical_gradient(by(lambda W: Affine(W, b).forward(x)), W), abs=1e-8
    )
    assert layer.db == pytest.approx(
        numerical_gradient(by(lambda b: Affine(W, b).forward(x)), b), abs=1e-8
    )


@pytest.mark.parametrize(
    ("shape", "t"),
    [
        ((4,), 2),
        ((4,), [0, 0, 1, 0]),
        ((4,), [0.1, 0.2, 0.3, 0.4]),
        ((3, 4), [2, 0, 2]),
        ((3, 4), [[0, 0, 1, 0], [1, 0, 0, 0], [0, 0, 1, 0]]),
    ],
)
def test_softmax_with_loss_agrees_with_differences(shape, t):
    scores, layer = random(1, *shape), SoftmaxWithLoss()
    layer.forward(scores, t)
    expected = numerical_gradient(lambda scores: SoftmaxWithLoss().forward(scores, t), scores)
    assert layer.backward() == pytest.approx(expected, abs=1e-6)  # the guard is in one of them


def test_labels_and_one_hot_rows_give_the_same():
    scores, labels, one, two = random(1, 3, 4), [2, 0, 2], SoftmaxWithLoss(), SoftmaxWithLoss()
    assert one.forward(scores, labels) == two.forward(scores, np.eye(4)[labels])
    assert (one.backward() == two.backward()).all()


def run(layer):
    """Return a function from upstream to every gradient of `layer`, and an upstream that fits."""
    node = affine() if layer is Affine else layer()
    inputs = (random(1, 4, 3), random(2, 4, 3)) if layer in TWO_INPUTS else (random(1, 4, 3),)
    output = node.forward(*inputs, *([[2, 0, 1, 2]] if layer is SoftmaxWithLoss else []))

    def gradients(upstream):
        answer = node.backward(upstream)
        first = list(answer) if isinstance(answer, tuple) else [answer]
        return first + ([node.dW, node.db] if layer is Affine else [])

    return gradients, random(3, *np.shape(output))


ALL = [*TWO_INPUTS, *ONE_INPUT, Affine, SoftmaxWithLoss]


@pytest.mark.parametrize("layer", ALL)
def test_backward_scales_with_its_argument_and_can_be_repeated(layer):
    gradients, upstream = run(layer)
    once, doubled, again = gradients(upstream), gradients(2 * upstream), gradients(upstream)
    assert all(gradient.any() for gradient in once)
    for a, b, c in zip(once, doubled, again, strict=True):
        assert (2 * a == b).all()
        assert (a == c).all()


@pytest.mark.parametrize("layer", ALL)
def test_who_writes_into_a_gradient_changes_nothing_else(layer):
    gradients, upstream = run(layer)
    kept = [gradient.copy() for gradient in gradients(upstream)]
    for gradient in gradients(upstream):
        gradient[...] = 99.0
    assert all((a == b).all() for a, b in zip(kept, gradients(upstream), strict=True))


@pytest.mark.parametrize("layer", [AddLayer, MulLayer])
def test_the_two_gradients_are_two_arrays(layer):
    dx, dy = run(layer)[0](random(3, 4, 3))
    assert not np.shares_memory(dx, dy)


@pytest.mark.parametrize("layer", ONE_INPUT)
def test_who_writes_into_an_output_does_not_change_the_gradient(layer):
    node = layer()
    output = node.forward([1.0, 2.0])
    kept = node.backward([1, 1])
    output[:] = 0
    assert (node.backward([1, 1]) == kept).all()


def test_softmax_with_loss_begins_a_backward_pass_with_one():
    layer = SoftmaxWithLoss()
    layer.forward([1.0, 2.0], 0)
    assert (layer.backward() == layer.backward(1)).all()
    assert (layer.backward() == -layer.backward(-1.0)).all()


def test_affine_sees_updates_of_its_parameters_in_place():
    W, b = np.zeros((2, 1)), np.zeros(1)
    layer = Affine(W, b)
    assert layer.W is W
    assert layer.b is b
    W += 3
    b += 0.5
    assert layer.forward([1, 1]).tolist() == [6.5]


def test_affine_takes_integers_as_new_floats():
    layer = Affine(np.ones((2, 1), int), [1])
    assert layer.W.dtype == layer.b.dtype == np.float64


@pytest.mark.parametrize("layer", ALL)
def test_backward_before_forward_is_refused(layer):
    node = affine() if layer is Affine else layer()
    with pytest.raises(RuntimeError, match=f"{layer.__name__}.backward .* call forward first"):
        node.backward(1.0)


@pytest.mark.parametrize("layer", ALL)
def test_an_upstream_that_does_not_fit_is_named_with_both_shapes(layer):
    gradients, upstream = run(layer)
    message = r"upstream has shape \(7,\), but the output of {} has shape {}"
    shape = str(upstream.shape).replace("(", r"\(").replace(")", r"\)")
    with pytest.raises(ValueError, match=message.format(layer.__name__, shape)):
        gradients(np.ones(7))
    with pytest.raises(ValueError, match="upstream holds NaN"):
        gradients(np.full(upstream.shape, np.nan))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: AddLayer().forward([1, 2], 3), r"x has shape \(2,\), but y has shape \(\)"),
        (lambda: MulLayer().forward([1], [1, 2]), r"x has shape \(1,\), but y has shape \(2,\)"),
        (lambda: Relu().forward([np.nan]), "x holds NaN"),
        (lambda: Sigmoid().forward([np.inf]), "x holds an infinity"),
        (lambda: Affine([1, 2], [1, 2]), r"W must have shape \(D, M\), but its shape is \(2,\)"),
        (lambda: Affine(np.ones((2, 3)), [1, 2]), r"b has shape \(2,\), but W has shape \(2, 3\)"),
        (lambda: affine().forward([1, 2]), r"x has shape \(2,\), but W has shape \(3, 2\)"),
        (lambda: affine().forward(1), r"x has shape \(\), but W has shape \(3, 2\)"),
        (lambda: affine().forward(np.ones((1, 1, 3))), r"x has shape \(1, 1, 3\), but W"),
        (lambda: SoftmaxWithLoss().forward(1.0, 0), r"scores must have shape \(K,\) or \(N, K\)"),
        (lambda: SoftmaxWithLoss().forward([1.0, 2.0], [1]), r"t has shape \(1,\)"),
        (lambda: SoftmaxWithLoss().forward([1.0, 2.0], 2), "t holds the label 2"),
        (
            lambda: SoftmaxWithLoss().forward([[1.0, 2.0], [1.0, 2.0]], [[0, 1], [1, 2]]),
            "each row of t must sum to 1, but one sums to 3",
        ),
    ],
)
def test_inputs_that_do_not_fit_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def backward_of(node, *inputs):
    node.forward(*inputs)
    return node.backward


HUGE = 1e200
IN_TURN = np.tile([[HUGE], [-HUGE]], (8, 1))  # products of both infinities, added in some order


@pytest.mark.parametrize(
    ("call", "what"),
    [
        (lambda: AddLayer().forward(1.5e308, 1.5e308), "the output of AddLayer()"),
        (lambda: MulLayer().forward(HUGE, HUGE), "the output of MulLayer()"),
        (
            lambda: backward_of(MulLayer(), 1.0, HUGE)(HUGE),
            "the gradient of the input of MulLayer()",
        ),
        (
            lambda: backward_of(MulLayer(), HUGE, 1.0)(HUGE),
            "the gradient of the input of MulLayer()",
        ),
        (lambda: Affine([[HUGE]], [0]).forward([HUGE]), "the output of Affine(1, 1)"),
        (
            lambda: Affine([[HUGE], [-HUGE]], [0]).forward([HUGE, HUGE]),
            "the output of Affine(2, 1)",
        ),
        (lambda: Affine(IN_TURN, [0]).forward([HUGE] * 16), "the output of Affine(16, 1)"),
        (
            lambda: backward_of(Affine([[1]], [0]), [HUGE])([HUGE]),
            "the gradient of W of Affine(1, 1)",
        ),
        (
            lambda: backward_of(Affine([[1]], [0]), [[HUGE]] * 16)(IN_TURN),
            "the gradient of W of Affine(1, 1)",
        ),
        (
            lambda: backward_of(Affine([[HUGE]], [0]), [1])([HUGE]),
            "the gradient of the input of Affine(1, 1)",
        ),
        (
            lambda: backward_of(Affine([[0]], [0]), [[0], [0]])([[1.5e308], [1.5e308]]),
            "the gradient of b of Affine(1, 1)",
        ),
    ],
)
def test_an_overflow_is_an_error_that_names_result_and_layer(call, what):
    with pytest.raises(FloatingPointError, match=f"^{re.escape(what)} is not finite"):
        call()


@pytest.mark.parametrize("layer", ALL)
def test_float32_is_computed_in_as_float32(layer):
    double, single = make(layer, np.float64), make(layer, np.float32)
    inputs = [random(seed, 4, 3) for seed in range(2 if layer in TWO_INPUTS else 1)]
    labels = [[2, 0, 1, 2]] if layer is SoftmaxWithLoss else []
    expected = double.forward(*inputs, *labels)
    output = single.forward(*(each.astype(np.float32) for each in inputs), *labels)
    assert output == pytest.approx(expected, rel=1e-5)
    upstream = random(3, *np.shape(output))
    for one, other in zip(
        gradients_of(single, upstream), gradients_of(double, upstream), strict=True
    ):
        assert one.dtype == np.float32
        assert other.dtype == np.float64
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-6)


def make(layer, dtype):
    if layer is not Affine:
        return layer()
    return Affine(random(0, 3, 2).astype(dtype), random(1, 2).astype(dtype))


def gradients_of(layer, upstream):
    answer = layer.backward(upstream)
    return [
        *(answer if isinstance(answer, tuple) else [answer]),
        *(getattr(layer, f"d{name}") for name in layer.parameters),
    ]


def test_a_layer_shows_its_name_and_its_sizes():
    assert (
        repr([affine(), Relu(), SoftmaxWithLoss()]) == "[Affine(3, 2), Relu(), SoftmaxWithLoss()]"
    )


class Shift(Layer):
    """A layer as a reader writes one: its formulas and nothing else."""

    def _forward(self, x):
        return x + 1

    def _backward(self, upstream):
        return upstream


def test_a_layer_of_two_formulas_has_every_check():
    layer = Shift()
    with pytest.raises(RuntimeError, match=r"Shift\.backward needs what forward leaves behind"):
        layer.backward(1.0)
    assert layer.forward([1, 2]).tolist() == [2, 3]
    assert layer.backward([1, 5]).tolist() == [1, 5]
    with pytest.raises(ValueError, match="x holds NaN"):
        layer.forward([np.nan])
