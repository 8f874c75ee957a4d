"""The process that runs blocks; `execution.Runner` starts it and talks JSON lines with it.

It imports what blocks import once, and forks for each block: the child is a script in an empty
directory, and whatever it does to the process ends with it.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import matplotlib.pyplot  # noqa: F401  loaded once, so that no block waits for them

import mlbook  # noqa: F401
from mlbook.publishing.execution import timed_out
from mlbook.publishing.script import execute, last_lines, line_in

OUTPUT_LIMIT = 1_000_000  # characters; what prints more has lost its way


def main(mode: str) -> None:
    """Answer requests until standard input ends: `fork` for each, or `once` in this process."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")  # the block gets another file 1
    for line in sys.stdin:
        request = json.loads(line)
        run = run_in_fork if mode == "fork" else run_here
        answers.write(json.dumps(run(request)) + "\n")
        answers.flush()


def run_in_fork(request: dict[str, Any]) -> dict[str, Any]:
    """Run the block in a child of this process, and end it and all its children in time."""
    with tempfile.TemporaryDirectory(prefix="mlbook-", ignore_cleanup_errors=True) as directory:
        answer = Path(directory) / "answer.json"
        child = os.fork()
        if child == 0:
            _be_the_child(request, answer)
        in_time = _wait(child, request["timeout"])
        _end_group(child)
        if not in_time:
            os.waitpid(child, 0)
            return {"complaint": timed_out(request["timeout"])}
        if not answer.exists():
            return {"complaint": "ended its process before its last line"}
        done: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
        return done


def _be_the_child(request: dict[str, Any], answer: Path) -> None:
    """Run the block, leave what it did in the file `answer`, and end this process."""
    leave, write = os._exit, os.replace  # kept from what the block may do to the modules
    os.setsid()  # a group of its own, to be ended as one
    result = json.dumps(run_here(request))
    draft = answer.with_suffix(".draft")
    draft.write_text(result, encoding="utf-8")
    write(draft, answer)
    leave(0)


def _wait(child: int, timeout: float) -> bool:
    end = time.monotonic() + timeout
    pause = 0.0005
    while time.monotonic() < end:
        if os.waitpid(child, os.WNOHANG)[0]:
            return True
        time.sleep(pause)
        pause = min(pause * 1.5, 0.02)
    return False


def _end_group(child: int) -> None:
    with contextlib.suppress(ProcessLookupError):  # it left nobody behind
        os.killpg(child, signal.SIGKILL)


def run_here(request: dict[str, Any]) -> dict[str, Any]:
    """Run the block in this process and report what it printed, raised and drew."""
    directory = tempfile.mkdtemp(prefix="mlbook-block-")
    out, err = Path(directory) / "out", Path(directory) / "err"
    empty = Path(directory) / "empty"
    empty.mkdir()
    os.chdir(empty)
    for target, descriptor in ((out, 1), (err, 2)):
        opened = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(opened, descriptor)
        os.close(opened)
    sys.stdout = os.fdopen(1, "w", 1, encoding="utf-8", closefd=False)  # line by line: in order
    sys.stderr = os.fdopen(2, "w", 1, encoding="utf-8", closefd=False)
    owner = os.getpid()
    result = _execute(request)
    if os.getpid() != owner:  # a child that the block forked has come to the block's end
        os._exit(0)
    for stream in (sys.stdout, sys.stderr):
        if not stream.closed:
            stream.flush()
    result["printed"] = out.read_text(encoding="utf-8", errors="replace")[:OUTPUT_LIMIT]
    complaint = err.read_text(encoding="utf-8", errors="replace").strip()
    if complaint:
        result["complaint"] = f"wrote to standard error: {complaint}"
    os.chdir("/")
    shutil.rmtree(directory, ignore_errors=True)
    return result


def _execute(request: dict[str, Any]) -> dict[str, Any]:
    warnings.simplefilter("error")
    error, figures = execute(request["code"], request["path"], request["line"])
    if error is None:
        return {"figures": figures}
    return {"error": last_lines(error), "error_line": line_in(request["path"], error)}


if __name__ == "__main__":
    main(sys.argv[1])
