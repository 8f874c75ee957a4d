"""Every argument of every public name, in every form that NumPy knows: taken, or refused by name.

The table in arguments.txt says how each argument is passed and what fits; the claims below hold for
all its rows. A test tries all forms of one argument, and a failure is noted with the form.
"""

import re
from collections.abc import Callable
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import mlbook
from mlbook import (
    DeepConvNet,
    MultiLayerNet,
    Perceptron,
    SimpleConvNet,
    SimpleNet,
    TwoLayerNet,
    Variable,
)

X = np.array([[0.5, -1.25, 2.0], [0.25, 3.0, -0.5]])
W = np.array([[1.0, -0.5], [0.25, 2.0], [-1.5, 0.75]])
P = np.array([[0.5, 0.25, 0.25], [0.125, 0.5, 0.375]])
LABELS = np.array([2, 0])
ROWS = np.eye(3)[LABELS]
IMAGES = np.array([[[[0.5, -1.0, 2.0, 0.25]] * 3], [[[1.5, 0.75, -0.5, -2.0]] * 3]])
IMAGES[:, :, 1] *= -0.5
FILTERS = np.array(
    [[[[1.0, -0.5], [0.25, 2.0]]], [[[-1.5, 0.75], [0.5, 1.0]]], [[[3.0, 1], [0, 2]]]]
)
MAPS = np.arange(36.0).reshape(2, 3, 2, 3) / 4


def squares(x):
    with np.errstate(over="ignore"):
        return np.sum(np.ravel(x) ** 2)  # ravelled, so that the layout does not change the order


def fitted(**arguments):
    perceptron = Perceptron([0.5, -0.25, 1.0], 0.25)
    epochs = perceptron.fit(**{"x": X, "t": [1, 0], **arguments})
    return [epochs, perceptron.weights, perceptron.bias]


def simple(W=W):
    net = SimpleNet()
    net.W = W
    return net


def two_layer_params(*arguments):
    return TwoLayerNet(*arguments, rng=np.random.default_rng(0)).params


def multi_layer(*arguments, **options):
    return MultiLayerNet(*arguments, rng=np.random.default_rng(0), **options)


def learned(layer):
    layer.forward(X)
    return [layer.running_mean, layer.running_var, layer.forward(X, train_flg=False)]


def convolutional(input_dim=(1, 3, 4), hidden_size=3, output_size=3, weight_init_std=1.0, **conv):
    param = {"filter_num": 3, "filter_size": 2, "pad": 0, "stride": 1} | conv
    rng = np.random.default_rng(0)
    return SimpleConvNet(input_dim, param, hidden_size, output_size, weight_init_std, rng=rng)


def deep_convolutional(input_dim=(1, 3, 4), filter_nums=(2,), **options):
    rng = np.random.default_rng(0)
    options = {"hidden_size": 3, "output_size": 3} | options
    return DeepConvNet(input_dim, filter_nums, **options, rng=rng)


CONV_NET = convolutional()
NET = TwoLayerNet(3, 4, 3, 1.0, rng=np.random.default_rng(0))


def forward_backward(layer, *inputs, **upstream):
    output = layer.forward(*inputs)
    gradients = layer.backward(**{"upstream": np.ones_like(output), **upstream})
    return [output, *gradients] if isinstance(gradients, tuple) else [output, gradients]


def dropout(ratio=0.5):
    return mlbook.Dropout(ratio, rng=np.random.default_rng(0))


def differentiated(f, data=X):
    leaf = Variable(data)
    result = f(leaf)
    result.sum().backward()
    return [result.data, leaf.grad]


def dual(x):
    return [x.value, x.slope]


def updated(optimizer, g):
    params = {"W": P.copy()}
    optimizer.update(params, {"W": g})
    return params


def trained(**arguments):
    net, rng = TwoLayerNet(3, 4, 3, 1.0, rng=np.random.default_rng(0)), np.random.default_rng(1)
    data = {"x_train": X, "t_train": LABELS, "x_test": X, "t_test": LABELS}
    history = mlbook.train(net, **data | {"updates": 2, "batch_size": 2, "rng": rng} | arguments)
    return [history.losses, history.test_accuracies, *net.params.values()]


class Argument(NamedTuple):
    """A row of the table."""

    owner: str
    name: str
    kind: str
    good: Any
    call: Callable[[Any], Any]


def argument(line):
    owner, name, kind, good, call = (cell.strip() for cell in line.split("|"))
    names = {**vars(mlbook), **globals()}
    return Argument(owner, name, kind, eval(good, names), eval(f"lambda v: {call}", names))


LINES = Path(__file__).with_name("arguments.txt").read_text("utf-8").splitlines()
ARGUMENTS = [argument(line) for line in LINES if not line.startswith("#")]
ARRAYS = [row for row in ARGUMENTS if row.kind in ("array", "labels")]
NUMBERS = [row for row in ARGUMENTS if row.kind == "number"]
COUNTS = [row for row in ARGUMENTS if row.kind == "count"]


def each(rows):
    return pytest.mark.parametrize("row", rows, ids=lambda row: f"{row.owner}-{row.name}")


@contextmanager
def noted(form):
    """Note on a failure which form of the argument made it."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"the form of the argument: {form}")
        raise


def numbers(answer):
    """Return an answer as a list of arrays, after checking that its types are promised ones."""
    parts = list(answer.values()) if isinstance(answer, dict) else answer
    parts = parts if isinstance(parts, list) else [parts]
    promised = (int, float, list, np.int64, np.float64, np.float32, np.ndarray)
    assert [part for part in parts if type(part) not in promised] == []
    return [np.asarray(part) for part in parts]


def assert_same(one, other):
    for a, b in zip(numbers(one), numbers(other), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-13, atol=1e-15, strict=True)


def refusal(row):
    """Return the pattern of a refusal: the argument's name, as a word of its own."""
    # A network that refuses x_train or x_test calls it x.
    names = re.escape(row.name) if row.owner != "train" else f"{row.name}|{row.name[0]}"
    return rf"(?<!\w)({names})(?!\w)"


def answer_or_refusal(row, value):
    """Return what the call answers, or 0.0 if it refuses `value` by name."""
    try:
        return row.call(value)
    except (TypeError, ValueError) as error:
        if not re.search(refusal(row), str(error)):
            raise
        return 0.0


def test_the_table_has_every_public_name_that_takes_numbers():
    without_numbers = {"History", "load", "load_digits", "load_mnist", "save"}
    assert {row.owner for row in ARGUMENTS} | without_numbers == set(mlbook.__all__)


class Subclass(np.ndarray):
    """An array whose operators do something else."""

    def __mul__(self, other):
        return self

    __add__ = __sub__ = __matmul__ = __mul__


class Convertible:
    """An object of another library that NumPy can convert to an array."""

    def __init__(self, array):
        self.array = array

    def __array__(self, dtype=None, copy=None):
        return self.array


def read_only(array):
    array = array.copy()
    array.flags.writeable = False
    return array


LAYOUTS = {
    "Fortran order": np.asfortranarray,
    "negative strides": lambda a: a[..., ::-1].copy()[..., ::-1],
    "gaps": lambda a: np.repeat(a, 2, axis=-1)[..., ::2],
    "read-only": read_only,
    "list": lambda a: a.tolist(),
    "tuple": tuple,
    "subclass": lambda a: a.view(Subclass),
    "matrix": lambda a: a.view(np.matrix) if a.ndim == 2 else a,
    "a mask without masked elements": np.ma.masked_array,
    "__array__": Convertible,
}


@each(ARRAYS)
def test_the_layout_of_an_array_changes_no_answer(row):
    expected = row.call(row.good.copy())
    for form, layout in LAYOUTS.items():
        with noted(form):
            assert_same(row.call(layout(row.good)), expected)


@each(ARRAYS)
def test_rows_that_share_memory_give_the_answer_of_copies(row):
    shared = np.broadcast_to(row.good[:1], row.good.shape)
    assert_same(*(answer_or_refusal(row, array) for array in (shared, shared.copy())))


KEEP_FLOAT32 = {
    *("Relu", "Sigmoid", "AddLayer", "MulLayer", "Affine", "SoftmaxWithLoss", "Dropout"),
    *("BatchNormalization", "LayerNormalization", "Residual", "Variable"),
    *("im2col", "col2im", "Convolution", "Pooling", "Flatten"),
}
TAKE_ANOTHER_TYPE = {"upstream", "b", "t", "beta", "running_mean", "running_var"}
FLOATS = [np.float16, np.float32, np.longdouble, np.dtype(np.float64).newbyteorder()]


@each([row for row in ARRAYS if row.kind == "array"])
def test_floats_of_any_type_give_the_answer_of_float64(row):
    keeps_float32 = row.owner in KEEP_FLOAT32 and row.name not in TAKE_ANOTHER_TYPE
    for dtype in FLOATS:
        other = row.good.astype(dtype)
        with noted(dtype):
            if row.owner == "numerical_gradient":  # stepped in place, too few digits would be left
                with pytest.raises(TypeError, match=r"x is a .* array"):
                    row.call(other)
            elif dtype is np.float32 and keeps_float32:
                pairs = zip(numbers(row.call(other)), numbers(row.call(row.good)), strict=True)
                for one, expected in pairs:
                    np.testing.assert_allclose(one, expected, rtol=1e-6)
            else:
                assert_same(row.call(other), row.call(row.good))


@each(ARRAYS)
def test_integers_of_any_type_give_one_answer_or_a_refusal_by_name(row):
    for dtype in (bool, np.int8, np.uint8, np.int64, np.uint64):
        whole = (row.good > 0).astype(dtype)
        with noted(dtype):
            if row.kind == "labels" and dtype is bool:
                with pytest.raises((TypeError, ValueError), match=refusal(row)):
                    row.call(whole)
            else:
                usual = whole.astype(np.int64 if row.kind == "labels" else np.float64)
                assert_same(answer_or_refusal(row, whole), answer_or_refusal(row, usual))


@each(NUMBERS + COUNTS)
def test_a_number_of_any_type_gives_the_same_answer(row):
    floats = (np.float16, np.float32, np.longdouble, np.array, np.ma.array)
    for form in floats if row.kind == "number" else (np.int8, np.uint64, np.int64):
        with noted(form):
            assert_same(row.call(form(row.good)), row.call(row.good))


NEVER = {
    "None": None,
    "text": "1",
    "a list of text": ["0", "1"],
    "bytes": b"1",
    "a set": {1.0},
    "a dict": {0: 1.0},
    "a function": len,
    "a complex number": 1j,
    "a fraction": Fraction(1, 2),
    "ragged lists": [[1.0, 2.0], [1.0]],
    "a date": np.datetime64("2000-01-01"),
    "a timedelta": np.timedelta64(1, "s"),
    "a structured array": np.zeros(2, dtype=[("x", "f8")]),
    "a masked number": np.ma.masked,
    "an empty list": [],
    "NaN": np.nan,
}


DEFAULTS = {"base": np.e, "running_mean": np.zeros(3), "running_var": np.ones(3)}  # for None


@each(ARGUMENTS)
def test_a_value_that_is_no_number_is_refused_by_name(row):
    for form, value in NEVER.items():
        with noted(form):
            if form == "None" and row.name in DEFAULTS:
                assert_same(row.call(None), row.call(DEFAULTS[row.name]))
            else:
                with pytest.raises((TypeError, ValueError), match=refusal(row)):
                    row.call(value)


@each(ARRAYS)
def test_one_element_that_is_no_number_is_refused_by_name(row):
    for value in (np.nan, None, "1", 1j):
        spoilt = row.good.tolist()
        (spoilt[-1] if row.good.ndim == 2 else spoilt)[-1] = value
        with noted(value), pytest.raises((TypeError, ValueError), match=refusal(row)):
            row.call(spoilt)


@each(ARRAYS)
def test_a_masked_element_is_refused_by_name(row):
    hidden = np.ma.masked_array(row.good, mask=row.good == row.good.flat[0])
    with pytest.raises(TypeError, match=f"{refusal(row)} has masked elements"):
        row.call(hidden)


SHAPES = {
    "one axis more": lambda a: a[np.newaxis],
    "two axes more": lambda a: a[np.newaxis, np.newaxis],
    "one axis less": lambda a: a[0],
    "longer": lambda a: np.concatenate([a, a]),
    "shorter": lambda a: a[..., :1],
    "no rows": lambda a: a[:0],
    "no columns": lambda a: a[..., :0],
}


@each(ARRAYS)
def test_another_shape_gives_numbers_or_a_refusal_by_name(row):
    for form, change in SHAPES.items():
        with noted(form):
            try:
                numbers(row.call(change(row.good)))
            except ValueError as error:  # that t no longer fits is a refusal too
                if not re.search(rf"{refusal(row)}|^t (has|holds)", str(error)):
                    raise


@each(ARRAYS)
def test_an_argument_is_neither_changed_nor_part_of_the_answer(row):
    argument = row.good.copy()
    for part in numbers(row.call(argument)):
        assert not np.shares_memory(part, argument)
    assert argument.tobytes() == row.good.tobytes()


LARGEST = np.finfo(np.float64).max
EXTREMES = [0.0, 5e-324, 2.2e-308, 1e-300, 1e-16, 1.0, 1e16, 1e154, 1e155, 1e308, LARGEST, np.inf]
extremes = st.sampled_from(EXTREMES + [-value for value in EXTREMES])
any_float = extremes | st.floats() | st.floats(0, 1)


@each(ARGUMENTS)
@settings(max_examples=30 if settings().derandomize else settings().max_examples)
@given(data=st.data())
def test_any_floats_give_numbers_or_a_message_and_are_not_changed(row, data):
    value = data.draw(arrays(np.float64, np.shape(row.good), elements=any_float))
    before = value.tobytes()
    try:
        answer = numbers(row.call(value))
    except (TypeError, ValueError, FloatingPointError) as error:
        if not re.search(
            rf"{refusal(row)}|f is too steep|f must|is not finite|diverged", str(error)
        ):
            raise
    else:
        assert not any(np.isnan(part).any() for part in answer)
    assert value.tobytes() == before
