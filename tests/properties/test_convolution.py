"""What holds for windows of every size, at every stride and padding."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mlbook import Convolution, Pooling, col2im, im2col

sides = st.integers(1, 6)
shapes = st.tuples(st.integers(1, 3), st.integers(1, 3), sides, sides)
windows = st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(1, 3), st.integers(0, 3))


def fit(shape, window):
    height, width, _, pad = window
    assume(shape[2] + 2 * pad >= height and shape[3] + 2 * pad >= width)


def random(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape)


@given(shape=shapes, window=windows, seed=st.integers(0, 99))
def test_col2im_is_the_transpose_of_im2col(shape, window, seed):
    fit(shape, window)
    x = random(seed, *shape)
    col = im2col(x, *window)
    other = random(seed + 1, *col.shape)
    assert np.vdot(col, other) == pytest.approx(np.vdot(x, col2im(other, shape, *window)), abs=1e-9)


@given(shape=shapes, window=windows, filters=st.integers(1, 3), seed=st.integers(0, 99))
def test_convolution_is_linear_in_the_image_and_backward_is_its_transpose(
    shape, window, filters, seed
):
    fit(shape, window)
    height, width, stride, pad = window
    layer = Convolution(
        random(seed, filters, shape[1], height, width), np.zeros(filters), stride, pad
    )
    x, other = random(seed + 1, *shape), random(seed + 2, *shape)
    y = layer.forward(x)
    g = random(seed + 3, *y.shape)
    assert np.vdot(g, y) == pytest.approx(np.vdot(layer.backward(g), x), abs=1e-9)
    both = layer.forward(2 * x + other)
    assert both == pytest.approx(2 * y + layer.forward(other), abs=1e-9)


@given(shape=shapes, window=windows, seed=st.integers(0, 99))
def test_pooling_gives_numbers_of_the_image_and_its_gradient_loses_nothing(shape, window, seed):
    fit(shape, window)
    assume(window[3] < min(window[:2]))
    x, layer = random(seed, *shape), Pooling(*window)
    y = layer.forward(x)
    assert np.isin(y, x).all()
    g = random(seed + 1, *y.shape)
    dx = layer.backward(g)
    assert np.vdot(dx, x) == pytest.approx(np.vdot(g, y), abs=1e-9)
    assert dx.sum() == pytest.approx(g.sum(), abs=1e-9)


@given(side=st.integers(4, 7), size=st.integers(1, 3), seed=st.integers(0, 99))
def test_moving_the_image_moves_the_feature_map(side, size, seed):
    layer = Convolution(random(seed, 2, 1, size, size), random(seed + 1, 2))
    x = random(seed + 2, 1, side, side)
    y, moved = layer.forward(x), layer.forward(np.roll(x, 1, axis=2))
    assert moved[:, :, 1:] == pytest.approx(y[:, :, :-1], abs=1e-12)
