"""IDX files: the format of MNIST and of the digits that ship with this package."""

import hashlib
import math
import sys
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_GZIP = b"\x1f\x8b"
_UNSIGNED_BYTES = b"\x00\x00\x08"
_LONGEST_HEADER = 4 + 4 * 255  # the number of axes is one byte


def read_idx(
    source: bytes | str | Path,
    *,
    shape: tuple[int, ...] | None = None,
    sha256: str | None = None,
    name: str | None = None,
) -> NDArray[np.uint8]:
    """Return the array of unsigned bytes that an IDX file holds.

    An IDX file is a header and then the values, last index fastest. The header is two zero bytes,
    a byte for the type (8: unsigned bytes, the only one read here), a byte for the number of axes,
    and the length of each axis as four bytes, most significant first. A file compressed with gzip
    is told by its first two bytes, 1f 8b, whatever it is called.

    Parameters
    ----------
    source : bytes, str or Path
        The content of a file, or its path.
    shape : tuple of int, optional
        The shape that the array must have. It is compared before the values are decompressed.
    sha256 : str, optional
        The SHA-256 that the decompressed file must have, in hexadecimal.
    name : str, optional
        What messages call the file; its path by default.

    Returns
    -------
    ndarray of uint8
        Read-only: it shares the bytes of the file. Copy it before writing to it.

    Raises
    ------
    ValueError
        If the content is no IDX file of bytes, is shorter or longer than its header announces, is
        damaged, is not what `shape` and `sha256` ask for, or announces an array that NumPy cannot
        hold. No more is ever decompressed than the header announces and one byte.
    OSError
        If the path cannot be read.

    References
    ----------
    LeCun, Cortes, Burges, *The MNIST database of handwritten digits*, "File formats".

    Examples
    --------
    >>> from mlbook.datasets import read_idx
    >>> header = bytes([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3])
    >>> print(read_idx(header + bytes([1, 2, 3, 4, 5, 6])))
    [[1 2 3]
     [4 5 6]]
    """
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    name = name or ("the IDX file" if isinstance(source, bytes) else str(source))

    announced = _announced_shape(_unpacked(content, _LONGEST_HEADER, name), name)
    if shape not in (None, announced):
        raise ValueError(f"{name} announces an array of shape {announced}, not {shape}")

    header = 4 + 4 * len(announced)
    length = header + math.prod(announced)
    unpacked = _unpacked(content, length + 1, name)
    if len(unpacked) < length:
        raise ValueError(
            f"{name} is cut short: its header announces {length} bytes in all, but it holds "
            f"{len(unpacked)}"
        )
    if len(unpacked) > length:
        raise ValueError(f"{name} is longer than the {length} bytes that its header announces")
    if sha256 is not None and (found := hashlib.sha256(unpacked).hexdigest()) != sha256:
        raise ValueError(f"{name} has the SHA-256 {found}, but {sha256} was expected")
    values = np.frombuffer(unpacked, np.uint8, offset=header)
    try:
        return values.reshape(announced)
    except ValueError as error:  # too many axes; or no values, and lengths beyond any memory
        raise ValueError(f"{name} announces what NumPy cannot hold: {error}") from None


def _announced_shape(start: bytes, name: str) -> tuple[int, ...]:
    if start[:3] != _UNSIGNED_BYTES or len(start) < 4 or start[3] == 0:
        page = ": it looks like a web page" if start.lstrip()[:1] == b"<" else ""
        raise ValueError(
            f"{name} is no IDX file of bytes: it should begin with 00 00 08 and the number of "
            f"axes, but it begins with {start[:4].hex(' ') or 'nothing'}{page}"
        )
    if len(start) < 4 + 4 * start[3]:
        raise ValueError(
            f"{name} is cut short: its header should have {4 + 4 * start[3]} bytes, but the file "
            f"holds {len(start)}"
        )
    lengths = np.frombuffer(start, ">u4", count=start[3], offset=4)
    return tuple(int(length) for length in lengths)


def _unpacked(content: bytes, limit: int, name: str) -> bytes:
    """Return the first `limit` bytes of a file, decompressed if it was compressed."""
    if content[:2] != _GZIP:
        return content[:limit]
    inflater = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)  # 16: expect a gzip header
    try:
        unpacked = inflater.decompress(content, min(limit, sys.maxsize))
    except zlib.error as error:
        raise ValueError(f"{name} is damaged: gzip finds {error}") from None
    # Fewer bytes than asked for: the end was reached, and with it gzip's own check sum.
    if len(unpacked) < limit and not inflater.eof:
        raise ValueError(f"{name} is cut short: its gzip stream has no end")
    if inflater.unused_data:
        raise ValueError(f"{name} has {len(inflater.unused_data)} bytes after its gzip stream")
    return unpacked
