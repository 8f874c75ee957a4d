"""Atomic writes: a file is replaced as a whole or not at all."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a draft of `path` for its bytes; it takes that name once the `with` block ends well.

    Whoever opens `path` finds the old file or the new one, never a part of it. An exception or an
    interrupt keeps the old file and removes the draft; a killed process can leave one behind.

    Parameters
    ----------
    path : Path
        Its directory must exist.

    Raises
    ------
    OSError
        If the file cannot be written: the disk is full, the directory read-only.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from mlbook._files import replacing
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     path = Path(directory, "history.txt")
    ...     with replacing(path) as draft:
    ...         before = path.exists(), draft.write(b"over")
    ...     print(*before, path.read_text())
    False 4 over
    """
    name = path.with_name(f".{path.name}.{secrets.token_hex(4)}.draft")
    try:
        with open(name, "xb") as draft:
            yield draft
            draft.flush()
            os.fsync(draft.fileno())  # its bytes before its name, even if the power fails
        os.replace(name, path)
    except BaseException:
        name.unlink(missing_ok=True)
        raise
