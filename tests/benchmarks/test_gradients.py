"""Three ways to the same gradient: plain differences, fast differences, backpropagation."""

from functools import partial

import numpy as np
import pytest

from mlbook import TwoLayerNet, numerical_gradient

SIZES = (10, 20, 50, 100, 200)  # of the hidden layer
TIMED = 10  # parameters that plain differences are timed on: each costs two losses


def test_fast_differences_are_100_times_as_fast_as_plain_ones(digits, in_turns, keep, quick):
    x, t = (each[:100] for each in digits)
    keep["gradients"] = []
    for hidden in SIZES[:2] if quick else SIZES:
        net = TwoLayerNet(784, hidden, 10, rng=np.random.default_rng(0))
        count = sum(each.size for each in net.params.values())
        sample = net.params["W1"].reshape(-1)[:TIMED]
        loss = partial(net.loss, x, t)
        seconds = in_turns(
            {
                "plain": partial(numerical_gradient, lambda _, loss=loss: loss(), sample),
                "fast": partial(net.numerical_gradient, x, t),
                "backprop": partial(net.gradient, x, t),
            },
            rounds=12,
        )
        seconds["plain"] *= count / TIMED
        keep["gradients"].append({"hidden": hidden, "parameters": count, "seconds": seconds})
        assert quick or hidden < 50 or seconds["plain"] > 100 * seconds["fast"]


@pytest.mark.parametrize("way", ["numerical_gradient", "gradient"])
def test_gradient(benchmark, digits, way):
    net = TwoLayerNet(784, 50, 10, rng=np.random.default_rng(0))
    benchmark(getattr(net, way), *(each[:100] for each in digits))
