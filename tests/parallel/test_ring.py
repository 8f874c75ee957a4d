"""The ring all-reduce: the sum, the same bits everywhere, and a word on what went wrong."""

import threading
from multiprocessing import Pipe

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlbook.parallel import Ring, ring_all_reduce


def rng():
    return np.random.default_rng(0)


def rings(size):
    links = [Pipe(duplex=False) for _ in range(size)]
    return [Ring(rank, size, links[rank][0], links[(rank + 1) % size][1]) for rank in range(size)]


def reduced(arrays):
    """Return what `Ring.all_reduce` gives to a thread for each array."""
    results = [None] * len(arrays)

    def work(ring):
        try:
            results[ring.rank] = ring.all_reduce(arrays[ring.rank])
        except (ValueError, ConnectionError) as error:
            results[ring.rank] = error

    threads = [threading.Thread(target=work, args=[ring]) for ring in rings(len(arrays))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert not any(thread.is_alive() for thread in threads)
    return results


@given(st.integers(1, 6), st.integers(0, 12))
def test_every_place_gets_the_exact_sum_of_integers(size, length):
    arrays = list(rng().integers(-99, 99, (size, length + 1, 2)))
    for result in ring_all_reduce(arrays):
        np.testing.assert_array_equal(result, sum(arrays))


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_workers_and_the_ring_in_one_process_agree_to_the_last_bit(size):
    arrays = list(rng().normal(size=(size, 7, 3)))
    expected = ring_all_reduce(arrays)
    for result, other in zip(reduced(arrays), expected, strict=True):
        np.testing.assert_array_equal(result, other)
        np.testing.assert_array_equal(result, expected[0])
        np.testing.assert_allclose(result, np.sum(arrays, axis=0), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("size", [2, 3, 4])
def test_arrays_larger_than_a_pipe_do_not_block_the_ring(size):
    for result in reduced([np.full(300_000, rank) for rank in range(size)]):
        np.testing.assert_array_equal(result, np.full(300_000, sum(range(size))))


def test_a_ring_changes_no_array_of_its_caller():
    arrays = [np.ones(5), np.ones(5)]
    ring_all_reduce(arrays)
    reduced(arrays)
    assert [array.tolist() for array in arrays] == [[1.0] * 5] * 2


def test_single_precision_stays_single_and_mixed_types_become_double():
    single = np.ones(3, np.float32)
    assert [each.dtype for each in reduced([single, single])] == [np.float32] * 2
    assert ring_all_reduce([single, single])[0].dtype == np.float32
    assert ring_all_reduce([single, np.ones(3)])[0].dtype == np.float64


@pytest.mark.parametrize("shapes", [(2, 3), (4, 1), ((2, 3), (3, 2))])
def test_arrays_of_different_shapes_are_refused(shapes):
    arrays = [np.ones(shape) for shape in shapes]
    with pytest.raises(ValueError, match=r"arrays\[1\] has shape"):
        ring_all_reduce(arrays)
    for error in reduced(arrays):
        assert "all need one shape" in str(error)


def test_no_arrays_are_refused():
    with pytest.raises(ValueError, match="arrays is empty"):
        ring_all_reduce([])


@pytest.mark.parametrize(
    ("places", "message"),
    [
        ((2, 2), "rank must be below size, 2, but it is 2"),
        ((0, 2), "needs a pipe on the left and on the right"),
        ((0, 0), "size must be at least 1"),
        ((-1, 1), "rank must be at least 0"),
    ],
)
def test_a_place_that_no_ring_has_is_refused(places, message):
    with pytest.raises(ValueError, match=message):
        Ring(*places)


@pytest.mark.parametrize("rank", [0, 1])
def test_a_neighbour_that_has_ended_is_an_error(rank):
    (left, before), (after, right) = Pipe(duplex=False), Pipe(duplex=False)
    before.close()
    after.close()
    with pytest.raises(ConnectionError, match=f"a neighbour of worker {rank} has ended"):
        Ring(rank, 2, left, right).all_reduce([1.0])


def test_a_ring_says_its_place():
    assert repr(rings(3)[1]) == "Ring(rank=1, size=3)"
