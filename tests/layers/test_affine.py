import numpy as np
import pytest

from mlbook.layers import Affine


def test_outputs_and_gradients_match_the_hand_worked_numbers():
    layer = Affine([[1, 2, 3], [4, 5, 6]], [10, 20, 30])
    assert layer.forward([[1, 0], [0, 1]]).tolist() == [[11, 22, 33], [14, 25, 36]]
    assert layer.backward([[1, 0, 0], [0, 0, 1]]).tolist() == [[1, 4], [3, 6]]
    assert layer.dW.tolist() == [[1, 0, 0], [0, 0, 1]]
    assert layer.db.tolist() == [1, 0, 1]


def test_updates_of_parameters_in_place_change_the_output():
    W, b = np.zeros((2, 1)), np.zeros(1)
    layer = Affine(W, b)
    assert layer.W is W
    assert layer.b is b
    W += 3
    b += 0.5
    assert layer.forward([1, 1]).tolist() == [6.5]


def test_integer_parameters_become_new_float64_arrays():
    layer = Affine(np.ones((2, 1), int), [1])
    assert layer.W.dtype == layer.b.dtype == np.float64


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_outputs_and_gradients_have_the_type_of_W(dtype):
    other = np.float64 if dtype is np.float32 else np.float32
    layer = Affine(np.ones((3, 2), dtype), np.ones(2, other))
    output = layer.forward(np.ones((4, 3), other))
    gradients = layer.backward(np.ones((4, 2), other)), layer.dW, layer.db
    assert {array.dtype for array in (output, *gradients)} == {np.dtype(dtype)}


@pytest.mark.parametrize(
    ("W", "b", "x", "message"),
    [
        ([1, 2], [1, 2], 1, r"W must have shape \(D, M\), but its shape is \(2,\)"),
        (np.ones((2, 3)), [1, 2], 1, r"b has shape \(2,\), but W has shape \(2, 3\)"),
        (np.ones((3, 1)), [1], [1, 2], r"x has shape \(2,\), but W has shape \(3, 1\)"),
        (np.ones((3, 1)), [1], 1, r"x has shape \(\), but W has shape \(3, 1\)"),
        (np.ones((3, 1)), [1], np.ones((1, 1, 3)), r"x has shape \(1, 1, 3\), but W"),
    ],
)
def test_shapes_that_do_not_fit_are_named(W, b, x, message):
    with pytest.raises(ValueError, match=message):
        Affine(W, b).forward(x)
