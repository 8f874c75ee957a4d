"""Reading data: the time beside that of decompressing, and the memory for MNIST."""

import gzip
import hashlib
import tracemalloc

import numpy as np
import pytest

from mlbook import load_mnist
from mlbook.datasets import mnist
from mlbook.datasets.idx import read_idx

MEGABYTE = 10**6


def as_idx(array):
    lengths = b"".join(length.to_bytes(4, "big") for length in array.shape)
    return bytes([0, 0, 8, array.ndim]) + lengths + array.tobytes()


@pytest.fixture
def pixels(digits):
    return (digits[0] * 255).astype(np.uint8).reshape(-1, 28, 28)


def test_reading_takes_less_than_twice_the_time_of_decompressing(pixels, in_turns, keep, quick):
    whole = as_idx(pixels)
    packed, digest = gzip.compress(whole), hashlib.sha256(whole).hexdigest()
    seconds = in_turns(
        {
            "read_idx": lambda: read_idx(packed, shape=pixels.shape, sha256=digest),
            "decompressing": lambda: hashlib.sha256(gzip.decompress(packed)).digest(),
        },
        rounds=25,
    )
    keep["reading"] = keep.get("reading", {}) | {"seconds": seconds}
    assert quick or seconds["read_idx"] < 2 * seconds["decompressing"]


def test_loading_mnist_takes_less_than_400_megabytes(pixels, keep, monkeypatch, tmp_path):
    """The files have the sizes of MNIST's, but other pixels and checksums."""
    for file in mnist.FILES:
        kind = "IMAGES" if len(file.shape) == 3 else "LABELS"
        part = "TRAIN" if file.shape[0] == 60_000 else "TEST"
        array = np.resize(pixels, file.shape) if kind == "IMAGES" else np.zeros(file.shape, "u1")
        content = as_idx(array)
        (tmp_path / file.name).write_bytes(content)
        like = file._replace(sha256=hashlib.sha256(content).hexdigest())
        monkeypatch.setattr(mnist, f"{part}_{kind}", like)
    del array, content
    monkeypatch.setenv("MLBOOK_DATA", str(tmp_path))
    tracemalloc.start()
    (x_train, _), (x_test, _) = load_mnist()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    keep["reading"] = keep.get("reading", {}) | {
        "peak_megabytes": round(peak / MEGABYTE),
        "array_megabytes": round((x_train.nbytes + x_test.nbytes) / MEGABYTE),
    }
    assert peak < 400 * MEGABYTE


def test_read_idx(benchmark, pixels):
    benchmark(read_idx, gzip.compress(as_idx(pixels)))
