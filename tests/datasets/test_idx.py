import gzip
import hashlib
import zlib
from functools import partial

import numpy as np
import pytest

from mlbook.datasets.idx import read_idx

HEADER = bytes([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3])
WHOLE = HEADER + bytes(range(6))
compress = partial(gzip.compress, mtime=0)  # names of tests hold no time of day
PACKED = compress(WHOLE)


@pytest.mark.parametrize("content", [WHOLE, PACKED], ids=["raw", "gzip"])
def test_bytes_and_paths_give_the_array_that_the_header_announces(content, tmp_path):
    path = tmp_path / "images"
    path.write_bytes(content)
    for source in (content, path, str(path)):
        array = read_idx(source)
        assert array.dtype == np.uint8
        assert array.tolist() == [[[0, 1, 2]], [[3, 4, 5]]]


def test_lengths_are_read_most_significant_byte_first():
    assert read_idx(bytes([0, 0, 8, 1, 0, 0, 1, 2]) + bytes(258)).shape == (258,)


def test_an_array_without_values_is_read():
    assert read_idx(bytes([0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 3])).shape == (0, 3)


def test_the_array_is_read_only():
    assert not read_idx(PACKED).flags.writeable


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is no IDX file of bytes: .* begins with nothing$"),
        (b"\0\0\x08", "is no IDX file of bytes: .* begins with 00 00 08$"),
        (b"\0\0\x08\0" + WHOLE[4:], "is no IDX file of bytes"),
        (b"\0\1\x08\3" + WHOLE[4:], "is no IDX file of bytes: .* begins with 00 01 08 03"),
        (b"\0\0\x0d\3" + WHOLE[4:], "is no IDX file of bytes: .* begins with 00 00 0d 03"),
        (b"\n<!DOCTYPE html>", "is no IDX file of bytes: .*: it looks like a web page"),
        (compress(b"<html>"), "is no IDX file of bytes: .*: it looks like a web page"),
        (WHOLE[:4], "is cut short: its header should have 16 bytes, but the file holds 4"),
        (WHOLE[:10], "is cut short: its header should have 16 bytes, but the file holds 10"),
        (WHOLE[:-1], "is cut short: its header announces 22 bytes in all, but it holds 21"),
        (WHOLE + b"\0", "is longer than the 22 bytes that its header announces"),
        (compress(WHOLE[:-1]), "is cut short: its header announces 22 bytes"),
        (compress(WHOLE + b"\0"), "is longer than the 22 bytes"),
        (compress(WHOLE + bytes(2000)), "is longer than the 22 bytes"),
        (PACKED[:-1], "is cut short: its gzip stream has no end"),
        (PACKED[:-12], "is cut short: its gzip stream has no end"),
        (PACKED + b"\0\0", "has 2 bytes after its gzip stream"),
        (PACKED[:-8] + bytes(8), "is damaged: gzip finds .*incorrect data check"),
        (b"\x1f\x8b nonsense", "is damaged: gzip finds"),
    ],
)
def test_a_broken_idx_file_is_refused_by_name(content, message, tmp_path):
    path = tmp_path / "labels.gz"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=f"(?s)labels.gz {message}"):
        read_idx(path)
    with pytest.raises(ValueError, match=f"(?s)the IDX file {message}"):
        read_idx(content)
    with pytest.raises(ValueError, match=f"(?s)^digits {message}"):
        read_idx(content, name="digits")


def test_no_more_is_decompressed_than_the_header_announces(monkeypatch):
    limits = []

    class Inflater:
        def __init__(self, wbits):
            self.inner = make(wbits)

        def __getattr__(self, name):
            return getattr(self.inner, name)

        def decompress(self, content, limit):
            limits.append(limit)
            return self.inner.decompress(content, limit)

    make = zlib.decompressobj
    monkeypatch.setattr(zlib, "decompressobj", Inflater)
    with pytest.raises(ValueError, match="is longer than the 22 bytes"):
        read_idx(compress(WHOLE + bytes(10_000_000)))
    assert limits == [1024, 23]


def test_a_file_that_announces_more_than_memory_is_cut_short():
    boast = b"\0\0\x08\x04" + b"\xff" * 16 + bytes(2000)
    for content in (boast, compress(boast)):
        with pytest.raises(ValueError, match="is cut short: its header announces"):
            read_idx(content)


def test_an_array_that_numpy_cannot_hold_is_refused_by_name():
    empty_and_immense = b"\0\0\x08\x03" + b"\xff" * 8 + bytes(4)  # found by tests/fuzz
    too_many_axes = b"\0\0\x08\xff" + b"\0\0\0\1" * 255 + b"\7"
    for content in (empty_and_immense, too_many_axes):
        with pytest.raises(ValueError, match=r"^digits announces what NumPy cannot hold: "):
            read_idx(content, name="digits")


def test_another_shape_is_refused_before_the_values_are_decompressed():
    assert read_idx(PACKED, shape=(2, 1, 3)).shape == (2, 1, 3)
    damaged_at_its_end = compress(HEADER[:-2] + b"\xff\xff" + bytes(2 * 65535))[:-8] + bytes(8)
    with pytest.raises(
        ValueError, match=r"announces an array of shape \(2, 1, 65535\), not \(6,\)"
    ):
        read_idx(damaged_at_its_end, shape=(6,))


@pytest.mark.parametrize("content", [WHOLE, PACKED], ids=["raw", "gzip"])
def test_the_checksum_is_that_of_the_decompressed_bytes(content):
    assert read_idx(content, sha256=hashlib.sha256(WHOLE).hexdigest()).size == 6
    with pytest.raises(ValueError, match=f"SHA-256 {hashlib.sha256(WHOLE).hexdigest()}, but 00ff "):
        read_idx(content, sha256="00ff")


def test_a_path_that_does_not_exist_raises_file_not_found(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        read_idx(tmp_path / "nowhere")
