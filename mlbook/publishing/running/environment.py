"""The environment of a block: the same on every machine."""

from __future__ import annotations

import contextlib
import os
import sys
import types
from collections.abc import Iterator, Mapping

ONE_THREAD = {
    f"{library}_NUM_THREADS": "1"
    for library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR")
}
LEFT_OUT = (  # differ by machine
    *("DISPLAY", "WAYLAND_DISPLAY", "PYTHONWARNINGS", "MATPLOTLIBRC", "PYTHONUTF8"),
    *("LANG", "LANGUAGE", "LC_ALL", "COLUMNS", "PYTHONHASHSEED"),
)
FIXED: dict[str, str | None] = {
    **ONE_THREAD,
    **dict.fromkeys(LEFT_OUT),
    "LC_CTYPE": "C.UTF-8",
    "MPLBACKEND": "agg",
    "TZ": "UTC",
}
INTERPRETER = {"PYTHONSAFEPATH": "1"}  # or the server imports from the directory of the press


def environment_of_blocks() -> dict[str, str]:
    """Return the environment of this process without what would make machines differ."""
    names: dict[str, str | None] = {**os.environ, **FIXED}
    return {name: value for name, value in names.items() if value is not None}


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
