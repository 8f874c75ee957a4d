"""Windows of images against loops over every number of every window."""

import itertools

import numpy as np
import pytest

from mlbook.layers import col2im, im2col

WINDOWS = [(3, 3, 1, 0), (2, 3, 1, 0), (3, 2, 2, 1), (2, 2, 3, 2), (1, 1, 1, 0), (5, 6, 1, 0)]


def images(*shape):
    return np.random.default_rng(0).normal(size=shape)


def by_hand(x, height, width, stride, pad):
    """Return the rows of all windows, number by number."""
    n, channels, h, w = x.shape
    out_h, out_w = (h + 2 * pad - height) // stride + 1, (w + 2 * pad - width) // stride + 1
    rows = []
    for sample, i, j in itertools.product(range(n), range(out_h), range(out_w)):
        row = []
        for c, p, q in itertools.product(range(channels), range(height), range(width)):
            y, z = i * stride + p - pad, j * stride + q - pad
            row.append(x[sample, c, y, z] if 0 <= y < h and 0 <= z < w else 0.0)
        rows.append(row)
    return np.array(rows)


@pytest.mark.parametrize("window", WINDOWS)
def test_the_rows_are_the_windows_taken_number_by_number(window):
    x = images(2, 3, 5, 6)
    assert (im2col(x, *window) == by_hand(x, *window)).all()


@pytest.mark.parametrize("window", WINDOWS)
def test_col2im_is_the_transpose_of_im2col(window):
    x = images(2, 3, 5, 6)
    col = np.random.default_rng(1).normal(size=im2col(x, *window).shape)
    back = col2im(col, x.shape, *window)
    assert np.vdot(im2col(x, *window), col) == pytest.approx(np.vdot(x, back), rel=1e-12)


def test_windows_side_by_side_are_put_together_again():
    x = images(2, 3, 4, 6)
    assert (col2im(im2col(x, 2, 2, stride=2), x.shape, 2, 2, stride=2) == x).all()


def test_numbers_that_no_window_reaches_get_nothing_back():
    x = images(1, 1, 3, 5)
    back = col2im(im2col(x, 2, 2, stride=2), x.shape, 2, 2, stride=2)
    assert (back[..., :2, :4] == x[..., :2, :4]).all()
    assert not back[..., 2, :].any()
    assert not back[..., 4].any()


def test_the_matrix_of_overlapping_windows_is_nearly_as_many_times_larger_as_a_filter_has_places():
    x = images(1, 1, 28, 28)
    assert im2col(x, 5, 5).size == 24 * 24 * 25


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_type_of_floats_is_kept(dtype):
    x = images(1, 1, 3, 3).astype(dtype)
    col = im2col(x, 2, 2, pad=1)
    assert col.dtype == col2im(col, x.shape, 2, 2, pad=1).dtype == dtype


@pytest.mark.parametrize("shape", [(1, 1, 3, 3), (1, 2, 3, 3)])
def test_the_matrix_shares_no_memory_with_the_images(shape):
    x = images(*shape)
    assert not np.shares_memory(im2col(x, 1, 1), x)
    assert not np.shares_memory(im2col(x, 3, 3), x)
    col = im2col(x, 1, 1)
    assert not np.shares_memory(col2im(col, shape, 1, 1), col)


X = np.ones((1, 2, 3, 4))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: im2col(X[0], 2, 2), ValueError, r"input_data must have shape \(N, C, H, W\), but"),
        (lambda: im2col(X, 4, 2), ValueError, r"input_data has shape \(1, 2, 3, 4\), with pad 0"),
        (lambda: im2col(X, 3, 7, pad=1), ValueError, r"images of 5×6: a window of 3×7 does not"),
        (lambda: im2col(X, 0, 2), ValueError, "filter_h must be at least 1, but it is 0"),
        (lambda: im2col(X, 2, 2.0), TypeError, "filter_w must be a whole number, but it is 2.0"),
        (lambda: im2col(X, 2, 2, 0), ValueError, "stride must be at least 1, but it is 0"),
        (lambda: im2col(X, 2, 2, 1, -1), ValueError, "pad must be at least 0, but it is -1"),
        (lambda: col2im(X, X.shape, 2, 2), ValueError, r"col has shape .* need \(6, 8\)"),
        (lambda: col2im(np.ones((6, 9)), X.shape, 2, 2), ValueError, r"col has shape \(6, 9\)"),
        (lambda: col2im(X, X[0].shape, 2, 2), ValueError, r"input_shape must be \(N, C, H, W\)"),
        (lambda: col2im(X, None, 2, 2), ValueError, "input_shape must be .* but it is None"),
        (lambda: col2im(X, (1, 2, 3, -4), 2, 2), ValueError, r"input_shape\[3\] must be at lea"),
        (lambda: col2im(X, (1, 2, 1, 4), 2, 2), ValueError, r"input_shape has shape \(1, 2, 1, 4"),
        (
            lambda: col2im(np.full((4, 4), 1e308), (1, 1, 3, 3), 2, 2),
            FloatingPointError,
            "the sum of col is not finite",
        ),
    ],
)
def test_arguments_that_do_not_fit_are_named(call, error, message):
    with pytest.raises(error, match=message):
        call()
