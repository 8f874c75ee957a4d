"""The gradient of a batch in parts is that of the batch, for any number of workers."""

from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pipe

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlbook import SGD, SimpleConvNet, TwoLayerNet, load_digits
from mlbook.networks import Network
from mlbook.parallel import Ring, parallel_gradient, part_of

(X, T), _ = load_digits()


def network(**options):
    return TwoLayerNet(64, 5, 10, 0.3, rng=np.random.default_rng(0), **options)


def together(size, work):
    """Return what `work` returns for each place of a ring of threads."""
    links = [Pipe(duplex=False) for _ in range(size)]
    places = [(rank, size, links[rank][0], links[(rank + 1) % size][1]) for rank in range(size)]
    with ThreadPoolExecutor(size) as executor:
        return list(executor.map(lambda place: work(Ring(*place)), places))


def largest_difference(grads, others):
    return max(np.abs(grads[name] - others[name]).max() for name in others)


@pytest.mark.parametrize("size", [1, 2, 4])
@pytest.mark.parametrize("count", [4, 7, 30])
def test_workers_get_loss_and_gradient_of_the_whole_batch(size, count):
    x, t, net = X[:count], T[:count], network()
    for loss, grads in together(size, lambda ring: parallel_gradient(network(), x, t, ring)):
        assert abs(loss - net.loss(x, t)) < 1e-14
        assert largest_difference(grads, net.gradient(x, t)) < 1e-15


def test_the_gradient_in_parts_is_the_numerical_gradient():
    x, t = X[:9], T[:9]
    numerical = network().numerical_gradient(x, t)
    for _, grads in together(3, lambda ring: parallel_gradient(network(), x, t, ring)):
        assert largest_difference(grads, numerical) < 1e-6  # the error of steps of 1e-4


def test_weight_decay_is_counted_once():
    x, t = X[:8], T[:8]
    net = Network(*network().layers, weight_decay=0.5)
    [(loss, grads), _] = together(2, lambda ring: parallel_gradient(copied(net), x, t, ring))
    assert abs(loss - net.loss(x, t)) < 1e-13
    assert largest_difference(grads, net.gradient(x, t)) < 1e-14


def copied(net):
    other = Network(*network().layers, weight_decay=net.weight_decay)
    other.params = {name: value.copy() for name, value in net.params.items()}
    return other


@pytest.mark.parametrize("size", [1, 2, 4])
def test_a_training_in_parts_ends_where_that_of_one_process_ends(size):
    def train(ring):
        net, optimizer, rng = network(), SGD(lr=0.5), np.random.default_rng(1)
        for _ in range(20):
            batch = rng.permutation(len(X))[:50]
            optimizer.update(net.params, parallel_gradient(net, X[batch], T[batch], ring)[1])
        return net.params

    one = train(Ring())
    trained = together(size, train)
    for params in trained:
        assert largest_difference(params, one) < 1e-13
        assert largest_difference(params, trained[0]) == 0


def test_images_and_single_precision_keep_their_form():
    net = SimpleConvNet(
        (1, 8, 8),
        {"filter_num": 2, "filter_size": 3, "pad": 0, "stride": 1},
        4,
        dtype=np.float32,
    )
    images = X[:4].reshape(-1, 1, 8, 8)
    loss, grads = parallel_gradient(net, images, T[:4], Ring())
    assert abs(loss - net.loss(images, T[:4])) < 1e-6
    for name, value in net.params.items():
        assert (grads[name].shape, grads[name].dtype) == (value.shape, np.float32)


@given(st.integers(1, 9), st.integers(0, 99))
def test_parts_cover_all_samples_once_and_differ_by_one_at_most(size, more):
    parts = [part_of(size + more, rank, size) for rank in range(size)]
    taken = [i for part in parts for i in range(size + more)[part]]
    assert taken == list(range(size + more))
    lengths = [part.stop - part.start for part in parts]
    assert max(lengths) - min(lengths) <= 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((1, 0, 2), "count must be at least 2"),
        ((4, 2, 2), "rank must be below size, 2, but it is 2"),
        ((4, -1, 2), "rank must be at least 0"),
    ],
)
def test_a_part_that_does_not_exist_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        part_of(*arguments)


@pytest.mark.parametrize(
    ("x", "t", "message"),
    [
        (X[0], T[0], "x and t must be a batch"),
        (X[:3], T[:2], r"x and t must be a batch, but their shapes are \(3, 64\) and \(2,\)"),
        (X[:1], T[:1], "x has 1 samples, too few for 2 workers"),
    ],
)
def test_a_batch_that_cannot_be_shared_is_refused(x, t, message):
    with pytest.raises(ValueError, match=message):
        parallel_gradient(network(), x, t, Ring(0, 2, *Pipe()))
