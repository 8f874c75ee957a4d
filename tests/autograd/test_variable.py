import gc
import weakref

import numpy as np
import pytest

from mlbook import TwoLayerNet, Variable, numerical_gradient
from mlbook.autograd.tape import from_the_end

RNG = np.random.default_rng(0)
X, Y = RNG.uniform(0.5, 2, (3, 4)), RNG.uniform(-2, -0.5, (3, 4))
ROW, COLUMN, M = RNG.normal(size=4), RNG.normal(size=(3, 1)), RNG.normal(size=(4, 2))
STACK, LABELS = RNG.normal(size=(5, 4, 3)), np.array([2, 0, 3])

OPERATIONS = {
    "x + y": lambda x, y: x + y,
    "x - y": lambda x, y: x - y,
    "x * y": lambda x, y: x * y,
    "x / y": lambda x, y: x / y,
    "2 + x": lambda x, y: 2 + x,
    "2 - x": lambda x, y: 2 - x,
    "2 * x": lambda x, y: 2 * x,
    "2 / x": lambda x, y: 2 / x,
    "-x": lambda x, y: -x,
    "x ** 3": lambda x, y: x**3,
    "x ** 0.5": lambda x, y: x**0.5,
    "x ** -1": lambda x, y: x**-1,
    "x ** 0": lambda x, y: x**0,
    "exp": lambda x, y: x.exp(),
    "log": lambda x, y: x.log(),
    "relu": lambda x, y: (x + y).relu(),
    "sigmoid": lambda x, y: x.sigmoid(),
    "sum": lambda x, y: x.sum(),
    "sum(0)": lambda x, y: x.sum(0),
    "sum((0, 1))": lambda x, y: x.sum((0, 1)),
    "sum(-1, keepdims)": lambda x, y: x.sum(axis=-1, keepdims=True),
    "mean": lambda x, y: x.mean(),
    "mean(1)": lambda x, y: x.mean(axis=1),
    "T": lambda x, y: x.T * y.T,
    "reshape": lambda x, y: x.reshape(2, 6) * y.reshape(2, 6),
    "x @ y.T": lambda x, y: x @ y.T,
    "x @ array": lambda x, y: x @ M,
    "array @ y.T": lambda x, y: M.T @ y.T,
    "stack @ x": lambda x, y: STACK @ x,
    "a computed column": lambda x, y: x * y.sum(axis=1, keepdims=True),
    "a row and a column": lambda x, y: (x + ROW) * COLUMN,
    "softmax of rows": lambda x, y: (x * y).softmax_cross_entropy(LABELS),
    "softmax of one row": lambda x, y: x.sum(0).softmax_cross_entropy(2),
    "one twice": lambda x, y: x * x + x,
}


def gradients(f, *arrays):
    leaves = [Variable(array) for array in arrays]
    f(*leaves).backward()
    return [np.zeros(leaf.data.shape) if leaf.grad is None else leaf.grad for leaf in leaves]


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_passes_the_gradient_check(name):
    shape = OPERATIONS[name](Variable(X), Variable(Y)).data.shape
    G = np.random.default_rng(1).normal(size=shape)

    def loss(x, y):
        return (G * OPERATIONS[name](x, y)).sum()

    x, y = X.copy(), Y.copy()
    for array, found in zip((x, y), gradients(loss, x, y), strict=True):
        true = numerical_gradient(lambda _: loss(Variable(x), Variable(y)).data, array, h=1e-5)
        assert np.abs(found - true).max() <= 1e-7 * max(1, np.abs(true).max())


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_keeps_float32(name):
    x, y = Variable(X.astype(np.float32)), Variable(Y.astype(np.float32))
    result = OPERATIONS[name](x, y)
    assert result.data.dtype == np.float32
    result.sum().backward()
    assert x.grad is None or x.grad.dtype == np.float32


def test_the_gradient_of_a_leaf_has_the_type_of_the_leaf():
    x = Variable(np.float32([1, 2]))
    (x * Variable([0.1, 0.2])).sum().backward()
    assert x.grad.dtype == np.float32


# (12 · 3 + 4 · 5) · 0.75 + 6: every number can be checked by hand.
def test_a_bill_matches_the_hand_worked_numbers():
    bill = [Variable(number) for number in (12, 3, 4, 5, 0.75, 6)]
    p1, n1, p2, n2, r, d = bill
    total = (p1 * n1 + p2 * n2) * r + d
    total.backward()
    assert total.data == 48
    assert [float(leaf.grad) for leaf in bill] == [2.25, 9, 3.75, 3, 56, 1]


def test_each_node_comes_after_all_that_use_it():
    x = Variable(2.0)
    a = x * x
    b = a + x
    order = from_the_end(a * b)[1:]
    assert order == [b, a, x]


def test_twenty_diamonds_in_a_row_take_one_step_each():
    x = y = Variable(1.0)
    for _ in range(20):
        y = y + y
    assert len(from_the_end(y)) == 21
    y.backward()
    assert x.grad == 2**20


def test_a_chain_longer_than_the_recursion_limit_has_a_gradient():
    x = y = Variable(1.0)
    for _ in range(50_000):
        y = y + 1
    y.backward()
    assert x.grad == 1


def test_gradients_add_up_until_they_are_cleared():
    x = Variable(3.0)
    for times in (1, 2):
        (x * x).backward()
        assert x.grad == 6 * times
    x.cleargrad()
    (x * x).backward()
    assert x.grad == 6


def test_a_second_backward_of_one_tape_adds_the_same_gradient_again():
    x = Variable(3.0)
    y = x * x * x
    y.backward()
    y.backward()
    assert x.grad == 2 * 27


def test_only_leaves_have_a_gradient():
    x = Variable(3.0)
    inner = x * x
    (inner * 2).backward()
    assert (inner.grad, float(x.grad)) == (None, 12)


def test_a_leaf_is_its_own_gradient():
    x = Variable([2.0])
    x.backward()
    assert x.grad.tolist() == [1]


def test_a_leaf_copies_its_data():
    data = np.array([1.0])
    x = Variable(data)
    x.data -= 1
    assert data.tolist() == [1]


def test_the_gradients_at_corners_and_of_a_constant_power_are_zero():
    x = Variable([0.0, 2.0])
    (x.relu() + x**0).sum().backward()
    assert x.grad.tolist() == [0, 1]


def test_gradients_of_two_leaves_share_no_memory():
    a, b = gradients(lambda a, b: (a + b).sum(), X, Y)
    assert not np.shares_memory(a, b)
    a += 1


def test_updates_in_place_are_seen_by_the_next_computation():
    w = Variable([1.0])
    w.data -= 0.25
    assert (w * 2).data.tolist() == [1.5]


def test_a_network_has_the_gradients_of_its_layers():
    net = TwoLayerNet(5, 7, 3, 0.5, rng=np.random.default_rng(0))
    x, t = RNG.normal(size=(6, 5)), np.array([0, 2, 1, 1, 0, 2])
    W1, b1, W2, b2 = params = [Variable(value) for value in net.params.values()]
    loss = ((x @ W1 + b1).sigmoid() @ W2 + b2).softmax_cross_entropy(t)
    loss.backward()
    assert loss.data == pytest.approx(net.loss(x, t), abs=1e-6)
    for param, grad in zip(params, net.gradient(x, t).values(), strict=True):
        np.testing.assert_allclose(param.grad, grad, rtol=1e-12, atol=1e-16)


def test_the_loss_of_large_scores_does_not_overflow():
    scores = Variable([[1000.0, 0.0], [0.0, -1000.0]])
    loss = scores.softmax_cross_entropy([1, 0])
    loss.backward()
    assert loss.data == 500
    assert scores.grad.tolist() == [[0.5, -0.5], [0, 0]]


def test_an_operation_of_ones_own_is_a_value_and_a_rule():
    x = Variable(0.5)
    y = Variable(np.sin(x.data), [(x, lambda g: g * np.cos(x.data))], "sin")
    (y * y).backward()
    assert x.grad == pytest.approx(np.sin(1), rel=1e-15)


def test_a_rule_that_returns_another_shape_is_named():
    x = Variable([1.0, 2.0])
    y = Variable(x.data.sum(), [(x, lambda g: g)], "my sum")
    with pytest.raises(ValueError, match=r"a rule of my sum returned a gradient of shape \(\)"):
        y.backward()


def test_a_tape_is_forgotten_with_its_end():
    x = Variable(1.0)
    y = x.exp()
    inner = weakref.ref(y)
    y = (y * y).log()
    del y
    gc.collect()
    assert inner() is None


def test_a_variable_shows_its_shape_and_its_operation():
    x = Variable(X)
    assert (repr(x), repr(x.sum())) == (
        "Variable(shape=(3, 4))",
        "Variable(shape=(), operation='sum')",
    )


@pytest.mark.parametrize(
    ("f", "message"),
    [
        (lambda x: x.backward(), r"backward begins at one number, but the shape is \(3, 4\)"),
        (lambda x: x * [1, 2], r"the shapes \(3, 4\) and \(2,\) do not fit: other must have"),
        (lambda x: x @ M[:3], r"the shapes \(3, 4\) and \(3, 2\) do not fit"),
        (lambda x: x @ [1, 2, 3, 4], r"the shapes \(3, 4\) and \(4,\) do not fit"),
        (lambda x: x.softmax_cross_entropy([0, 1]), r"t has shape \(2,\)"),
        (lambda x: x.softmax_cross_entropy(X), r"each row of t must sum to 1"),
    ],
)
def test_what_does_not_fit_is_named(f, message):
    with pytest.raises(ValueError, match=message):
        f(Variable(X))


@pytest.mark.parametrize(
    ("f", "what"),
    [
        (lambda x: x / 0, "the result of ÷"),
        (lambda x: (x - 3).log(), "the result of log"),
        (lambda x: (1000 * x).exp(), "the result of exp"),
        (lambda x: ((x * 0) ** 0.5).sum().backward(), "a gradient"),
    ],
)
def test_what_is_not_finite_is_refused(f, what):
    with pytest.raises(FloatingPointError, match=f"^{what} is not finite: "):
        f(Variable(X))


def test_numpy_functions_do_not_take_a_variable():
    with pytest.raises(TypeError, match="does not support ufuncs"):
        np.exp(Variable(X))


@pytest.mark.parametrize("exponent", [Variable(2.0), "2", [1, 2]])
def test_an_exponent_is_one_number(exponent):
    with pytest.raises(TypeError, match="exponent must"):
        Variable(X) ** exponent
