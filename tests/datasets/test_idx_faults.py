"""Small faults of IDX files: refused by name or harmless, never a wrong array."""

import gzip
import hashlib
import tracemalloc

import numpy as np
import pytest

from mlbook.datasets.idx import read_idx

HEADER = bytes([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3])
WHOLE = HEADER + bytes(range(6))
PACKED = gzip.compress(WHOLE, mtime=0)
EMPTY_AXIS = bytes([0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 3])
DIGEST = hashlib.sha256(WHOLE).hexdigest()


def with_bit_flipped(content, place):
    flipped = bytearray(content)
    flipped[place // 8] ^= 1 << place % 8
    return bytes(flipped)


def refused(content, **expected):
    """Return whether `content` is refused; any array that comes instead must be the whole one."""
    try:
        array = read_idx(content, name="digits", **expected)
    except ValueError as error:
        return str(error).startswith("digits ")
    assert array.tolist() == [[[0, 1, 2]], [[3, 4, 5]]]
    return False


@pytest.mark.parametrize("content", [WHOLE, PACKED, EMPTY_AXIS], ids=["raw", "gzip", "no values"])
def test_a_file_cut_at_any_byte_is_refused(content):
    assert [end for end in range(len(content)) if not refused(content[:end])] == []


@pytest.mark.parametrize("content", [WHOLE, PACKED, EMPTY_AXIS], ids=["raw", "gzip", "no values"])
@pytest.mark.parametrize("more", [b"\0", b"\n", b"<html>", HEADER, PACKED, bytes(100_000)])
def test_a_file_with_more_bytes_is_refused(content, more):
    assert refused(content + more)


def test_any_flipped_bit_of_the_header_is_refused():
    places = range(8 * len(HEADER))
    assert [place for place in places if not refused(with_bit_flipped(WHOLE, place))] == []


def test_any_flipped_bit_of_the_values_is_seen_by_the_checksum():
    places = range(8 * len(HEADER), 8 * len(WHOLE))
    flipped = [with_bit_flipped(WHOLE, place) for place in places]
    assert all(refused(content, sha256=DIGEST) for content in flipped)
    assert all(refused(gzip.compress(content), sha256=DIGEST) for content in flipped)


def test_any_flipped_bit_of_a_gzip_file_is_seen_or_harmless():
    # Harmless are the flag for text, the time, the compressor's flags and the system it ran on,
    # and the bits that fill the last byte of the compressed stream, before the eight of the check.
    places = range(8 * len(PACKED))
    harmless = {place // 8 for place in places if not refused(with_bit_flipped(PACKED, place))}
    assert harmless <= {3, 4, 5, 6, 7, 8, 9, len(PACKED) - 9}


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_any_other_byte_in_the_magic_number_is_refused(place):
    others = set(range(256)) - {WHOLE[place]}
    wrong = [WHOLE[:place] + bytes([other]) + WHOLE[place + 1 :] for other in others]
    assert all(map(refused, wrong))


def test_a_gzip_file_of_several_members_is_refused_with_the_bytes_left_over():
    second = gzip.compress(WHOLE[10:])
    with pytest.raises(ValueError, match=f"digits has {len(second)} bytes after its gzip stream"):
        read_idx(gzip.compress(WHOLE[:10]) + second, name="digits")


@pytest.mark.parametrize(
    ("announced", "shape"),
    [(6, None), (1 << 24, (6,))],
    ids=["announces little", "announces another shape"],
)
def test_a_gzip_bomb_is_never_decompressed(announced, shape):
    header = b"\0\0\x08\1" + announced.to_bytes(4, "big")
    bomb = gzip.compress(header + bytes(1 << 24))  # 16 MB in 16 kB
    tracemalloc.start()
    with pytest.raises(ValueError, match=r"^digits (is longer than|announces an array)"):
        read_idx(bomb, name="digits", shape=shape)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200_000


def test_values_of_a_sound_file_survive_the_round_trip():
    values = np.random.default_rng(0).integers(256, size=(5, 7, 3), dtype=np.uint8)
    lengths = b"".join(length.to_bytes(4, "big") for length in values.shape)
    content = b"\0\0\x08\3" + lengths + values.tobytes()
    for form in (content, *(gzip.compress(content, level) for level in (0, 1, 9))):
        assert read_idx(form).tolist() == values.tolist()
