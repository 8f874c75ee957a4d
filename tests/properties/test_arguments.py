"""Every argument of every public name, in every form that NumPy knows: right, or refused by name.

The table in arguments.txt says how each argument is passed and what fits; the claims below hold for
all its rows.
"""

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import mlbook
from mlbook import Perceptron, SimpleNet, TwoLayerNet

X = np.array([[0.5, -1.25, 2.0], [0.25, 3.0, -0.5]])
W = np.array([[1.0, -0.5], [0.25, 2.0], [-1.5, 0.75]])
P = np.array([[0.5, 0.25, 0.25], [0.125, 0.5, 0.375]])
LABELS = np.array([2, 0])
ROWS = np.eye(3)[LABELS]


def squares(x):
    with np.errstate(over="ignore"):
        return np.sum(np.ravel(x) ** 2)  # ravelled, so that the layout does not change the order


def taught(**arguments):
    learner = Perceptron([0.5, -0.25, 1.0], 0.25)
    return [learner.fit(**{"x": X, "t": [1, 0], **arguments}), learner.weights, learner.bias]


def simple(W=W):
    net = SimpleNet()
    net.W = W
    return net


def network(*arguments):
    return TwoLayerNet(*arguments, rng=np.random.default_rng(0)).params


NET = TwoLayerNet(3, 4, 3, 1.0, rng=np.random.default_rng(0))


def there_and_back(layer, *inputs, **upstream):
    output = layer.forward(*inputs)
    gradients = layer.backward(**{"upstream": np.ones_like(output), **upstream})
    return [output, *gradients] if isinstance(gradients, tuple) else [output, gradients]


def stepped(rule, g):
    params = {"W": P.copy()}
    rule.update(params, {"W": g})
    return params


def trained(**arguments):
    net, rng = TwoLayerNet(3, 4, 3, 1.0, rng=np.random.default_rng(0)), np.random.default_rng(1)
    data = {"x_train": X, "t_train": LABELS, "x_test": X, "t_test": LABELS}
    history = mlbook.train(net, **data | {"updates": 2, "batch_size": 2, "rng": rng} | arguments)
    return [history.losses, history.test_accuracies, *net.params.values()]


class Argument(NamedTuple):
    """A row of the table."""

    of: str
    name: str
    kind: str
    good: Any
    call: Callable[[Any], Any]


def argument(line):
    of, name, kind, good, call = (cell.strip() for cell in line.split("|"))
    names = {**vars(mlbook), **globals()}
    return Argument(of, name, kind, eval(good, names), eval(f"lambda v: {call}", names))


LINES = Path(__file__).with_name("arguments.txt").read_text("utf-8").splitlines()
ARGUMENTS = [argument(line) for line in LINES if not line.startswith("#")]
ARRAYS = [row for row in ARGUMENTS if row.kind in ("array", "labels")]
NUMBERS = [row for row in ARGUMENTS if row.kind == "number"]
COUNTS = [row for row in ARGUMENTS if row.kind == "count"]


def label(row):
    return f"{row.of}-{row.name}"


every_argument = pytest.mark.parametrize("row", ARGUMENTS, ids=label)
every_array = pytest.mark.parametrize("row", ARRAYS, ids=label)


def numbers(answer):
    """Return an answer as a list of arrays, refusing any type that the package does not promise."""
    parts = list(answer.values()) if isinstance(answer, dict) else answer
    parts = parts if isinstance(parts, list) else [parts]
    promised = (int, float, list, np.int64, np.float64, np.float32, np.ndarray)
    assert [part for part in parts if type(part) not in promised] == []
    return [np.asarray(part) for part in parts]


def assert_same(one, other):
    for a, b in zip(numbers(one), numbers(other), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-13, atol=1e-15, strict=True)


def refusal(row):
    """Return what a refusal must contain: the argument's name, as a word of its own."""
    # Of train's two sets the networks name only the arrays.
    names = re.escape(row.name) if row.of != "train" else f"{row.name}|{row.name[0]}"
    return rf"(?<!\w)({names})(?!\w)"


def test_no_public_name_is_forgotten():
    without_numbers = {"History", "load_digits", "load_mnist"}  # a record, and two with switches
    assert {row.of for row in ARGUMENTS} | without_numbers == set(mlbook.__all__)


class Subclass(np.ndarray):
    """An array whose operators do something else."""

    def __mul__(self, other):
        return self

    __add__ = __sub__ = __matmul__ = __mul__


class Wrapped:
    """An object of another library that knows how to become an array."""

    def __init__(self, array):
        self.array = array

    def __array__(self, dtype=None, copy=None):
        return self.array


def read_only(array):
    array = array.copy()
    array.flags.writeable = False
    return array


LAYOUTS = {
    "Fortran's order": np.asfortranarray,
    "back to front": lambda a: a[..., ::-1].copy()[..., ::-1],
    "gaps": lambda a: np.repeat(a, 2, axis=-1)[..., ::2],
    "read-only": read_only,
    "list": lambda a: a.tolist(),
    "tuple": tuple,
    "subclass": lambda a: a.view(Subclass),
    "matrix": lambda a: a.view(np.matrix) if a.ndim == 2 else a,
    "a mask that hides nothing": np.ma.masked_array,
    "__array__": Wrapped,
}


@every_array
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_the_layout_of_an_array_changes_nothing(row, layout):
    assert_same(row.call(layout(row.good)), row.call(row.good.copy()))


@every_array
def test_rows_that_share_their_memory_are_as_good_as_copies(row):
    shared = np.broadcast_to(row.good[:1], row.good.shape)
    assert_same(*(answer_or_refusal(row, array) for array in (shared, shared.copy())))


def answer_or_refusal(row, value):
    """Return what the call answers, or 0.0 if it refuses `value` by name."""
    try:
        return row.call(value)
    except (TypeError, ValueError) as error:
        if not re.search(refusal(row), str(error)):
            raise
        return 0.0


FLOAT32 = {"Relu", "Sigmoid", "AddLayer", "MulLayer", "Affine", "SoftmaxWithLoss"}  # their type
FLOATS = [np.float16, np.float32, np.longdouble, np.dtype(np.float64).newbyteorder()]


@pytest.mark.parametrize("row", [row for row in ARRAYS if row.kind == "array"], ids=label)
@pytest.mark.parametrize("dtype", FLOATS, ids=str)
def test_other_floats_are_taken_for_what_they_are(row, dtype):
    other = row.good.astype(dtype)
    if dtype is np.float32 and row.of in FLOAT32 and row.name not in ("upstream", "b", "t"):
        for one, wanted in zip(numbers(row.call(other)), numbers(row.call(row.good)), strict=True):
            np.testing.assert_allclose(one, wanted, rtol=1e-6)
    elif row.of == "numerical_gradient":  # stepped in place, they would leave too few digits
        with pytest.raises(TypeError, match=r"x is a .* array"):
            row.call(other)
    else:
        assert_same(row.call(other), row.call(row.good))


@every_array
@pytest.mark.parametrize("dtype", [bool, np.int8, np.uint8, np.int64, np.uint64])
def test_integers_are_taken_for_what_they_are_or_refused_by_name(row, dtype):
    whole = (row.good > 0).astype(dtype)
    if row.kind == "labels" and dtype is bool:
        with pytest.raises((TypeError, ValueError), match=refusal(row)):
            row.call(whole)
    else:
        wanted = whole.astype(np.int64 if row.kind == "labels" else np.float64)
        assert_same(answer_or_refusal(row, whole), answer_or_refusal(row, wanted))


@pytest.mark.parametrize("row", NUMBERS, ids=label)
@pytest.mark.parametrize("form", [np.float16, np.float32, np.longdouble, np.array, np.ma.array])
def test_a_number_may_come_in_any_type(row, form):
    assert_same(row.call(form(row.good)), row.call(row.good))


@pytest.mark.parametrize("row", COUNTS, ids=label)
@pytest.mark.parametrize("form", [np.int8, np.uint64, np.int64])
def test_a_count_may_come_in_any_type(row, form):
    assert_same(row.call(form(row.good)), row.call(row.good))


NEVER = {
    "None": None,
    "text": "1",
    "a list of text": ["0", "1"],
    "bytes": b"1",
    "a set": {1.0},
    "a mapping": {0: 1.0},
    "a function": len,
    "a complex number": 1j,
    "a fraction": Fraction(1, 2),
    "ragged lists": [[1.0, 2.0], [1.0]],
    "a date": np.datetime64("2000-01-01"),
    "a span of time": np.timedelta64(1, "s"),
    "a record": np.zeros(2, dtype=[("x", "f8")]),
    "a masked number": np.ma.masked,
    "nothing": [],
    "NaN": np.nan,
}


@every_argument
@pytest.mark.parametrize("what", NEVER)
def test_what_never_fits_is_refused_by_name(row, what):
    if (row.name, what) == ("base", "None"):  # the default
        assert_same(row.call(None), row.call(np.e))
        return
    with pytest.raises((TypeError, ValueError), match=refusal(row)):
        row.call(NEVER[what])


@every_array
@pytest.mark.parametrize("value", [np.nan, None, "1", 1j], ids=repr)
def test_one_element_that_never_fits_is_refused_by_name(row, value):
    spoilt = row.good.tolist()
    (spoilt[-1] if row.good.ndim == 2 else spoilt)[-1] = value
    with pytest.raises((TypeError, ValueError), match=refusal(row)):
        row.call(spoilt)


@every_array
def test_a_masked_element_is_no_number(row):
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


@every_array
@pytest.mark.parametrize("change", SHAPES.values(), ids=SHAPES)
def test_another_shape_is_answered_or_refused_with_the_name(row, change):
    try:
        numbers(row.call(change(row.good)))
    except ValueError as error:
        if not re.search(rf"{refusal(row)}|^t (has|holds)", str(error)):  # t no longer fits it
            raise


@every_array
def test_nothing_that_was_passed_is_changed_or_handed_back(row):
    argument = row.good.copy()
    for part in numbers(row.call(argument)):
        assert not np.shares_memory(part, argument)
    assert argument.tobytes() == row.good.tobytes()


LARGEST = np.finfo(np.float64).max
ODD = [0.0, 5e-324, 2.2e-308, 1e-300, 1e-16, 1.0, 1e16, 1e154, 1e155, 1e308, LARGEST, np.inf]
any_float = st.sampled_from(ODD + [-each for each in ODD]) | st.floats() | st.floats(0, 1)


@every_argument
@settings(max_examples=30 if settings().derandomize else settings().max_examples)
@given(data=st.data())
def test_any_floats_give_numbers_or_a_sentence_and_stay_as_they_are(row, data):
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
