import itertools

import numpy as np
import pytest

from mlbook.gradient import numerical_gradient
from mlbook.layers import Pooling


def random(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape)


def by_hand(x, height, width, stride, pad):
    """Return the largest number of each window, looking at those inside the image alone."""
    n, channels, h, w = x.shape
    out_h, out_w = (h + 2 * pad - height) // stride + 1, (w + 2 * pad - width) // stride + 1
    y = np.empty((n, channels, out_h, out_w))
    for s, c, i, j in itertools.product(*map(range, y.shape)):
        top, left = i * stride - pad, j * stride - pad
        rows, columns = slice(max(top, 0), top + height), slice(max(left, 0), left + width)
        y[s, c, i, j] = x[s, c, rows, columns].max()
    return y


SETTINGS = [(2, 2, 2, 0), (2, 2, 1, 0), (3, 2, 1, 1), (3, 3, 2, 2), (5, 7, 1, 0), (1, 1, 2, 0)]


@pytest.mark.parametrize("window", SETTINGS)
def test_the_output_is_the_largest_number_of_each_window(window):
    x = random(0, 3, 2, 5, 7) - 9  # below 0, so that padding would win if it were zeros
    assert (Pooling(*window).forward(x) == by_hand(x, *window)).all()


@pytest.mark.parametrize("window", SETTINGS)
@pytest.mark.parametrize("batch", [(), (1,), (3,)])
def test_backward_agrees_with_differences(window, batch):
    x, layer = random(0, *batch, 2, 5, 7), Pooling(*window)
    g = random(1, *layer.forward(x).shape)
    gradient = layer.backward(g)
    numerical = numerical_gradient(lambda x: float(np.vdot(g, layer.forward(x))), x)
    np.testing.assert_allclose(gradient, numerical, rtol=0, atol=1e-7, strict=True)


def test_of_equal_numbers_the_first_gets_the_whole_gradient():
    layer = Pooling(2, 2, 2)
    assert layer.forward([[[3, 3], [3, 3]]]).tolist() == [[[3]]]
    assert layer.backward([[[-5]]]).tolist() == [[[-5, 0], [0, 0]]]


def test_the_gradient_is_shared_out_and_not_lost():
    x, layer = random(0, 2, 3, 8, 8), Pooling(3, 3, 2)
    g = random(1, *layer.forward(x).shape)
    assert layer.backward(g).sum() == pytest.approx(g.sum(), rel=1e-12)


def test_windows_of_more_than_255_places_are_told_apart():
    x, layer = np.zeros((1, 20, 20)), Pooling(20, 20)
    x[0, 15, 3] = 7
    assert layer.forward(x).item() == 7
    assert np.argwhere(layer.backward([[[2]]])).tolist() == [[0, 15, 3]]


def test_float32_stays_float32():
    layer = Pooling(2, 2, 2, 1)
    output = layer.forward(random(0, 1, 1, 4, 4).astype(np.float32))
    assert output.dtype == layer.backward(np.ones(output.shape)).dtype == np.float32


def test_repr_shows_the_window():
    assert repr(Pooling(2, 3)) == "Pooling(2, 3, stride=1)"
    assert repr(Pooling(3, 3, 2, 1)) == "Pooling(3, 3, stride=2, pad=1)"


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: Pooling(0, 2), ValueError, "pool_h must be at least 1, but it is 0"),
        (lambda: Pooling(2, "2"), TypeError, "pool_w must be a whole number, but it is '2'"),
        (lambda: Pooling(2, 2, 0), ValueError, "stride must be at least 1"),
        (lambda: Pooling(2, 3, 2, 2), ValueError, "pad must be less than the sides of the window"),
        (lambda: Pooling(2, 2).forward([[1, 2]]), ValueError, r"x has shape \(1, 2\): give one"),
        (lambda: Pooling(3, 3).forward([[[1, 2]]]), ValueError, r"x has .* of 3×3 does not fit"),
    ],
)
def test_arguments_that_do_not_fit_are_named(call, error, message):
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize("stride", [1, 2])
def test_what_is_not_the_largest_gets_0_and_never_minus_0(stride):
    layer = Pooling(2, 2, stride)
    output = layer.forward(np.arange(16.0).reshape(1, 4, 4))
    gradient = layer.backward(np.full(output.shape, -1.0))
    assert not np.signbit(gradient[gradient == 0]).any()
