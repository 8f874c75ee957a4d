"""`read_idx` returns the array that any bytes encode, or an error that names what is wrong.

Atheris (libFuzzer for Python) searches for bytes that break this. `pytest` does not run it: in an
environment of its own, from the root of the checkout,

    pip install -e . atheris
    python tests/fuzz/fuzz_idx.py -max_total_time=600 -max_len=4096 -rss_limit_mb=1024 CORPUS

where CORPUS is a directory, empty at first. RECORD.md has the results.
"""

import gzip
import random
import struct
import sys
import zlib

import atheris

with atheris.instrument_imports(include=["mlbook.datasets.idx"]):
    from mlbook.datasets.idx import read_idx


def decoded(content):
    """Return (shape, values) of an IDX file, or None: a second reader, independent of `mlbook`."""
    if content[:2] == b"\x1f\x8b":
        inflater = zlib.decompressobj(31)
        try:
            content = inflater.decompress(content)
        except zlib.error:
            return None
        if not inflater.eof or inflater.unused_data:
            return None
    if len(content) < 4 or content[:3] != b"\0\0\x08" or content[3] == 0:
        return None
    try:
        shape = struct.unpack_from(f">{content[3]}I", content, 4)
    except struct.error:
        return None
    values, count = content[4 + 4 * len(shape) :], 1
    for length in shape:
        count *= length
    return (shape, values) if len(values) == count else None


def one_input(content):
    """Compare `read_idx` with the reader above."""
    expected = decoded(content)
    try:
        array = read_idx(content, name="the input")
    except ValueError as error:
        fits = expected is not None and "NumPy cannot hold" not in str(error)
        if fits or not str(error).startswith("the input "):
            raise
    else:
        assert expected == (array.shape, array.tobytes()), "read otherwise than encoded"
        assert not array.flags.writeable


def mutated(content, max_size, seed):
    """Mutate the content inside gzip too, which random bytes never reach past its checksum."""
    choose = random.Random(seed)
    if content[:2] == b"\x1f\x8b" and choose.random() < 0.7:
        try:
            inner = zlib.decompressobj(31).decompress(content, 1 << 16)
        except zlib.error:
            inner = b""
        return gzip.compress(atheris.Mutate(inner, 1 << 16), choose.choice([0, 1, 9]))[:max_size]
    content = atheris.Mutate(content, max_size)
    return gzip.compress(content)[:max_size] if choose.random() < 0.1 else content


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input, custom_mutator=mutated)
    atheris.Fuzz()
