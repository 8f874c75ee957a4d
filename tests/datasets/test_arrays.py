import tracemalloc

import numpy as np

from mlbook.datasets.arrays import as_samples


def test_normalising_allocates_little_more_than_its_result():
    images, labels = np.full((1000, 50, 50), 51, np.uint8), np.zeros(1000, np.uint8)
    tracemalloc.start()
    x, _ = as_samples(
        images,
        labels,
        largest=255,
        dtype=np.float32,
        normalize=True,
        flatten=True,
        one_hot_label=False,
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert x[0, 0] == np.float32(0.2)
    assert x.nbytes < peak < 1.1 * x.nbytes


def test_the_result_shares_no_memory_with_the_images():
    images, labels = np.zeros((2, 3, 4), np.uint8), np.array([1, 2], np.uint8)
    for normalize in (True, False):
        x, t = as_samples(
            images,
            labels,
            largest=255,
            dtype=np.float32,
            normalize=normalize,
            flatten=False,
            one_hot_label=False,
        )
        assert x.shape == (2, 1, 3, 4)
        assert not np.shares_memory(x, images)
        assert not np.shares_memory(t, labels)


def test_labels_can_index_arrays_on_a_platform_of_32_bits(monkeypatch):
    """`np.bincount(t)` refuses wider integers there, as in a reader's browser."""
    monkeypatch.setattr(np, "intp", np.int32)
    labels = np.array([7, 1], np.uint8)
    _, t = as_samples(
        np.zeros((2, 3, 3), np.uint8),
        labels,
        largest=16,
        dtype=np.float64,
        normalize=True,
        flatten=True,
        one_hot_label=False,
    )
    assert t.dtype == np.int32
