"""Runs blocks, each as a script of its own: fresh namespace, empty directory, one thread.

A `Runner` keeps one worker process that has NumPy, Matplotlib and mlbook loaded and forks it for
every block, so that nothing a block does can reach the next. Where the system cannot fork, every
block gets a new interpreter: slower, and the same.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO, Any, BinaryIO

from mlbook.publishing.chapters.chapter import Block, Chapter
from mlbook.publishing.running.run import Run
from mlbook.publishing.running.starting import Interpreter, warm_worker
from mlbook.publishing.running.supervision import Process, end_group, supervise

DEFAULT_TIMEOUT = 60.0  # seconds a block may take


class Runner:
    """Runs blocks in worker processes. Use it in a `with` statement.

    Parameters
    ----------
    timeout : float
        Seconds after which a block is ended.
    fork : bool
        Fork one warm worker for every block, instead of starting an interpreter for each.
    """

    def __init__(
        self, timeout: float = DEFAULT_TIMEOUT, *, fork: bool = hasattr(os, "fork")
    ) -> None:
        self.timeout = timeout
        self.fork = fork
        self._worker: subprocess.Popen[str] | None = None
        self._interpreter: Interpreter | None = None
        self._directory: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Runner:
        """Return the runner itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the worker."""
        self.close()

    def run(self, code: str, path: str = "block.py", line: int = 0) -> Run:
        """Run `code`, whose first line is line `line` + 1 of the file `path`."""
        if self._directory is None:  # of all its runs; whatever becomes of them, it goes
            self._directory = _new_directory()
        request = {"code": code, "path": path, "line": line, "timeout": self.timeout}
        request["directory"] = self._directory.name
        answer = self._ask(request) if self.fork else self._ask_new(request)
        answer["figures"] = tuple(answer.get("figures", ()))
        return Run(**answer)

    def interrupt(self) -> None:
        """End the block that another thread is running here, if there is one."""
        if worker := self._worker:
            _close(worker.stdin)
        if interpreter := self._interpreter:
            end_group(interpreter)

    def close(self) -> None:
        """End the worker; the next `run` starts a new one."""
        if self._worker:
            _close(self._worker.stdin)  # which ends it
            _see_out(self._worker)
            self._worker = None
        if self._directory:
            self._directory.cleanup()
            self._directory = None

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        if self._worker is None:
            self._worker = warm_worker()
        questions, answers = self._worker.stdin, self._worker.stdout
        try:
            print(json.dumps(request), file=questions, flush=True)
            answer = answers.readline() if answers else ""
        except (BrokenPipeError, ValueError):  # it has died, or has been interrupted
            answer = ""
        if not answer:
            self.close()
            return {"complaint": "ended the process that ran it"}
        decoded: dict[str, Any] = json.loads(answer)
        return decoded

    def _ask_new(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            return supervise(request, self._begin)
        finally:
            self._interpreter = None

    def _begin(self, request: dict[str, Any], *files: BinaryIO) -> Process:
        self._interpreter = Interpreter(request, *files)
        return self._interpreter


def run_block(chapter: Chapter, block: Block, runner: Runner, root: Path) -> Run:
    """Run a block of a chapter, under the file and the lines it stands in."""
    return runner.run(block.code.text, str(root / chapter.path), block.line)


def _see_out(worker: subprocess.Popen[str]) -> None:
    worker.stdout.read()  # type: ignore[union-attr]  # until it ends
    worker.wait()
    _close(worker.stdout)


def _close(pipe: IO[str] | None) -> None:
    with contextlib.suppress(BrokenPipeError):  # a question that nobody lived to read
        pipe.close()  # type: ignore[union-attr]


def _new_directory() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="mlbook-", ignore_cleanup_errors=True)
