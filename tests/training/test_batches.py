from itertools import islice

import numpy as np
import pytest

from mlbook.training.batches import mini_batches


def first_batches(number, *args, **kwargs):
    return list(islice(mini_batches(*args, rng=np.random.default_rng(0), **kwargs), number))


def test_without_replacement_each_epoch_uses_every_sample_once():
    batches = first_batches(8, 10, 3)
    assert [len(batch) for batch in batches] == [3, 3, 3, 1] * 2
    first, second = np.concatenate(batches[:4]), np.concatenate(batches[4:])
    assert sorted(first) == sorted(second) == list(range(10))
    assert first.tolist() != second.tolist()


def test_a_batch_may_hold_every_sample():
    assert [sorted(batch) for batch in first_batches(2, 4, 4)] == [[0, 1, 2, 3]] * 2


def test_with_replacement_an_epoch_misses_1_over_e_of_the_samples():
    batches = first_batches(1000, 10_000, 10, replace=True)
    assert {len(batch) for batch in batches} == {10}
    seen = len(np.unique(np.concatenate(batches)))
    assert seen / 10_000 == pytest.approx(1 - np.exp(-1), abs=0.015)  # three standard deviations


def test_with_replacement_a_batch_can_hold_a_sample_twice():
    assert any(len(set(batch)) < 3 for batch in first_batches(50, 4, 3, replace=True))


@pytest.mark.parametrize(
    ("args", "rng", "error", "message"),
    [
        ((0, 1), None, ValueError, "count must be at least 1, but it is 0"),
        ((3, 0), None, ValueError, "batch_size must be at least 1, but it is 0"),
        ((3, 4), None, ValueError, "batch_size is 4, but there are only 3 samples"),
        ((3, 1.5), None, TypeError, "batch_size must be a whole number, but it is 1.5"),
        ((3, 2), 7, TypeError, "rng must be a Generator"),
    ],
)
def test_arguments_that_do_not_fit_are_refused_before_the_first_batch(args, rng, error, message):
    with pytest.raises(error, match=message):
        mini_batches(*args, rng=rng)


@pytest.mark.parametrize("replace", [True, False])
def test_indices_are_as_wide_as_those_of_the_platform(monkeypatch, replace):
    """In a browser they have 32 bits, and `take` refuses wider ones."""
    expected = next(mini_batches(9, 4, replace=replace, rng=np.random.default_rng(0)))
    monkeypatch.setattr(np, "intp", np.int32)
    indices = next(mini_batches(9, 4, replace=replace, rng=np.random.default_rng(0)))
    assert indices.dtype == np.int32
    assert (indices == expected).all()
