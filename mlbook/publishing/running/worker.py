"""The process that runs blocks; `execution.Runner` starts it.

It imports what blocks import once, and forks for each block: the child is a script in an empty
directory, and whatever it does to the process ends with it. Where the system cannot fork, it runs
one block and ends.
"""

from __future__ import annotations

import builtins
import json
import os
import select
import shutil
import signal
import sys
from functools import partial
from typing import Any, BinaryIO

import matplotlib.pyplot  # noqa: F401  loaded once, so that no block waits for them

import mlbook  # noqa: F401
from mlbook.publishing.running.sandbox import limit, run_confined
from mlbook.publishing.running.supervision import DAMAGED, supervise


def main(mode: str) -> None:
    """Answer requests in JSON lines until standard input ends, or be the process of one block."""
    if mode == "once":
        _be_the_only_one()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    begin = partial(_Forked, answers.fileno())
    directory = ""
    for line in sys.stdin:
        request = json.loads(line)
        directory = request["directory"]
        try:
            answer = supervise(request, begin, _pause_while_asked)
        except EOFError:
            break
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
    shutil.rmtree(directory, ignore_errors=True)  # whoever asked may have been killed


def _pause_while_asked(seconds: float) -> None:
    """Wait; raise EOFError once whoever asked has closed standard input, or has been killed."""
    questions = select.poll()
    questions.register(0, 0)  # for its end alone
    if questions.poll(1000 * seconds):
        raise EOFError


class _Forked:
    """A child that runs a block."""

    def __init__(self, answers: int, request: dict[str, Any], *files: BinaryIO) -> None:
        self.status: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            os.close(answers)  # nothing that the block writes is taken for an answer
            os.setsid()  # a group of its own, to be ended as one
            _be_the_child(request, *files)

    def poll(self) -> int | None:
        ended, status = os.waitpid(self.pid, os.WNOHANG)
        self.status = os.waitstatus_to_exitcode(status) if ended else None
        return self.status

    def end(self) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)


def _be_the_only_one() -> None:
    """Take the request from file 0, which takes the report, and print to files 1 and 2."""
    report, out, err = (os.fdopen(os.dup(number), "r+b") for number in range(3))
    request = json.load(report)
    report.seek(0)
    report.truncate()
    _be_the_child(request, out, err, report)


def _be_the_child(request: dict[str, Any], out: BinaryIO, err: BinaryIO, report: BinaryIO) -> None:
    """Run the block, leave what it did in the file `report`, and end this process."""
    leave = os._exit  # kept from what the block may do to the modules
    names, kept = vars(builtins), dict(vars(builtins))
    try:
        limit()
        report.write(json.dumps(run_confined(request, out, err)).encode())
        report.flush()
        leave(0)
    finally:
        names.update(kept)  # coverage needs what the block may have taken away
        leave(DAMAGED)


if __name__ == "__main__":
    main(sys.argv[1])
