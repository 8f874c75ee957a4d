import tracemalloc

import numpy as np
import pytest

from mlbook.gradient import numerical_gradient
from mlbook.networks import TwoLayerNet, fast_differences


def two_layer(seed=0, std=1.0):
    return TwoLayerNet(4, 5, 3, std, rng=np.random.default_rng(seed))


def batch(*shape, seed=1):
    return np.random.default_rng(seed).normal(size=shape)


def plain(net, x, t):
    """Return the numerical gradient that knows nothing of networks."""
    return {
        key: numerical_gradient(lambda _: net.loss(x, t), value)
        for key, value in net.params.items()
    }


def pixels(*shape):
    """Return samples most of whose numbers are exactly 0, as those of an image are."""
    return np.where(batch(*shape) > 0.8, batch(*shape, seed=2), 0.0)


@pytest.mark.parametrize(
    ("x", "t"),
    [
        (batch(4), 2),
        (batch(6, 4), [0, 2, 1, 1, 0, 2]),
        (batch(2, 4), [[1, 0, 0], [0, 0, 1]]),
        (batch(2, 4), [[0.2, 0.5, 0.3], [0, 0.9, 0.1]]),
        (batch(2, 4), [[0, 0, 0], [3, -1, 0.5]]),
        (batch(2, 4), [[3, -1, 0.5], [0, 0, 0]]),
        (pixels(9, 4), [0, 1, 2] * 3),
        (np.zeros((3, 4)), [0, 1, 2]),
        (1e6 * batch(5, 4), [0, 1, 2, 0, 1]),
    ],
    ids=[
        "one",
        "labels",
        "rows",
        "soft",
        "no distribution",
        "none at last",
        "sparse",
        "blank",
        "saturated",
    ],
)
@pytest.mark.parametrize("std", [0.01, 1.0, 1e4])
def test_the_fast_numerical_gradient_is_the_plain_one(x, t, std):
    net = two_layer(std=std)
    kept = {key: value.copy() for key, value in net.params.items()}
    fast, slow = net.numerical_gradient(x, t), plain(net, x, t)
    assert list(fast) == list(slow)
    for key in fast:
        np.testing.assert_allclose(fast[key], slow[key], rtol=1e-9, atol=1e-8)
        assert (net.params[key] == kept[key]).all()


def test_the_fast_numerical_gradient_takes_samples_in_parts_that_change_nothing(monkeypatch):
    net, x, t = two_layer(), batch(7, 4), [0, 1, 2, 0, 1, 2, 0]
    whole = net.numerical_gradient(x, t)
    monkeypatch.setattr(fast_differences, "MAX_SIZE", 2 * 5 * 3)
    for key, value in net.numerical_gradient(x, t).items():
        np.testing.assert_allclose(value, whole[key], rtol=0, atol=1e-11)


@pytest.mark.parametrize(("inputs", "hidden"), [(200, 1), (1, 200)])
def test_the_memory_does_not_grow_with_the_batch(inputs, hidden, monkeypatch):
    monkeypatch.setattr(fast_differences, "MAX_SIZE", 2**16)
    net = TwoLayerNet(inputs, hidden, 10, rng=np.random.default_rng(0))
    x, t = batch(400, inputs), [7] * 400
    tracemalloc.start()
    net.numerical_gradient(x, t)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak - x.nbytes < 4e6  # all at once, one of its arrays alone would be of 6 MB


def test_a_step_out_of_range_is_an_error_of_the_fast_numerical_gradient():
    net = two_layer()
    net.params["W2"][:] = [[1.7e308, -1.7e308, 0]] * 5
    with pytest.raises(FloatingPointError, match="hidden @ W2"):
        net.numerical_gradient([4, 4, 4, 4], 0)
    with pytest.raises(FloatingPointError, match="the loss after a step is not finite"):
        two_layer().numerical_gradient([4, 4, 4, 4], [1e308, 1e308, 1e308])
