"""The process of one block: a directory, limits, streams of its own, a report at its end.

A block is a script that people wrote in good faith. The sandbox does not hold an attacker but a
mistake: a loop that prints without end, an array too large by a factor, a lost thread.

What a block finds is what ``python block.py`` finds in a directory without other files, but for
the environment (`environment.FIXED`), the style of figures, these limits, output that is no
terminal, and what only an interpreter's start could change: `sys.flags.safe_path`, and a stack
that is some frames deep.
"""

from __future__ import annotations

import atexit
import builtins
import contextlib
import io
import json
import os
import signal
import sys
import tempfile
import threading
from dataclasses import dataclass
from errno import EFBIG
from pathlib import Path
from typing import Any, NoReturn

from mlbook.publishing.running.preloading import Hidden
from mlbook.publishing.running.script import SHOWN, begin, last_lines, line_in, main_module, run_in

FILE_LIMIT = 16 << 20  # bytes in one file
MEMORY_LIMIT = 4 << 30  # bytes of addresses, the libraries among them
TOLD_LIMIT = 5_000  # characters of an exception or of standard error: a message, not a flood
DAMAGED = 70  # the exit status of a process that could not say what its block did

# Files of the directory of a run, and the block's own directory below it: ../.. leads nowhere else.
STDOUT, STDERR, REPORT = "stdout", "stderr", "report.json"
BLOCK_DIRECTORY = "this/block/runs/here"
SCRIPT = "block.py"


@dataclass(frozen=True)
class Task:
    """A block, and what surrounds it.

    `directory` is the empty directory of this run, `seconds` the time after which the process ends
    even if nobody is left to end it.
    """

    code: str
    directory: str
    seconds: float
    environment: dict[str, str]


def run_task(task: Task) -> NoReturn:
    """Run the block in this process, leave what it did in the directory of the run, and exit."""
    leave = os._exit  # kept from what the block may do to the modules
    names, kept = vars(builtins), dict(vars(builtins))
    try:
        lead_group(task.seconds)
        report = json.dumps(_run(task))
        Path(task.directory, REPORT).write_text(report, encoding="utf-8")
        leave(0)
    finally:
        names.update(kept)  # coverage needs what the block may have taken away
        leave(DAMAGED)


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


def cut(text: str) -> str:
    """Return the beginning of a text that is too long to be told, and say how much is left out."""
    more = len(text) - TOLD_LIMIT
    return f"{text[:TOLD_LIMIT]}… ({more:,} characters more)" if more > 0 else text


def lead_group(seconds: float) -> None:
    """Lead a process group, to be ended as one; end by an alarm if the press does not end it."""
    if hasattr(os, "setsid"):
        os.setsid()
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _run(task: Task) -> dict[str, Any]:
    """Return what the block raised or drew; what it printed is in files of the directory."""
    from mlbook.publishing.running.server import RECORD  # which a server has imported before

    streams = _redirect(task.directory)
    script = _become_script(task, RECORD["search_path"])
    limit()
    owner = os.getpid()
    hidden = Hidden(RECORD["imported"], RECORD["at_start"])
    error = run_in(main_module(script), task.code)
    names = getattr(sys.modules.get("__main__"), "__dict__", {})
    if os.getpid() != owner:  # a child that the block forked has come to the block's end
        os._exit(0)
    atexit._run_exitfuncs()  # as at the end of any script
    for name in [each for each in names if each != "__builtins__"]:
        names[name] = None  # what ends now may print
    hidden.end()
    complaint = _left_behind(streams, task.directory)
    if isinstance(error, SystemExit):
        complaint = "ended itself before its last line, by exit()"
    if isinstance(error, EOFError) and "reading a line" in str(error):
        complaint = "asked for a line of standard input, which its reader would have to type"
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == EFBIG):
        complaint = f"met a limit of the press, which no reader has: {cut(last_lines(error))}"
    for stream in streams.values():
        with contextlib.suppress(ValueError, OSError):  # closed
            io.TextIOWrapper.flush(stream)
    os.chdir(task.directory)  # some systems keep a directory while somebody is below it
    return {
        "error": error and cut(last_lines(error)),
        "error_line": error and line_in(script, error),
        "figures": SHOWN,
        "complaint": complaint,
    }


def _redirect(directory: str) -> dict[str, Any]:
    """Let this process read nothing, and write to files of `directory`."""
    streams = {}
    for number, name in enumerate(("stdin", STDOUT, STDERR)):
        mode = "w" if number else "r"
        with open(Path(directory, name) if number else os.devnull, f"{mode}b") as file:
            os.dup2(file.fileno(), number)
        errors = "backslashreplace" if name == STDERR else "strict"
        stream: Any = os.fdopen(
            number, mode, 1, encoding="utf-8", errors=errors, closefd=False
        )  # line by line
        stream.buffer.raw.name = f"<{name}>"
        streams[name] = stream
        vars(sys).update({name: stream, f"__{name}__": stream})
    return streams


def _become_script(task: Task, search_path: list[str]) -> str:
    """Put aside what multiprocessing and the press have brought into this process."""
    directory = Path(task.directory, BLOCK_DIRECTORY)
    directory.mkdir(parents=True)
    os.chdir(directory)
    script = directory / SCRIPT
    script.write_text(task.code, encoding="utf-8")
    os.environ.clear()
    os.environ.update(task.environment)
    os.environ["TMPDIR"] = str(directory.parents[1])  # temporary files end with the run
    tempfile.tempdir = None
    sys.argv, sys.orig_argv = [SCRIPT], ["python", SCRIPT]
    sys.path = [str(directory), *search_path]
    begin()
    atexit._clear()  # what was registered before is not the block's
    return str(script)


def _left_behind(streams: dict[str, Any], directory: str) -> str | None:
    """Say what the block did not put back or bring to an end, if it would lose output."""
    for name in (STDOUT, STDERR):
        if streams[name].closed or getattr(sys, name, None) is not streams[name]:
            return f"left sys.{name} replaced or closed: put it back, nothing more would be seen"
    for number, name in ((1, STDOUT), (2, STDERR)):
        if not _is_file(number, Path(directory, name)):
            return f"left file {number} replaced or closed: put it back, nothing more would be seen"
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            return f"left {thread.name} running: join every thread"
    return None


def _is_file(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False
