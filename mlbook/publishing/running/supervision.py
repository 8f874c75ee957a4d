"""Watches over the process that runs one block: its time, its group, and what it leaves behind."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import tempfile
import time
from collections.abc import Callable
from typing import Any, BinaryIO, Protocol

from mlbook.publishing.running.sandbox import collected

DAMAGED = 70  # the exit status of a process that could not say what its block did


class Process(Protocol):
    """A process that runs a block, at the head of a group of its own."""

    @property
    def pid(self) -> int:
        """Its number, and that of its group."""

    def poll(self) -> int | None:
        """Return its exit status, negative for a signal; None while it runs."""

    def end(self) -> None:
        """End it, if it has not ended, and wait until it has."""


Begin = Callable[[dict[str, Any], BinaryIO, BinaryIO, BinaryIO], Process]


def supervise(
    request: dict[str, Any], begin: Begin, pause: Callable[[float], object] = time.sleep
) -> dict[str, Any]:
    """Run the block of a request in a directory and a process that end with it.

    Parameters
    ----------
    request : dict
        The block, the seconds it may take, and the directory for its own one.
    begin : callable
        Starts the process. It is given the request and three files: for what the block prints, for
        what it writes to standard error, and for what the process reports of it as JSON.
    pause : callable
        Waits for so many seconds; whatever it raises ends the block.
    """
    with (
        _directory(request["directory"]) as directory,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        tempfile.TemporaryFile() as report,
    ):
        process = begin({**request, "directory": directory}, out, err, report)
        try:
            status = _wait(process, request["timeout"], pause)
        finally:  # an interrupt ends this process, and would not reach the block's
            end_group(process)
        if status is None:
            return {"complaint": f"did not end within {request['timeout']:g} seconds"}
        report.seek(0)
        text = report.read()
        if status or not text:  # os._exit(0) says nothing
            return {"complaint": _ending(status)}
        return collected(json.loads(text), out, err)


def end_group(process: Process) -> None:
    """End a process and all that it began; where the system knows no groups, the process alone."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):  # it left nobody behind
            os.killpg(process.pid, signal.SIGKILL)
    process.end()  # should it not have its group yet


def _directory(parent: str) -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(dir=parent, ignore_cleanup_errors=True)


def _wait(process: Process, timeout: float, pause: Callable[[float], object]) -> int | None:
    """Return the status of the process once it has ended, None if it does not in time."""
    end = time.monotonic() + timeout
    seconds = 0.0005
    while time.monotonic() < end:
        status = process.poll()
        if status is not None:
            return status
        pause(seconds)
        seconds = min(seconds * 1.5, 0.02)
    return None


def _ending(status: int) -> str:
    if status == DAMAGED:
        return "left builtins or modules in a state in which nothing can tell what it did"
    how = f"by {signal.Signals(-status).name}" if status < 0 else f"with exit status {status}"
    return f"ended its process before its last line, {how}"
