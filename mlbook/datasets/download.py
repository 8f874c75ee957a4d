"""One file from the first mirror that has it whole."""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import IO

from mlbook._files import replacing

TIMEOUT = 30.0  # seconds to wait for a mirror's next word


def download(
    file: str,
    directory: Path,
    mirrors: Sequence[str],
    check: Callable[[Path], object],
    *,
    most: int,
) -> None:
    """Fetch `file` from the first of `mirrors` whose copy passes `check`, into `directory`.

    The bytes go to a temporary file beside their final place and take its name only once they
    have been checked. Whoever interrupts a download, loses the connection, or starts two at once
    never finds half a file under that name.

    Parameters
    ----------
    file : str
        Name of the file, at the mirrors and in `directory`.
    directory : Path
        Made if it is not there.
    mirrors : sequence of str
        Addresses to which `file` is appended.
    check : callable
        Given the path of what came; raises a ValueError if that is not the file wanted.
    most : int
        How many bytes the file may have: a mirror that sends more is cut off.

    Raises
    ------
    ConnectionError
        If no mirror has the file; the message holds every mirror's reason.
    OSError
        If the file cannot be kept: the disk is full, the directory read-only.
    """
    pooch, requests = map(import_module, ("pooch", "requests"))  # only a download needs them
    fetch = pooch.HTTPDownloader(progressbar=True, chunk_size=1 << 16, timeout=TIMEOUT)
    directory.mkdir(parents=True, exist_ok=True)
    reasons = []
    for mirror in mirrors:
        try:
            with replacing(directory / file) as part:
                fetch(mirror + file, _Bounded(part, most), None)
                part.flush()
                check(Path(part.name))
            return
        except (requests.RequestException, ValueError) as error:  # not what the disk refuses
            reasons.append(f"{mirror}: {error}")
    raise ConnectionError(f"no mirror has {file} ({'; '.join(reasons)})")


class _Bounded:
    """A file open for writing that takes so many bytes and no more."""

    def __init__(self, target: IO[bytes], most: int) -> None:
        self._target, self._most, self._room = target, most, most

    def write(self, chunk: bytes) -> None:
        self._room -= len(chunk)
        if self._room < 0:
            raise ValueError(f"it sends more than {self._most} bytes")
        self._target.write(chunk)

    def flush(self) -> None:
        self._target.flush()
