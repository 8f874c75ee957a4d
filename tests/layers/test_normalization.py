"""Batch and layer normalisation: values, gradients, modes."""

import numpy as np
import pytest

from mlbook.gradient import numerical_gradient
from mlbook.layers import BatchNormalization, LayerNormalization

BOTH = pytest.mark.parametrize("kind", [BatchNormalization, LayerNormalization])


def random(seed, *shape):
    return np.array(np.random.default_rng(seed).normal(size=shape))


def make(kind, dtype=np.float64, units=4):
    return kind(random(0, units).astype(dtype), random(1, units).astype(dtype))


def assert_gradients_are_those_of_differences(layer, x, forward):
    upstream = random(3, *x.shape)
    forward(x)
    gradients = layer.backward(upstream), layer.dgamma, layer.dbeta

    def weighted_output(_):
        return float(np.sum(upstream * forward(x)))

    for array, gradient in zip([x, layer.gamma, layer.beta], gradients, strict=True):
        expected = numerical_gradient(weighted_output, array)  # steps the array in place
        np.testing.assert_allclose(gradient, expected, rtol=0, atol=1e-7, strict=True)
        assert np.abs(gradient).max() > 0.01


@BOTH
def test_gradients_of_a_batch_agree_with_differences(kind):
    layer = make(kind)
    assert_gradients_are_those_of_differences(layer, random(2, 5, 4), layer.forward)


@pytest.mark.parametrize("shape", [(4,), (1, 4), (5, 4)])
def test_gradients_of_batch_normalisation_that_is_asked_agree_with_differences(shape):
    layer = make(BatchNormalization)
    layer.forward(random(4, 9, 4))  # leaves moving averages behind
    assert_gradients_are_those_of_differences(
        layer, random(2, *shape), lambda x: layer.forward(x, train_flg=False)
    )


@pytest.mark.parametrize("shape", [(4,), (1, 4)])
def test_gradients_of_layer_normalisation_of_one_sample_agree_with_differences(shape):
    layer = make(LayerNormalization)
    assert_gradients_are_those_of_differences(layer, random(2, *shape), layer.forward)


def test_batch_normalisation_matches_the_hand_worked_numbers():
    layer = BatchNormalization([2, 1], [0, 5])
    y = layer.forward([[1, 10], [3, 10], [1, 10], [3, 10]])
    assert y == pytest.approx(np.array([[-2, 5], [2, 5], [-2, 5], [2, 5]]), abs=1e-6)
    dx = layer.backward([[1, 0], [0, 0], [0, 0], [0, 0]])
    assert dx[:, 0] == pytest.approx([1, 0, -1, 0], abs=1e-6)
    assert layer.dgamma == pytest.approx([-1, 0], abs=1e-6)
    assert layer.dbeta.tolist() == [1, 0]


def test_layer_normalisation_is_batch_normalisation_of_the_transposed_batch():
    x, upstream = random(2, 4, 4), random(3, 4, 4)
    ones, zeros = np.ones(4), np.zeros(4)
    batch, layer = BatchNormalization(ones, zeros), LayerNormalization(ones, zeros)
    np.testing.assert_allclose(layer.forward(x), batch.forward(x.T).T, rtol=1e-12)
    np.testing.assert_allclose(layer.backward(upstream), batch.backward(upstream.T).T, rtol=1e-12)


def test_moving_averages_keep_the_momentum_of_the_old_and_take_the_rest_of_the_new():
    layer = BatchNormalization([1], [0], momentum=0.75, running_mean=[8], running_var=[4])
    layer.forward([[1], [3]])
    assert layer.running_mean.tolist() == [0.75 * 8 + 0.25 * 2]
    assert layer.running_var.tolist() == [0.75 * 4 + 0.25 * 1]
    layer.forward([[100], [300]], train_flg=False)
    assert layer.running_mean.tolist() == [6.5]


def test_what_is_asked_takes_the_moving_averages_and_no_other_sample():
    layer = BatchNormalization([3], [1], running_mean=[2], running_var=[16])
    assert layer.forward([[10], [2]], train_flg=False) == pytest.approx(
        np.array([[7], [1]]), rel=1e-7
    )
    assert layer.forward([10], train_flg=False) == pytest.approx([7], rel=1e-7)


def test_moving_averages_that_are_given_are_copied():
    mean, variance = np.zeros(1), np.ones(1)
    layer = BatchNormalization([1.0], [0.0], 0.5, mean, variance)
    layer.running_mean += 1
    layer.running_var += 1
    assert (mean.tolist(), variance.tolist()) == ([0], [1])


@BOTH
def test_parameters_are_kept_and_seen_when_they_are_updated_in_place(kind):
    gamma, beta = np.ones(2), np.zeros(2)
    layer = kind(gamma, beta)
    gamma *= 2
    beta += 5
    assert layer.forward([[1, 3], [3, 1]]) == pytest.approx(np.array([[3, 7], [7, 3]]), abs=1e-6)


@BOTH
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_everything_has_the_type_of_gamma(kind, dtype):
    layer, other = make(kind, dtype), np.float64 if dtype is np.float32 else np.float32
    arrays = [layer.forward(random(2, 5, 4).astype(other))]
    arrays += [layer.backward(random(3, 5, 4).astype(other)), layer.dgamma, layer.dbeta]
    if kind is BatchNormalization:
        arrays += [layer.running_mean, layer.running_var]
        arrays += [layer.forward(random(2, 5, 4).astype(other), train_flg=False)]
    assert {array.dtype for array in arrays} == {np.dtype(dtype)}


@BOTH
def test_constant_inputs_become_beta(kind):
    layer = kind([1, 1], [2, 2])
    assert layer.forward(np.full((3, 2), 7.0)).tolist() == [[2, 2]] * 3
    assert not layer.backward(np.ones((3, 2))).any()


@BOTH
def test_a_variance_that_overflows_is_an_error(kind):
    with pytest.raises(FloatingPointError, match=rf"the variance of {kind.__name__}\(2\) is not"):
        make(kind, units=2).forward([[1e200, -1e200], [-1e200, 1e200]])


@pytest.mark.parametrize("x", [[1.0, 2, 3, 4], [[1.0, 2, 3, 4]]])
def test_a_batch_of_one_sample_teaches_batch_normalisation_nothing_and_is_refused(x):
    with pytest.raises(ValueError, match=r"x has shape \((1, )?4,?\), .* at least two samples"):
        make(BatchNormalization).forward(x)


@BOTH
@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (1, 2, 4)])
def test_inputs_that_do_not_fit_are_named(kind, shape):
    with pytest.raises(ValueError, match=r"x has shape \(.*\), but gamma has shape \(4,\)"):
        make(kind).forward(np.ones(shape))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([[1]], [0]), r"gamma must have shape \(D,\), but its shape is \(1, 1\)"),
        (([1], [0, 0]), r"beta has shape \(2,\), but gamma has \(1,\)"),
        (([1], [0], 1), "momentum must be one number from 0 to below 1, but it is 1"),
        (([1], [0], 0.9, [0, 0]), r"running_mean has shape \(2,\), but gamma has \(1,\)"),
        (([1], [0], 0.9, [0], [-1]), "running_var must hold no number below 0"),
        (([1], [0], 0.9, [np.nan]), "running_mean holds NaN"),
    ],
)
def test_arguments_that_do_not_fit_are_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        BatchNormalization(*arguments)


def test_repr_shows_the_number_of_units():
    both = [make(BatchNormalization), make(LayerNormalization)]
    assert repr(both) == "[BatchNormalization(4), LayerNormalization(4)]"
