"""Where a block runs: an empty directory, files of its own for what it prints, limits.

A block is a script that people wrote in good faith. What is held here is not an attacker but a
mistake: a loop that prints without end, an array too large by a factor, a lost thread.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import sys
import tempfile
import threading
import warnings
from pathlib import Path
from typing import Any, BinaryIO

from mlbook.publishing.running.script import execute, last_lines, line_in

PRINTED_LIMIT = 1_000_000  # bytes; what prints more has lost its way
TOLD_LIMIT = 5_000  # characters of an exception or of standard error: a message, not a flood
FILE_LIMIT = 16 << 20  # bytes in one file
MEMORY_LIMIT = 4 << 30  # bytes of addresses, the libraries among them
DEPTH = "this/block/runs/here"  # below the run's own directory: ../.. leads nowhere else


def limit() -> None:
    """Bound memory and the size of files, where the system can: Windows bounds neither."""
    try:
        import resource
    except ModuleNotFoundError:
        return
    for kind, bound in (
        (resource.RLIMIT_AS, MEMORY_LIMIT),
        (resource.RLIMIT_FSIZE, FILE_LIMIT),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # not this one, or already less
            resource.setrlimit(kind, (bound, bound))


def run_confined(request: dict[str, Any], out: BinaryIO, err: BinaryIO) -> dict[str, Any]:
    """Run the block in this process, which is never the same after it.

    Returns what it raised and drew; what it printed is in `out` and `err`, see `collected`.
    """
    descriptors = {1: out.fileno(), 2: err.fileno()}
    _enter(Path(request["directory"], DEPTH))
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)  # nobody is there to type
    for number, descriptor in descriptors.items():
        os.dup2(descriptor, number)
    streams = {
        "stdout": os.fdopen(1, "w", 1, encoding="utf-8"),  # line by line: in order
        "stderr": os.fdopen(2, "w", 1, encoding="utf-8"),
    }
    vars(sys).update(streams)
    atexit._clear()  # what was registered before is not the block's
    warnings.simplefilter("error")
    owner = os.getpid()
    error, figures = execute(request["code"], request["path"], request["line"])
    if os.getpid() != owner:  # a child that the block forked has come to the block's end
        os._exit(0)
    atexit._run_exitfuncs()  # as at the end of any script
    complaint = _left_behind(streams, descriptors)
    for stream in streams.values():
        with contextlib.suppress(ValueError, OSError):  # closed
            io.TextIOWrapper.flush(stream)
    os.chdir(request["directory"])  # some systems keep a directory while somebody is below it
    if error is not None:
        told = _cut(last_lines(error))
        return {"error": told, "error_line": line_in(request["path"], error)}
    return {"figures": figures, "complaint": complaint}


def collected(result: dict[str, Any], out: BinaryIO, err: BinaryIO) -> dict[str, Any]:
    """Return `result` with what was printed."""
    printed, told = (_content(stream) for stream in (out, err))
    if len(printed) > PRINTED_LIMIT:
        return {"complaint": f"printed more than {PRINTED_LIMIT:,} bytes"}
    complaint = result.get("complaint")
    if told.strip():
        written = _cut(told.decode("utf-8", errors="replace").strip())
        complaint = complaint or f"wrote to standard error: {written}"
    return {
        **result,
        "printed": printed.decode("utf-8", errors="replace"),
        "complaint": complaint,
    }


def _enter(directory: Path) -> None:
    directory.mkdir(parents=True)
    os.chdir(directory)
    os.environ["TMPDIR"] = str(directory.parents[1])  # temporary files end with the run
    tempfile.tempdir = None


def _left_behind(streams: dict[str, io.TextIOWrapper], descriptors: dict[int, int]) -> str | None:
    """Say what the block did not put back or bring to an end, if it would lose output."""
    for name, stream in streams.items():
        if getattr(sys, name, None) is not stream or stream.closed:
            return f"left sys.{name} replaced or closed: put it back, nothing more would be seen"
    for number, descriptor in descriptors.items():
        if not _same_file(number, descriptor):
            return f"left file {number} replaced or closed: put it back, nothing more would be seen"
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            return f"left {thread.name} running: join every thread"
    return None


def _same_file(one: int, other: int) -> bool:
    try:
        return os.path.samestat(os.fstat(one), os.fstat(other))
    except OSError:
        return False


def _content(stream: BinaryIO) -> bytes:
    stream.seek(0)
    return stream.read(PRINTED_LIMIT + 1)


def _cut(text: str) -> str:
    more = len(text) - TOLD_LIMIT
    return f"{text[:TOLD_LIMIT]}… ({more:,} characters more)" if more > 0 else text
