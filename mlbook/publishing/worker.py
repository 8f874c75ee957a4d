"""The process that runs blocks; `execution.Runner` starts it and talks JSON lines with it.

It imports what blocks import once, and forks for each block: the child is a script in an empty
directory, and whatever it does to the process ends with it.
"""

from __future__ import annotations

import builtins
import contextlib
import json
import os
import signal
import sys
import tempfile
import time
from typing import Any, BinaryIO

import matplotlib.pyplot  # noqa: F401  loaded once, so that no block waits for them

import mlbook  # noqa: F401
from mlbook.publishing.confinement import collected, limit, run_confined
from mlbook.publishing.execution import timed_out

DAMAGED = 70  # the exit status of a child that could not say what its block did


def main(mode: str) -> None:
    """Answer requests until standard input ends: `fork` for each, or `once` in this process."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")  # the block gets another file 1
    for line in sys.stdin:
        answer = answer_to(json.loads(line), answers.fileno() if mode == "fork" else None)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def answer_to(request: dict[str, Any], answers: int | None) -> dict[str, Any]:
    """Run the block, in a child unless `answers` is None, in a directory that ends with the run."""
    with (
        _directory(request["directory"]) as directory,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        tempfile.TemporaryFile() as report,
    ):
        request["directory"] = directory
        if answers is None:
            result = run_confined(request, out, err)
        else:
            result = _run_in_fork(request, answers, out, err, report)
        return collected(result, out, err)


def _directory(parent: str) -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(dir=parent, ignore_cleanup_errors=True)


def _run_in_fork(
    request: dict[str, Any], answers: int, out: BinaryIO, err: BinaryIO, report: BinaryIO
) -> dict[str, Any]:
    child = os.fork()
    if child == 0:
        os.close(answers)  # nothing that the block writes is taken for an answer
        _be_the_child(request, out, err, report)
    status = None
    try:
        status = _wait(child, request["timeout"])
    finally:  # an interrupt ends this process, and would not reach the child's group
        _end_group(child)
        if status is None:
            os.kill(child, signal.SIGKILL)  # should it not have its group yet
            os.waitpid(child, 0)
    if status is None:
        return {"complaint": timed_out(request["timeout"])}
    if status:
        return {"complaint": _ending(status)}
    report.seek(0)
    text = report.read()
    if not text:  # os._exit(0)
        return {"complaint": _ending(status)}
    done: dict[str, Any] = json.loads(text)
    return done


def _be_the_child(request: dict[str, Any], out: BinaryIO, err: BinaryIO, report: BinaryIO) -> None:
    """Run the block, leave what it did in the file `report`, and end this process."""
    leave = os._exit  # kept from what the block may do to the modules
    names, kept = vars(builtins), dict(vars(builtins))
    try:
        os.setsid()  # a group of its own, to be ended as one
        limit()
        report.write(json.dumps(run_confined(request, out, err)).encode())
        report.flush()
        leave(0)
    finally:
        names.update(kept)  # the block may have taken them away
        leave(DAMAGED)


def _wait(child: int, timeout: float) -> int | None:
    """Return the child's status once it has ended, None if it does not in time."""
    end = time.monotonic() + timeout
    pause = 0.0005
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(pause)
        pause = min(pause * 1.5, 0.02)
    return None


def _ending(status: int) -> str:
    if status == DAMAGED:
        return "left builtins or modules in a state in which nothing can tell what it did"
    how = f"by {signal.Signals(-status).name}" if status < 0 else f"with exit status {status}"
    return f"ended its process before its last line, {how}"


def _end_group(child: int) -> None:
    with contextlib.suppress(ProcessLookupError):  # it left nobody behind
        os.killpg(child, signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1])
