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
import sys
import tempfile
from dataclasses import dataclass
from types import TracebackType
from typing import Any

DEFAULT_TIMEOUT = 60.0  # seconds a block may take
WORKER = [sys.executable, "-P", "-X", "utf8", "-m", "mlbook.publishing.worker"]
LEFT_OUT = {"DISPLAY", "WAYLAND_DISPLAY", "PYTHONWARNINGS", "MATPLOTLIBRC"}  # differ by machine
ONE_THREAD = {
    f"{library}_NUM_THREADS": "1"
    for library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR")
}


@dataclass(frozen=True)
class Run:
    """What one run of a block did.

    `error` is the exception's last line (or lines) as Python prints it, `error_line` the line of
    the page that raised it; `figures` are the open figures as SVG; `complaint` says why the run
    did not come to an end of its own (time-out, killed), or what it wrote to standard error.
    """

    printed: str = ""
    error: str | None = None
    error_line: int | None = None
    figures: tuple[str, ...] = ()
    complaint: str | None = None


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
        answer = self._ask_fork(request) if self.fork else self._ask_new(request)
        answer["figures"] = tuple(answer.get("figures", ()))
        return Run(**answer)

    def close(self) -> None:
        """End the worker; the next `run` starts a new one."""
        if self._worker:
            self._worker.communicate()  # closes its standard input, which ends it
            self._worker = None
        if self._directory:
            self._directory.cleanup()
            self._directory = None

    def _ask_fork(self, request: dict[str, Any]) -> dict[str, Any]:
        if self._worker is None:
            self._worker = subprocess.Popen(
                [*WORKER, "fork"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                env=_environment(),
            )
        questions, answers = self._worker.stdin, self._worker.stdout
        try:
            print(json.dumps(request), file=questions, flush=True)
            answer = answers.readline() if answers else ""
        except BrokenPipeError:
            answer = ""
        if not answer:
            self._forget(self._worker)
        return _decode(answer)

    def _forget(self, worker: subprocess.Popen[str]) -> None:
        worker.kill()
        worker.wait()
        for pipe in (worker.stdin, worker.stdout):
            with contextlib.suppress(BrokenPipeError):  # a question it did not live to read
                pipe.close()  # type: ignore[union-attr]
        self._worker = None

    def _ask_new(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            done = subprocess.run(
                [*WORKER, "once"],
                input=json.dumps(request) + "\n",
                capture_output=True,
                text=True,
                encoding="utf-8",
                env=_environment(),
                timeout=self.timeout,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {"complaint": timed_out(self.timeout)}
        return _decode(done.stdout)


def _new_directory() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="mlbook-", ignore_cleanup_errors=True)


def timed_out(seconds: float) -> str:
    """Return the sentence about a block that took too long."""
    return f"did not end within {seconds:g} seconds"


def _decode(answer: str) -> dict[str, Any]:
    if not answer:
        return {"complaint": "ended the process that ran it"}
    decoded: dict[str, Any] = json.loads(answer)
    return decoded


def _environment() -> dict[str, str]:
    """Return the environment of a worker: this one, without what would make machines differ."""
    kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    return {**kept, **ONE_THREAD, "MPLBACKEND": "agg", "TZ": "UTC"}
