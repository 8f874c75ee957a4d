import itertools

import numpy as np
import pytest

from mlbook.gradient import numerical_gradient
from mlbook.layers import Affine, Convolution, Flatten, col2im, convolution, im2col


def random(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape)


def direct_sum(x, W, b, stride, pad):
    """Return the convolution by its formula: a loop over every number of the output."""
    x = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    (n, _, h, w), (filters, _, height, width) = x.shape, W.shape
    y = np.empty((n, filters, (h - height) // stride + 1, (w - width) // stride + 1))
    for sample, f, i, j in itertools.product(*map(range, y.shape)):
        top, left = i * stride, j * stride
        window = x[sample, :, top : top + height, left : left + width]
        y[sample, f, i, j] = b[f] + sum((W[f] * window).ravel().tolist())
    return y


SETTINGS = [(3, 3, 1, 0), (3, 3, 1, 1), (2, 3, 2, 1), (1, 1, 1, 0), (5, 6, 1, 0), (2, 2, 3, 2)]


@pytest.mark.parametrize(("height", "width", "stride", "pad"), SETTINGS)
def test_the_output_is_the_direct_sum(height, width, stride, pad):
    x, W, b = random(0, 3, 2, 5, 6), random(1, 4, 2, height, width), random(2, 4)
    y = Convolution(W, b, stride, pad).forward(x)
    np.testing.assert_allclose(y, direct_sum(x, W, b, stride, pad), rtol=0, atol=1e-13)


@pytest.mark.parametrize(("height", "width", "stride", "pad"), SETTINGS)
@pytest.mark.parametrize("batch", [(), (1,), (3,)])
def test_backward_agrees_with_differences(height, width, stride, pad, batch):
    x, W, b = random(0, *batch, 2, 5, 6), random(1, 4, 2, height, width), random(2, 4)
    layer = Convolution(W, b, stride, pad)
    g = random(3, *layer.forward(x).shape)
    dx = layer.backward(g)
    for array, gradient in ((x, dx), (W, layer.dW), (b, layer.db)):
        numerical = numerical_gradient(lambda _: float(np.vdot(g, layer.forward(x))), array)
        np.testing.assert_allclose(gradient, numerical, rtol=0, atol=1e-7, strict=True)


def test_the_layer_is_an_affine_one_on_the_windows_of_im2col():
    x, W, b = random(0, 2, 3, 5, 6), random(1, 4, 3, 3, 2), random(2, 4)
    layer, affine = Convolution(W, b, stride=2, pad=1), Affine(W.reshape(4, -1).T.copy(), b)
    y = layer.forward(x)
    rows = affine.forward(im2col(x, 3, 2, 2, 1))
    assert y == pytest.approx(rows.reshape(2, 3, 4, 4).transpose(0, 3, 1, 2), abs=1e-13)
    g = random(3, *y.shape)
    dcol = affine.backward(g.transpose(0, 2, 3, 1).reshape(-1, 4))
    assert layer.backward(g) == pytest.approx(col2im(dcol, x.shape, 3, 2, 2, 1), abs=1e-13)
    assert layer.dW == pytest.approx(affine.dW.T.reshape(W.shape), abs=1e-12)
    assert layer.db == pytest.approx(affine.db, abs=1e-13)


def test_a_filter_as_large_as_the_image_is_an_affine_layer():
    x, W, b = random(0, 5, 2, 3, 4), random(1, 6, 2, 3, 4), random(2, 6)
    y = Convolution(W, b).forward(x)
    flat = Flatten().forward(x)
    assert y[:, :, 0, 0] == pytest.approx(Affine(W.reshape(6, -1).T, b).forward(flat), abs=1e-13)


def test_the_gradient_of_the_input_is_a_convolution_with_the_filters_turned_round():
    W = random(1, 4, 2, 3, 3)
    layer = Convolution(W, np.zeros(4))
    g = random(3, *layer.forward(random(0, 2, 2, 6, 7)).shape)
    turned = W[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
    assert layer.backward(g) == pytest.approx(
        Convolution(turned, np.zeros(2), pad=2).forward(g), abs=1e-13
    )


@pytest.mark.parametrize("limit", [1, 200, 10**9])
def test_memory_is_bounded_and_its_bound_changes_no_number(limit, monkeypatch):
    x, W, b = random(0, 7, 2, 6, 6), random(1, 3, 2, 3, 3), random(2, 3)
    usual, bounded = Convolution(W, b), Convolution(W, b)
    y = usual.forward(x)
    dx = usual.backward(y)
    sizes, windows_of = [], convolution.windows_of

    def noting(*arguments):
        sizes.append(windows_of(*arguments).size)
        return windows_of(*arguments)

    monkeypatch.setattr(convolution, "MAX_NUMBERS", limit)
    monkeypatch.setattr(convolution, "windows_of", noting)
    assert bounded.forward(x) == pytest.approx(y, abs=1e-13)
    assert bounded.backward(y) == pytest.approx(dx, abs=1e-12)
    assert bounded.dW == pytest.approx(usual.dW, abs=1e-11)
    assert max(sizes) <= max(limit, 4 * 4 * 2 * 3 * 3)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_outputs_and_gradients_have_the_type_of_W(dtype):
    other = np.float64 if dtype is np.float32 else np.float32
    layer = Convolution(np.ones((2, 1, 2, 2), dtype), np.ones(2, other), pad=1)
    output = layer.forward(np.ones((3, 1, 4, 4), other))
    gradients = layer.backward(np.ones(output.shape, other)), layer.dW, layer.db
    assert {array.dtype for array in (output, *gradients)} == {np.dtype(dtype)}


def test_updates_of_parameters_in_place_change_the_output():
    W, b = np.zeros((1, 1, 1, 1)), np.zeros(1)
    layer = Convolution(W, b)
    W += 3
    b += 0.5
    assert layer.forward([[[2]]]).tolist() == [[[6.5]]]


def test_repr_shows_the_shape_of_the_filters_and_what_is_not_the_default():
    W, b = np.zeros((30, 1, 5, 4)), np.zeros(30)
    assert repr(Convolution(W, b)) == "Convolution(30, 1, 5, 4)"
    assert repr(Convolution(W, b, 2, 3)) == "Convolution(30, 1, 5, 4, stride=2, pad=3)"


W = np.ones((2, 3, 3, 3))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: Convolution(W[0], [0]), ValueError, r"W must have shape \(FN, C, FH, FW\), but"),
        (lambda: Convolution(W, [0]), ValueError, r"b has shape \(1,\), but W has shape \(2, 3"),
        (lambda: Convolution(W, [0, 0], 0), ValueError, "stride must be at least 1, but it is 0"),
        (lambda: Convolution(W, [0, 0], 1, 0.5), TypeError, "pad must be a whole number"),
        (
            lambda: Convolution(W, [0, 0]).forward(np.ones((5, 64))),
            ValueError,
            r"x has shape \(5, 64\), .*: give one sample of shape \(3, H, W\) or a batch of shape",
        ),
        (
            lambda: Convolution(W, [0, 0]).forward(np.ones((1, 8, 8))),
            ValueError,
            r"x has shape \(1, 8, 8\), but W has shape \(2, 3, 3, 3\)",
        ),
        (
            lambda: Convolution(W, [0, 0]).forward(np.ones((3, 2, 8))),
            ValueError,
            r"x has shape \(3, 2, 8\), with pad 0 images of 2×8: a window of 3×3 does not fit",
        ),
    ],
)
def test_arguments_that_do_not_fit_are_named(call, error, message):
    with pytest.raises(error, match=message):
        call()
