"""One file from the first mirror that has it whole."""

import os
import tempfile
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path


def download(
    file: str, directory: Path, mirrors: Sequence[str], check: Callable[[Path], object]
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

    Raises
    ------
    ConnectionError
        If no mirror has the file; the message holds every mirror's reason.
    """
    pooch = import_module("pooch")  # here, because only a download needs it
    fetch = pooch.HTTPDownloader(progressbar=True, chunk_size=1 << 16)
    directory.mkdir(parents=True, exist_ok=True)
    reasons = []
    for mirror in mirrors:
        handle, name = tempfile.mkstemp(prefix=f"{file}.", suffix=".part", dir=directory)
        os.close(handle)
        part = Path(name)
        try:
            fetch(mirror + file, str(part), None)
            check(part)
            os.replace(part, directory / file)
            return
        except (OSError, ValueError) as error:  # what requests raises is an OSError
            reasons.append(f"{mirror}: {error}")
        finally:
            part.unlink(missing_ok=True)
    raise ConnectionError(f"no mirror has {file} ({'; '.join(reasons)})")
