"""The contract that all layers keep."""

import re

import numpy as np
import pytest

from mlbook.gradient import numerical_gradient
from mlbook.layers import AddLayer, Affine, Layer, MulLayer, Relu, Sigmoid, SoftmaxWithLoss

TWO_INPUTS = (AddLayer, MulLayer)
every_layer = pytest.mark.parametrize("kind", [*TWO_INPUTS, Relu, Sigmoid, Affine, SoftmaxWithLoss])


def random(seed, *shape):
    return np.array(np.random.default_rng(seed).normal(size=shape))


def make(kind, dtype=np.float64):
    if kind is Affine:
        return Affine(random(0, 3, 2).astype(dtype), random(1, 2).astype(dtype))
    return kind()


def forward(layer, dtype=np.float64):
    """Return the output of a layer for random inputs of four samples."""
    inputs = [random(seed, 4, 3).astype(dtype) for seed in range(2)]
    if isinstance(layer, TWO_INPUTS):
        return layer.forward(*inputs)
    labels = [[2, 0, 1, 2]] if isinstance(layer, SoftmaxWithLoss) else []
    return layer.forward(inputs[0], *labels)


def backward(layer, upstream):
    """Return the gradients of all inputs and parameters of a layer."""
    gradients = layer.backward(upstream)
    of_inputs = gradients if isinstance(gradients, tuple) else (gradients,)
    return [*of_inputs, *(getattr(layer, f"d{name}") for name in layer.parameters)]


@pytest.mark.parametrize(
    ("kind", "shapes"),
    [
        *((kind, [shape]) for kind in (Relu, Sigmoid) for shape in ((), (4,), (2, 3, 2))),
        *((kind, [shape] * 2) for kind in TWO_INPUTS for shape in ((), (4,), (2, 3, 2))),
        *((Affine, [shape]) for shape in ((3,), (1, 3), (5, 3))),
    ],
)
def test_backward_agrees_with_differences_for_inputs_of_any_shape(kind, shapes):
    layer, inputs = make(kind), [random(seed, *shape) for seed, shape in enumerate(shapes)]
    output = layer.forward(*inputs)
    upstream = random(3, *np.shape(output))
    gradients, parameters = backward(layer, upstream), [vars(layer)[p] for p in layer.parameters]

    def weighted_output(_):
        return float(np.sum(upstream * layer.forward(*inputs)))

    for array, gradient in zip([*inputs, *parameters], gradients, strict=True):
        expected = numerical_gradient(weighted_output, array)  # steps the array in place
        np.testing.assert_allclose(gradient, expected, rtol=0, atol=1e-8, strict=True)


@every_layer
def test_backward_is_linear_in_upstream_and_repeatable(kind):
    layer = make(kind)
    upstream = random(3, *np.shape(forward(layer)))
    once, doubled, again = (backward(layer, factor * upstream) for factor in (1, 2, 1))
    assert all(gradient.any() for gradient in once)
    for a, b, c in zip(once, doubled, again, strict=True):
        assert (2 * a == b).all()
        assert (a == c).all()


@every_layer
def test_writing_to_outputs_and_gradients_changes_no_later_gradient(kind):
    layer = make(kind)
    output = forward(layer)
    upstream = random(3, *np.shape(output))
    kept = [gradient.copy() for gradient in backward(layer, upstream)]
    for result in (output, *backward(layer, upstream)):
        np.asarray(result)[...] = 99.0
    assert all((a == b).all() for a, b in zip(kept, backward(layer, upstream), strict=True))


@every_layer
def test_float32_inputs_give_float32_gradients(kind):
    double, single = make(kind), make(kind, np.float32)
    output = forward(single, np.float32)
    assert output == pytest.approx(forward(double), rel=1e-5)
    upstream = random(3, *np.shape(output))
    for one, other in zip(backward(single, upstream), backward(double, upstream), strict=True):
        assert (one.dtype, other.dtype) == (np.float32, np.float64)
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-6)


@every_layer
def test_backward_before_forward_is_refused(kind):
    with pytest.raises(RuntimeError, match=f"{kind.__name__}.backward .* call forward first"):
        make(kind).backward(1.0)


@every_layer
def test_an_upstream_that_does_not_fit_is_named_with_both_shapes(kind):
    layer = make(kind)
    shape = np.shape(forward(layer))
    message = f"upstream has shape (7,), but the output of {kind.__name__} has shape {shape}"
    with pytest.raises(ValueError, match=re.escape(message)):
        layer.backward(np.ones(7))
    with pytest.raises(ValueError, match="upstream holds NaN"):
        layer.backward(np.full(shape, np.nan))


HUGE = 1e200
ALTERNATING = np.tile([[HUGE], [-HUGE]], (8, 1))  # products of both infinities, whose sum is NaN


@pytest.mark.parametrize(
    ("layer", "inputs", "upstream", "result"),
    [
        (AddLayer(), [1.5e308, 1.5e308], None, "the output"),
        (MulLayer(), [HUGE, HUGE], None, "the output"),
        (MulLayer(), [1.0, HUGE], HUGE, "the gradient of the input"),
        (MulLayer(), [HUGE, 1.0], HUGE, "the gradient of the input"),
        (Affine([[HUGE]], [0]), [[HUGE]], None, "the output"),
        (Affine(ALTERNATING, [0]), [[HUGE] * 16], None, "the output"),
        (Affine([[1]], [0]), [[[HUGE]] * 16], ALTERNATING, "the gradient of W"),
        (Affine([[HUGE]], [0]), [[1]], [HUGE], "the gradient of the input"),
        (Affine([[0]], [0]), [[[0], [0]]], [[1.5e308], [1.5e308]], "the gradient of b"),
    ],
)
def test_an_overflow_is_an_error_that_names_result_and_layer(layer, inputs, upstream, result):
    def forward_and_backward():
        layer.forward(*inputs)
        layer.backward(upstream)

    message = re.escape(f"{result} of {layer!r} is not finite")
    with pytest.raises(FloatingPointError, match=f"^{message}"):
        forward_and_backward()


def test_repr_shows_the_name_and_the_sizes_of_a_layer():
    layers = [make(Affine), Relu(), SoftmaxWithLoss()]
    assert repr(layers) == "[Affine(3, 2), Relu(), SoftmaxWithLoss()]"


class Shift(Layer):
    """A layer as a reader writes one: its formulas and nothing else."""

    def _forward(self, x):
        return x + 1

    def _backward(self, upstream):
        return upstream


def test_a_layer_written_as_two_formulas_inherits_every_check():
    layer = Shift()
    with pytest.raises(RuntimeError, match=r"Shift\.backward needs what forward leaves behind"):
        layer.backward(1.0)
    assert layer.forward([1, 2]).tolist() == [2, 3]
    assert layer.backward([1, 5]).tolist() == [1, 5]
    with pytest.raises(ValueError, match="x holds NaN"):
        layer.forward([np.nan])
