"""Values and gradients against oracles that share nothing with the package.

Gradients are compared with the complex step, f'(x) = Im f(x + ih) / h, which subtracts nothing and
so loses no digit; the formulas are written once more for complex arrays. Values are compared with
decimal arithmetic of 60 digits.
"""

import operator
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays, mutually_broadcastable_shapes

import mlbook
from mlbook import (
    AddLayer,
    Affine,
    BatchNormalization,
    LayerNormalization,
    MulLayer,
    Relu,
    Residual,
    Sigmoid,
    SoftmaxWithLoss,
    TwoLayerNet,
    Variable,
    softmax,
)

H = 1e-200


def complex_step(f, x):
    """Return the gradient of `f`, which takes complex arrays, at the real array `x`."""
    gradient = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        point = x.astype(np.complex128)
        point[index] += 1j * H
        gradient[index] = np.imag(f(point)) / H
    return gradient


def logistic(z):
    return 1 / (1 + np.exp(-z))


def softmax_formula(z):
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


def loss_formula(z, t):
    return -np.sum(t * np.log(softmax_formula(z))) / (z.size // z.shape[-1])


moderate = st.floats(-5, 5).map(lambda v: round(v, 3))


def matrices(*shape):
    return arrays(np.float64, shape, elements=moderate)


def assert_close(got, wanted):
    np.testing.assert_allclose(got, wanted, rtol=1e-12, atol=1e-13)


@given(x=matrices(2, 3), y=matrices(2, 3), upstream=matrices(2, 3))
@pytest.mark.parametrize(("layer", "f"), [(AddLayer, np.add), (MulLayer, np.multiply)])
def test_the_arithmetic_layers_have_the_gradient_of_their_formula(layer, f, x, y, upstream):
    node = layer()
    assert_close(node.forward(x, y), f(x, y))
    dx, dy = node.backward(upstream)
    assert_close(dx, complex_step(lambda z: np.sum(upstream * f(z, y)), x))
    assert_close(dy, complex_step(lambda z: np.sum(upstream * f(x, z)), y))


@given(x=matrices(2, 3), upstream=matrices(2, 3))
@pytest.mark.parametrize(
    ("layer", "f"), [(Sigmoid, logistic), (Relu, lambda z: z * (np.real(z) > 0))]
)
def test_the_activation_layers_have_the_gradient_of_their_formula(layer, f, x, upstream):
    node = layer()
    assert_close(node.forward(x), f(x))
    assert_close(node.backward(upstream), complex_step(lambda z: np.sum(upstream * f(z)), x))


@given(x=matrices(2, 3), W=matrices(3, 4), b=matrices(4), upstream=matrices(2, 4))
def test_the_affine_layer_has_the_gradients_of_its_formula(x, W, b, upstream):
    layer = Affine(W, b)
    assert_close(layer.forward(x), x @ W + b)
    assert_close(layer.backward(upstream), complex_step(lambda z: np.sum(upstream * (z @ W)), x))
    assert_close(layer.dW, complex_step(lambda z: np.sum(upstream * (x @ z)), W))
    assert_close(layer.db, complex_step(lambda z: np.sum(upstream * (x @ W + z)), b))


def normalization_formula(x, gamma, beta, axis):
    deviation = x - x.mean(axis=axis, keepdims=True)
    variance = (deviation * deviation).mean(axis=axis, keepdims=True)
    return gamma * deviation / np.sqrt(variance + 1e-7) + beta


def assert_has_the_gradients_of_its_formula(layer, axis, x, gamma, beta, upstream):
    def f(x, gamma, beta):
        return np.sum(upstream * normalization_formula(x, gamma, beta, axis))

    scale = np.abs(upstream).max() * np.abs(gamma).max() / layer._std.min() + 1e-3
    dx = complex_step(lambda z: f(z, gamma, beta), x)
    np.testing.assert_allclose(layer.backward(upstream) / scale, dx / scale, rtol=0, atol=1e-12)
    assert_close(layer.dgamma, complex_step(lambda z: f(x, z, beta), gamma))
    assert_close(layer.dbeta, complex_step(lambda z: f(x, gamma, z), beta))


@given(x=matrices(4, 3), gamma=matrices(3), beta=matrices(3), upstream=matrices(4, 3))
@pytest.mark.parametrize(("kind", "axis"), [(BatchNormalization, 0), (LayerNormalization, 1)])
def test_normalisation_has_the_gradients_of_its_formula(kind, axis, x, gamma, beta, upstream):
    layer = kind(gamma, beta)
    assert_close(layer.forward(x), normalization_formula(x, gamma, beta, axis))
    assert_has_the_gradients_of_its_formula(layer, axis, x, gamma, beta, upstream)


@given(x=matrices(4, 3), upstream=matrices(4, 3))
@pytest.mark.parametrize(("kind", "axis"), [(BatchNormalization, 0), (LayerNormalization, 1)])
def test_a_normalised_input_has_mean_0_and_so_has_its_gradient(kind, axis, x, upstream):
    layer = kind(np.ones(3), np.zeros(3))
    y = layer.forward(x)
    assert np.abs(y.mean(axis=axis)).max() < 1e-10
    assert y.var(axis=axis).max() <= 1 + 1e-12
    dx = layer.backward(upstream) * layer._std
    assert np.abs(dx.mean(axis=axis)).max() < 1e-10


@given(x=matrices(4, 3), W=matrices(3, 3), upstream=matrices(4, 3))
def test_a_shortcut_has_the_gradient_of_its_formula(x, W, upstream):
    layer = Residual(Affine(W, np.zeros(3)), Sigmoid())
    assert_close(layer.forward(x), x + logistic(x @ W))
    gradient = complex_step(lambda z: np.sum(upstream * (z + logistic(z @ W))), x)
    assert_close(layer.backward(upstream), gradient)


@given(scores=matrices(3, 4), towards=matrices(3, 4), upstream=moderate)
def test_softmax_with_loss_has_the_gradient_of_its_formula(scores, towards, upstream):
    layer, t = SoftmaxWithLoss(), softmax_formula(towards)
    assert layer.forward(scores, t) == pytest.approx(
        loss_formula(scores, t), abs=1e-6 / softmax_formula(scores).min()
    )
    assert_close(
        layer.backward(upstream), upstream * complex_step(lambda z: loss_formula(z, t), scores)
    )


@given(
    x=matrices(3, 2),
    labels=st.lists(st.integers(0, 2), min_size=3, max_size=3),
    seed=st.integers(0, 99),
)
def test_the_network_has_the_gradients_of_its_formula(x, labels, seed):
    net, t = TwoLayerNet(2, 4, 3, 1.0, rng=np.random.default_rng(seed)), np.eye(3)[labels]
    for name, gradient in net.gradient(x, labels).items():

        def loss(z, name=name):
            p = {**net.params, name: z}
            return loss_formula(logistic(x @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"], t)

        assert_close(gradient, complex_step(loss, net.params[name]))


def broadcastable(**how):
    """Draw two arrays whose shapes fit, and gradients for a result of their common shape."""
    shapes = mutually_broadcastable_shapes(max_dims=3, max_side=3, **how)
    return shapes.flatmap(lambda s: st.tuples(*(matrices(*n) for n in (*s[0], s[1]))))


def assert_gradients_of_the_formula(f, x, y, upstream):
    one, other = Variable(x), Variable(y)
    (upstream * f(one, other)).sum().backward()
    assert_close(one.grad, complex_step(lambda z: np.sum(upstream * f(z, y)), x))
    assert_close(other.grad, complex_step(lambda z: np.sum(upstream * f(x, z)), y))


@given(drawn=broadcastable(num_shapes=2))
@pytest.mark.parametrize(
    "f", [operator.add, operator.sub, operator.mul, lambda x, y: x / (y * y + 1) ** 0.5]
)
def test_a_variable_has_the_gradients_of_broadcast_operations(f, drawn):
    assert_gradients_of_the_formula(f, *drawn)


@given(drawn=broadcastable(signature="(n,d),(d,m)->(n,m)"))
def test_a_variable_has_the_gradients_of_stacked_matrix_products(drawn):
    assert_gradients_of_the_formula(operator.matmul, *drawn)


CURVES = [np.sin, np.exp, np.arctan, lambda z: z**5 - 3 * z, lambda z: 1 / (z * z + 1)]


@given(x=matrices(3), h=st.sampled_from([1e-2, 1e-3, 1e-4]))
@pytest.mark.parametrize("f", CURVES)
def test_the_error_of_differences_stays_within_its_bound(f, x, h):
    slope = complex_step(lambda z: np.sum(f(z)), x)
    around = x + np.linspace(-h, h, 9)[:, None]
    scale = np.abs(f(x)).max() + np.abs(x).max() + 1
    rounding = 1e-15 * scale * (1 + np.abs(slope).max()) / h
    second, third = (
        np.abs(derivative(f, around)).max() for derivative in (second_derivative, third_derivative)
    )
    assert np.abs(mlbook.numerical_diff(f, x, h) - slope).max() <= third * h**2 / 6 * 1.1 + rounding
    assert np.abs(mlbook.forward_diff(f, x, h) - slope).max() <= second * h / 2 * 1.1 + rounding
    partial = mlbook.numerical_gradient(lambda z: np.sum(f(z)), x, h)
    assert np.abs(partial - slope).max() <= third * h**2 / 6 * 1.1 + 3 * rounding


def second_derivative(f, x, h=1e-3):
    """Return the second derivative by a central difference of complex steps."""
    return (np.imag(f(x + h + 1j * H)) - np.imag(f(x - h + 1j * H))) / (2 * h * H)


def third_derivative(f, x, h=1e-2):
    """Return the third derivative by a central difference of second derivatives."""
    return (second_derivative(f, x + h) - second_derivative(f, x - h)) / (2 * h)


def exact_value(f):
    with localcontext() as context:
        context.prec = 60
        return float(f())


def decimals(array):
    return [Decimal(float(value)) for value in np.ravel(array)]


any_score = (
    st.floats(-1e3, 1e3) | st.floats(-1e-300, 1e-300) | st.sampled_from([0.0, -745.2, 709.8])
)


@given(x=any_score)
def test_sigmoid_agrees_with_60_digit_arithmetic(x):
    exact = exact_value(lambda: 1 / (1 + (-Decimal(x)).exp()))
    assert mlbook.sigmoid(x) == pytest.approx(exact, rel=1e-15, abs=5e-324)


@given(x=arrays(np.float64, 4, elements=any_score))
def test_softmax_agrees_with_60_digit_arithmetic(x):
    for k, share in enumerate(softmax(x)):
        exact = exact_value(
            lambda k=k: decimals(x)[k].exp() / sum(score.exp() for score in decimals(x))
        )
        assert share == pytest.approx(exact, rel=1e-12, abs=1e-323)


probability = st.floats(0, 1)
distribution = (
    arrays(np.float64, 4, elements=st.integers(0, 50)).filter(np.any).map(lambda a: a / a.sum())
)


@given(y=arrays(np.float64, 4, elements=probability), t=distribution)
def test_losses_agree_with_60_digit_arithmetic(y, t):
    pairs = list(zip(decimals(y), decimals(t), strict=True))
    squares = exact_value(lambda: sum((a - b) ** 2 for a, b in pairs) / 2)
    assert mlbook.mean_squared_error(y, t) == pytest.approx(squares, rel=1e-14)
    guard = decimals(1e-7)[0]
    nats = exact_value(lambda: -sum(b * (a + guard).ln() for a, b in pairs))
    assert mlbook.cross_entropy_error(y, t) == pytest.approx(max(nats, 0), rel=1e-13, abs=1e-14)


def sum_p_log_q(p, q):
    return sum((a * b.ln() for a, b in zip(decimals(p), decimals(q), strict=True) if a), Decimal(0))


@given(p=distribution, q=distribution)
def test_entropies_agree_with_60_digit_arithmetic(p, q):
    assert mlbook.entropy(p) == pytest.approx(exact_value(lambda: -sum_p_log_q(p, p)), abs=1e-14)
    if np.any((p > 0) & (q == 0)):
        assert mlbook.cross_entropy(p, q) == mlbook.kl_divergence(p, q) == np.inf
    else:
        exact = exact_value(lambda: -sum_p_log_q(p, q))
        assert mlbook.cross_entropy(p, q) == pytest.approx(exact, rel=1e-14, abs=1e-14)
        excess = exact_value(lambda: sum_p_log_q(p, p) - sum_p_log_q(p, q))
        assert mlbook.kl_divergence(p, q) == pytest.approx(max(excess, 0), rel=1e-12, abs=1e-14)


@given(p=distribution, q=distribution)
def test_cross_entropy_is_entropy_plus_divergence_in_nats_and_in_bits(p, q):
    whole = mlbook.entropy(p) + mlbook.kl_divergence(p, q)
    assert mlbook.cross_entropy(p, q) == pytest.approx(whole, rel=1e-13)
    for quantity in (mlbook.cross_entropy, mlbook.kl_divergence):
        bits, nats = quantity(p, q, base=2), quantity(p, q)
        assert bits * np.log(2) == pytest.approx(nats, rel=1e-13, abs=1e-15)


@given(x=matrices(3, 4), shift=st.floats(-1e4, 1e4), order=st.permutations(range(4)))
def test_softmax_ignores_a_shift_and_keeps_the_order_of_classes(x, shift, order):
    assert_close(softmax(x + shift), softmax((x + shift) - shift))
    assert_close(softmax(x[:, order]), softmax(x)[:, order])
    assert_close(softmax(x).sum(axis=-1), np.ones(3))


batches = st.integers(2, 6).flatmap(
    lambda n: st.tuples(
        matrices(n, 3),
        arrays(np.int64, n, elements=st.integers(0, 2)),
        st.permutations(range(n)),
        st.integers(1, n - 1),
    )
)


@given(batch=batches)
@pytest.mark.parametrize("loss", [mlbook.mean_squared_error, mlbook.cross_entropy_error])
def test_the_loss_of_a_batch_is_the_mean_of_its_samples(loss, batch):
    scores, labels, order, cut = batch
    y, n = softmax(scores), len(labels)
    whole = loss(y, labels)
    assert whole == loss(y, mlbook.one_hot(labels, 3))
    assert whole == pytest.approx(loss(y[order], labels[order]), rel=1e-13)
    parts = cut * loss(y[:cut], labels[:cut]) + (n - cut) * loss(y[cut:], labels[cut:])
    assert whole == pytest.approx(parts / n, rel=1e-13)


@given(batch=batches, seed=st.integers(0, 99))
def test_the_gradient_of_a_batch_is_the_mean_of_its_samples(batch, seed):
    scores, labels, order, cut = batch
    net, n = TwoLayerNet(3, 4, 3, 1.0, rng=np.random.default_rng(seed)), len(labels)
    whole, mixed = net.gradient(scores, labels), net.gradient(scores[order], labels[order])
    first, rest = net.gradient(scores[:cut], labels[:cut]), net.gradient(scores[cut:], labels[cut:])
    for name, gradient in whole.items():
        assert_close(gradient, mixed[name])
        assert_close(gradient, (cut * first[name] + (n - cut) * rest[name]) / n)


@given(x=matrices(2, 3), lr=st.floats(1e-3, 0.9), steps=st.integers(0, 5))
def test_a_descent_step_on_squares_multiplies_by_one_minus_twice_lr(x, lr, steps):
    path = mlbook.descent_path(lambda z: np.sum(z * z), x, lr, steps)
    assert path.shape == (steps + 1, 2, 3)
    factors = (1 - 2 * lr) ** np.arange(steps + 1)
    np.testing.assert_allclose(path, x * factors[:, None, None], atol=1e-8)
    assert (path[-1] == mlbook.gradient_descent(lambda z: np.sum(z * z), x, lr, steps)).all()
