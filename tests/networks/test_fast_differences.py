import tracemalloc

import numpy as np
import pytest

from mlbook.networks import Network, TwoLayerNet, fast_differences


def two_layer(std=1.0):
    return TwoLayerNet(4, 5, 3, std, rng=np.random.default_rng(0))


def batch(*shape, seed=1):
    return np.random.default_rng(seed).normal(size=shape)


def sparse(*shape):
    """Return samples most of whose numbers are exactly 0, as the pixels of an image are."""
    return np.where(batch(*shape) > 0.8, batch(*shape, seed=2), 0.0)


TARGETS_NO_DISTRIBUTION = [[0, 0, 0], [3, -1, 0.5]]


@pytest.mark.parametrize(
    ("x", "t"),
    [
        (batch(4), 2),
        (batch(6, 4), [0, 2, 1, 1, 0, 2]),
        (batch(2, 4), [[1, 0, 0], [0, 0, 1]]),
        (batch(2, 4), [[0.2, 0.5, 0.3], [0, 0.9, 0.1]]),
        (batch(2, 4), TARGETS_NO_DISTRIBUTION),
        (batch(2, 4), TARGETS_NO_DISTRIBUTION[::-1]),
        (sparse(9, 4), [0, 1, 2] * 3),
        (np.zeros((3, 4)), [0, 1, 2]),
        (1e6 * batch(5, 4), [0, 1, 2, 0, 1]),
    ],
    ids=[
        *("label", "labels", "one-hot rows", "probabilities", "no distribution", "zeros last"),
        *("sparse", "all zero", "saturated"),
    ],
)
@pytest.mark.parametrize("std", [0.01, 1.0, 1e4])
def test_the_fast_numerical_gradient_equals_the_plain_one(x, t, std):
    net = two_layer(std)
    kept = {key: value.copy() for key, value in net.params.items()}
    fast, plain = net.numerical_gradient(x, t), Network.numerical_gradient(net, x, t)
    assert list(fast) == list(plain)
    for key in fast:
        np.testing.assert_allclose(fast[key], plain[key], rtol=1e-9, atol=1e-8)
        assert (net.params[key] == kept[key]).all()


def test_cutting_the_batch_into_parts_changes_no_gradient(monkeypatch):
    net, x, t = two_layer(), batch(7, 4), [0, 1, 2, 0, 1, 2, 0]
    whole = net.numerical_gradient(x, t)
    monkeypatch.setattr(fast_differences, "MAX_SIZE", 2 * 5 * 3)
    for key, value in net.numerical_gradient(x, t).items():
        np.testing.assert_allclose(value, whole[key], rtol=0, atol=1e-11)


@pytest.mark.parametrize(("inputs", "hidden"), [(100, 1), (1, 100)])
def test_memory_does_not_grow_with_the_batch(inputs, hidden, monkeypatch):
    monkeypatch.setattr(fast_differences, "MAX_SIZE", 2**14)
    net = TwoLayerNet(inputs, hidden, 10, rng=np.random.default_rng(0))
    x, t = batch(200, inputs), [7] * 200
    tracemalloc.start()
    net.numerical_gradient(x, t)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak - x.nbytes < 1e6  # uncut, one of its arrays alone would take 1.6 MB


def test_numbers_out_of_range_are_errors_that_name_the_computation():
    net = two_layer()
    net.params["W2"][:] = [[1.7e308, -1.7e308, 0]] * 5
    with pytest.raises(FloatingPointError, match="hidden @ W2"):
        net.numerical_gradient([4, 4, 4, 4], 0)
    with pytest.raises(FloatingPointError, match="the loss after a step is not finite"):
        two_layer().numerical_gradient([4, 4, 4, 4], [1e308, 1e308, 1e308])
