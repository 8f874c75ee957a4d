"""The environment and the search path of a block: the same on every machine."""

from __future__ import annotations

import contextlib
import functools
import os
import subprocess
import sys
import types
from collections.abc import Iterator, Mapping

ONE_THREAD = {
    f"{library}_NUM_THREADS": "1"
    for library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR")
}
LEFT_OUT = ("DISPLAY", "WAYLAND_DISPLAY", "PYTHONWARNINGS", "MATPLOTLIBRC")  # differ by machine
FIXED: dict[str, str | None] = {
    **ONE_THREAD,
    **dict.fromkeys(LEFT_OUT),
    "MPLBACKEND": "agg",
    "TZ": "UTC",
}
INTERPRETER = {"PYTHONUTF8": "1", "PYTHONSAFEPATH": "1"}  # read when an interpreter starts


def environment_of_blocks() -> dict[str, str]:
    """Return the environment of this process without what would make machines differ."""
    names: dict[str, str | None] = {**os.environ, **FIXED}
    return {name: value for name, value in names.items() if value is not None}


@functools.cache
def search_path() -> list[str]:
    """Return `sys.path` of a new interpreter: this one has the directories of the press too."""
    command = [sys.executable, "-P", "-X", "utf8", "-c", "import sys; print(*sys.path, sep='\\n')"]
    return subprocess.check_output(command, encoding="utf-8").splitlines()


@contextlib.contextmanager
def handed_to_children() -> Iterator[None]:
    """Set the environment that new interpreters inherit, and hide the main module of the press.

    multiprocessing would import the file of `__main__`, pytest's for example, in each child. This
    changes the whole process for a moment; only one thread at a time may do it.
    """
    main = sys.modules["__main__"]
    handed: Mapping[str, str | None] = {**FIXED, **INTERPRETER}
    before = {name: os.environ.get(name) for name in handed}
    sys.modules["__main__"] = types.ModuleType("__main__")
    _set(handed)
    try:
        yield
    finally:
        _set(before)
        sys.modules["__main__"] = main


def _set(variables: Mapping[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
