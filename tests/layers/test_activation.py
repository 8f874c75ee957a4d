import numpy as np
import pytest

from mlbook.layers import Relu, Sigmoid


def test_relu_gives_zero_and_no_gradient_at_zero_and_below():
    layer = Relu()
    assert layer.forward([[-1, 0], [1e-300, 3]]).tolist() == [[0, 0], [1e-300, 3]]
    gradient = layer.backward([[-5, -5], [-5, 7]])
    assert gradient.tolist() == [[0, 0], [-5, 7]]
    assert not np.signbit(gradient[0]).any()  # a page would print -0.


def test_sigmoid_has_its_largest_slope_a_quarter_at_zero():
    layer = Sigmoid()
    assert layer.forward([0.0, np.log(3.0), -1000.0]) == pytest.approx([0.5, 0.75, 0.0], rel=1e-15)
    assert layer.backward([1, 1, 1]) == pytest.approx([0.25, 0.1875, 0.0], rel=1e-15)


def test_what_a_relu_stops_is_0_and_never_minus_0():
    layer = Relu()
    assert not np.signbit(layer.forward([-1.0, 2.0])).any()
    assert np.signbit(layer.backward([-1.0, -1.0])).tolist() == [False, True]
