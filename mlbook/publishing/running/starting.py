"""Starts the processes in which blocks run, all in the same environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any, BinaryIO

WORKER = [sys.executable, "-P", "-X", "utf8", "-m", "mlbook.publishing.running.worker"]
LEFT_OUT = {"DISPLAY", "WAYLAND_DISPLAY", "PYTHONWARNINGS", "MATPLOTLIBRC"}  # differ by machine
ONE_THREAD = {
    f"{library}_NUM_THREADS": "1"
    for library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR")
}


def warm_worker() -> subprocess.Popen[str]:
    """Start a worker that forks for every block that it is asked to run."""
    return subprocess.Popen(
        [*WORKER, "fork"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=_environment(),
        start_new_session=True,  # Ctrl-C is for the press, which closes its input
    )


class Interpreter:
    """A worker that runs one block and ends: a `supervision.Process`."""

    def __init__(
        self, request: dict[str, Any], out: BinaryIO, err: BinaryIO, report: BinaryIO
    ) -> None:
        report.write(json.dumps(request).encode())
        report.seek(0)
        self._process = subprocess.Popen(
            [*WORKER, "once"],
            stdin=report,  # holds the request, then the report
            stdout=out,
            stderr=err,
            env=_environment(),
            start_new_session=True,
        )
        self.pid = self._process.pid

    def poll(self) -> int | None:
        """Return its exit status, None while it runs."""
        return self._process.poll()

    def end(self) -> None:
        """Kill it, if it has not ended."""
        self._process.kill()
        self._process.wait()


def _environment() -> dict[str, str]:
    """Return the environment of a worker: this one, without what would make machines differ."""
    kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    return {**kept, **ONE_THREAD, "MPLBACKEND": "agg", "TZ": "UTC"}
