"""Runs a block in the reader's browser and compares its output with the page, as the press does.

Each run starts afresh: a new `__main__`, an empty directory, the package imported again, no figure
and no setting of an earlier run. A browser cannot fork, and starting Python for each run would take
seconds, so the state that a block can change is restored by hand.
"""

from __future__ import annotations

import builtins
import io
import json
import linecache
import os
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from contextvars import copy_context
from importlib import import_module

from mlbook.publishing.chapters.chapter import Block, Chapter, Fence, Image
from mlbook.publishing.checking.verdict import fault
from mlbook.publishing.running.run import Run
from mlbook.publishing.running.script import execute, imported_names, last_lines

NAME = "block.py"  # what tracebacks call the block
OUTPUT_LIMIT = 100_000  # characters of output that a page shows
PAUSE = 0.1  # seconds between two messages to the page
NEEDED = {"mlbook": "numpy", "mlbook.plotting": "matplotlib"}  # by the module that a block imports


def imports(code: str) -> list[str]:
    r"""Return the packages that `code` imports, and NumPy and Matplotlib where mlbook needs them.

    Examples
    --------
    >>> from mlbook.publishing.browser.in_page import imports
    >>> imports("import math\nfrom mlbook import softmax\n")
    ['math', 'mlbook', 'numpy']
    >>> imports("from mlbook.plotting import loss_curve\n")
    ['matplotlib', 'mlbook', 'numpy']
    """
    names = imported_names(code)
    packages = {name.partition(".")[0] for name in names}
    for name, package in NEEDED.items():
        if any(f"{each}.".startswith(f"{name}.") for each in names):
            packages.add(package)
    return sorted(packages)


def run(request: str, send: Callable[[str], object]) -> str:
    """Run a block, send its output while it runs, and return its result as JSON.

    Parameters
    ----------
    request : str
        JSON: the `code`, the `output` that the page shows (or null), and whether it shows a
        `figure`.
    send : callable
        Takes the next piece of the output.

    Returns
    -------
    str
        JSON: whether it is the `same` as on the page, the `error` with its traceback (or null),
        and the `figures`, each drawn for light and for dark pages.
    """
    asked = json.loads(request)
    code = asked["code"]
    sender = _Sender(send)
    out, err = _Stream(sender), _Stream(sender)
    with tempfile.TemporaryDirectory() as empty, chdir(empty), _restored_globals():
        _prepare(code)
        with redirect_stdout(out), redirect_stderr(err):
            error, figures = copy_context().run(execute, code, NAME)
    sender.flush()
    done = Run(
        printed=out.getvalue(),
        error=last_lines(error) if error else None,
        figures=tuple(figures),
        complaint=err.getvalue() or None,
    )
    answer = {
        "same": fault(Chapter("page", []), _block(asked), done) is None,
        "error": _traceback(error) if error else None,
        "figures": [_for_both_pages(svg) for svg in figures],
    }
    return json.dumps(answer)


class _Sender:
    """Sends output to the page a few times a second, up to `OUTPUT_LIMIT` characters."""

    def __init__(self, send: Callable[[str], object]) -> None:
        self.send = send
        self.left = OUTPUT_LIMIT
        self.cut = False
        self.pending = ""
        self.sent = 0.0

    def take(self, text: str) -> str:
        """Return the part of `text` that fits within the limit, and send it."""
        taken = text[: self.left]
        self.left -= len(taken)
        self.pending += taken
        if taken != text and not self.cut:
            self.cut = True
            self.pending += "\n…"
        if time.monotonic() - self.sent > PAUSE:
            self.flush()
        return taken

    def flush(self) -> None:
        if self.pending:
            self.send(self.pending)
            self.pending, self.sent = "", time.monotonic()


class _Stream(io.StringIO):
    """Standard output or standard error of a block."""

    def __init__(self, sender: _Sender) -> None:
        super().__init__()
        self.sender = sender

    def write(self, text: str) -> int:
        super().write(self.sender.take(text))
        return len(text)


@contextmanager
def _restored_globals() -> Iterator[None]:
    """Restore the globals of Python that outlive a block."""
    environment, path, names = dict(os.environ), list(sys.path), dict(vars(builtins))
    try:
        with warnings.catch_warnings():  # a reader's script shows them and goes on
            yield
    finally:
        os.environ.clear()
        os.environ.update(environment)
        sys.path[:] = path
        vars(builtins).update(names)
        for name in vars(builtins).keys() - names.keys():
            delattr(builtins, name)


def _prepare(code: str) -> None:
    """Forget the package, so that the block imports it again; load pyplot if the block draws.

    Tracebacks and warnings quote the lines of the block from `linecache`, for it is no file.
    """
    linecache.cache[NAME] = (len(code), None, code.splitlines(keepends=True), NAME)
    for name in list(sys.modules):
        if name.split(".")[0] == "mlbook" and not name.startswith("mlbook.publishing"):
            del sys.modules[name]
    if "matplotlib" in imports(code):
        import_module("matplotlib.pyplot")


def _block(asked: dict[str, str | None]) -> Block:
    """Return the block with the output and the figure that the page shows under it."""
    output = asked["output"]
    return Block(
        code=Fence(1, 1, 0, "python", asked["code"] or ""),
        output=None if output is None else Fence(1, 1, 0, "text", output),
        image=Image(1, 0, "", "figures/drawn.svg") if asked["figure"] else None,
    )


def _traceback(error: BaseException) -> str:
    """Return the traceback without the frames of the press."""
    frames = error.__traceback__
    while frames and frames.tb_frame.f_code.co_filename != NAME:
        frames = frames.tb_next
    return "".join(traceback.format_exception(error.with_traceback(frames))).rstrip()


def _for_both_pages(svg: str) -> dict[str, str | int]:
    from mlbook.publishing.running.figures import (  # needs Matplotlib's cycler
        for_dark_pages,
        size_of,
    )

    width, height = size_of(svg)
    return {"light": svg, "dark": for_dark_pages(svg), "width": width, "height": height}
