"""Runs blocks, each in a process and an empty directory of its own, on all cores.

The processes are forked from a server of `multiprocessing` that has NumPy, Matplotlib and mlbook
loaded. A system without such a server starts an interpreter for every block: slower, and the same.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import re
import signal
import tempfile
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from mlbook.publishing.running.environment import environment_of_blocks, handed_to_children
from mlbook.publishing.running.run import Run
from mlbook.publishing.running.sandbox import (
    DAMAGED,
    REPORT,
    SCRIPT,
    STDERR,
    STDOUT,
    Task,
    cut,
    run_task,
)

DEFAULT_TIMEOUT = 60.0  # seconds a block may take
GRACE = 5.0  # seconds after which a block ends by itself, if the press was killed
PRINTED_LIMIT = 1_000_000  # bytes; what prints more has lost its way
SERVER_DIED = 255  # what multiprocessing gives for an exit status if its server cannot tell
ENDED_SERVER = "ended the process that ran it"
METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
SERVER = "mlbook.publishing.running.server"  # loaded once, in the process that blocks fork from
# multiprocessing is not thread-safe: two threads that ask for one exit status lose it.
LOCK = threading.Lock()


class Runner:
    """Runs blocks, for any number of threads at once. Use it in a `with` statement.

    Parameters
    ----------
    timeout : float
        Seconds after which a block is ended.
    method : {"forkserver", "spawn"}
        How a process begins, unless a run says it: as a fork of a server, or as an interpreter of
        its own, whose strings have other hashes and whose objects other addresses.
    """

    def __init__(self, timeout: float = DEFAULT_TIMEOUT, method: str = METHOD) -> None:
        self.timeout = timeout
        self.method = method
        if method == "forkserver":
            multiprocessing.get_context(method).set_forkserver_preload([SERVER])
        self._running: set[BaseProcess] = set()
        self._closed = False
        self._pool = ThreadPoolExecutor(os.cpu_count())

    def __enter__(self) -> Runner:
        """Return the runner itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close the runner."""
        self.close()

    def submit(self, code: str, *place: Any) -> Future[Run]:
        """Run `code` as `run` does, as soon as a core is free."""
        return self._pool.submit(self.run, code, *place)

    def run(self, code: str, path: str = "block.py", line: int = 0, method: str = "") -> Run:
        """Run `code`, whose first line is line `line` + 1 of the file `path`."""
        run = self._run(code, path, line, method)
        if method == "spawn" and run.complaint == ENDED_SERVER:
            # It has no server. The interpreter could not begin: another thread changed the
            # environment while the system read it, as pytest does twice a test.
            run = self._run(code, path, line, method)
        return run

    def _run(self, code: str, path: str, line: int, method: str) -> Run:
        with tempfile.TemporaryDirectory(prefix="mlbook-", ignore_cleanup_errors=True) as directory:
            process = self._process(code, directory, method)
            try:
                self._start(process)
                ended = wait([process.sentinel], self.timeout)
            finally:  # an interrupt of the press does not reach the process
                status = self._end(process)
            if not ended:
                return Run(complaint=f"did not end within {self.timeout:g} seconds")
            return _read_back(Path(directory), status, path, line)

    def close(self) -> None:
        """End the blocks that are running, and begin no other."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        with LOCK:
            self._closed = True
            for process in self._running:
                _kill(process)
        self._pool.shutdown()

    def _process(self, code: str, directory: str, method: str) -> BaseProcess:
        with LOCK:
            task = Task(code, directory, self.timeout + GRACE, environment_of_blocks())
        context: Any = multiprocessing.get_context(method or self.method)
        process: BaseProcess = context.Process(target=run_task, args=(task,))
        return process

    def _start(self, process: BaseProcess) -> None:
        with LOCK:
            if self._closed:
                raise RuntimeError("the runner is closed")
            self._running.add(process)
            with handed_to_children():
                process.start()

    def _end(self, process: BaseProcess) -> int:
        """End a process with all that it began; return its exit status, negative for a signal."""
        with LOCK:
            self._running.discard(process)
            if process.pid is None:  # it has not begun
                return 0
            _kill(process)
            process.join()
            status = process.exitcode or 0
            process.close()
        return status


def _kill(process: BaseProcess) -> None:
    """Kill a process and its group; where the system knows no groups, the process alone."""
    if process.pid and hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):  # nobody is left, or it leads no group yet
            os.killpg(process.pid, signal.SIGKILL)
    if process.is_alive():
        process.kill()


def _read_back(directory: Path, status: int, path: str, line: int) -> Run:
    """Return what a process that has ended left in the directory of its run."""
    report = directory / REPORT
    if status or not report.exists():  # os._exit(0) leaves none
        return Run(complaint=_ending(status))
    printed, told = directory / STDOUT, directory / STDERR
    if printed.stat().st_size > PRINTED_LIMIT:
        return Run(complaint=f"printed more than {PRINTED_LIMIT:,} bytes")
    result = json.loads(report.read_text(encoding="utf-8"))
    if written := _text_of(told).strip():
        written = cut(_in_lines_of(path, line, written))
        result["complaint"] = result["complaint"] or f"wrote to standard error: {written}"
    if result["error_line"]:
        result["error_line"] += line
    return Run(printed=_text_of(printed), **{**result, "figures": tuple(result["figures"])})


def _in_lines_of(path: str, line: int, written: str) -> str:
    """Let warnings and tracebacks of a block name the file and the line that it stands in."""
    return re.sub(
        rf"[^\s\"]*{re.escape(SCRIPT)}(?P<between>:|\", line )(?P<line>\d+)",
        lambda found: f"{path}{found['between']}{int(found['line']) + line}",
        written,
    )


def _text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


def _ending(status: int) -> str:
    if status == DAMAGED:
        return "left builtins or modules in a state in which nothing can tell what it did"
    if status == SERVER_DIED:
        return ENDED_SERVER
    how = f"by {signal.Signals(-status).name}" if status < 0 else f"with exit status {status}"
    return f"ended its process before its last line, {how}"
