"""An update of a training against the five matrix products that are most of its work."""

from functools import partial
from itertools import cycle

import numpy as np
import pytest

from mlbook import SGD, AdaGrad, Adam, Momentum, RMSProp, TwoLayerNet

OPTIMIZERS = (SGD, Momentum, AdaGrad, RMSProp, Adam)
BATCHES = (1, 10, 100, 1000, 10_000)
BATCH = 100  # of a training


def five_products(x):
    """Return a function that makes the products of the next update: two forward, three back.

    Each update takes another batch, as in a training, so that the batch is seldom in the cache; a
    single batch `x` stays there.
    """
    rng = np.random.default_rng(0)
    W1, W2 = (rng.standard_normal(shape).astype(x.dtype) for shape in ((784, 50), (50, 10)))
    batches = cycle(np.split(x, len(x) // BATCH))
    s = x[:BATCH] @ W1
    a = s @ W2

    def products():
        batch = next(batches)
        batch @ W1
        s @ W2
        a @ W2.T
        s.T @ a
        batch.T @ s

    return products


def test_an_update_costs_less_than_twice_its_matrix_products(digits, update, in_turns, keep, quick):
    actions = {}
    for dtype in (np.float64, np.float32):
        x, bits = digits[0].astype(dtype), np.dtype(dtype).itemsize * 8
        actions[f"float{bits}"] = update(dtype)
        actions[f"products{bits}"] = five_products(x)
        actions[f"cached{bits}"] = five_products(x[:BATCH])
    seconds = in_turns(actions, rounds=200)
    keep["training"] = {"seconds": seconds}
    # Products of a batch in the cache take less time than others: they are the stricter measure.
    for bits, bound in ((64, 1.5), (32, 1.9)):
        assert quick or seconds[f"float{bits}"] < bound * seconds[f"cached{bits}"]


def test_an_image_takes_less_time_in_a_batch(digits, in_turns, keep, quick):
    x = digits[0]
    net = TwoLayerNet(784, 50, 10, rng=np.random.default_rng(0))
    actions = {str(size): partial(net.predict, x[:size]) for size in BATCHES}
    seconds = in_turns(actions)
    keep["batches"] = [
        {"size": size, "seconds_per_image": seconds[str(size)] / size} for size in BATCHES
    ]
    assert quick or seconds["1"] > 3 * seconds["100"] / 100


def test_every_optimizer_takes_less_time_than_the_gradient(digits, in_turns, keep, quick):
    x, t = (each[:100] for each in digits)
    net = TwoLayerNet(784, 50, 10, rng=np.random.default_rng(0))
    grads = net.gradient(x, t)
    actions = {
        rule.__name__: partial(rule(lr=1e-9).update, net.params, grads) for rule in OPTIMIZERS
    }
    seconds = in_turns(actions | {"gradient": lambda: net.gradient(x, t)})
    keep["optimizers"] = {"seconds": seconds}
    assert quick or seconds["gradient"] > max(seconds[rule.__name__] for rule in OPTIMIZERS)


@pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["float64", "float32"])
def test_update(benchmark, update, dtype):
    benchmark(update(dtype))


@pytest.mark.parametrize("rule", OPTIMIZERS)
def test_optimizer(benchmark, digits, rule):
    net = TwoLayerNet(784, 50, 10, rng=np.random.default_rng(0))
    grads = net.gradient(*(each[:100] for each in digits))
    benchmark(rule(lr=1e-9).update, net.params, grads)
