"""Runs a block as a script: what the press's worker and the reader's browser have in common.

It asks for NumPy and Matplotlib only where they have been imported: in a browser, a block that
needs neither does not wait for them.
"""

from __future__ import annotations

import ast
import builtins
import io
import random
import re
import sys
import traceback
import types
from collections.abc import Callable
from contextlib import redirect_stderr
from functools import cache

SHOWN: list[str] = []  # the figures that the running block has shown


def main_module(path: str) -> types.ModuleType:
    """Make a new ``__main__`` for the script `path`, and return it."""
    module = types.ModuleType("__main__")
    vars(module).update(__file__=path, __builtins__=builtins)
    sys.modules["__main__"] = module
    return module


def run_in(module: types.ModuleType, code: str) -> BaseException | None:
    r"""Run `code` in the namespace of `module`; return what it raised.

    Examples
    --------
    >>> from mlbook.publishing.running.script import last_lines, line_in, main_module, run_in
    >>> error = run_in(main_module("block.py"), "x = 1\nx / 0\n")
    >>> print(last_lines(error), line_in("block.py", error))
    ZeroDivisionError: division by zero 2
    """
    try:
        exec(compile(code, module.__file__ or "", "exec", dont_inherit=True), vars(module))
    except BaseException as error:
        return error
    return None


def last_lines(error: BaseException) -> str:
    """Return what Python prints of an exception under its traceback."""
    lines = traceback.format_exception_only(error)
    last = "".join(lines[-1:] if isinstance(error, SyntaxError) else lines).rstrip()
    with redirect_stderr(io.StringIO()) as printed:  # `traceback` of Python 3.11 suggests nothing
        sys.__excepthook__(type(error), error, error.__traceback__)
    suggesting = re.search(rf"{re.escape(last)}\. Did you mean: '.+'\?", printed.getvalue())
    return suggesting[0] if suggesting else last


def line_in(path: str, error: BaseException) -> int | None:
    """Return the deepest line of the file `path` that took part in `error`."""
    if isinstance(error, SyntaxError) and error.filename == path:
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == path]
    return lines[-1] if lines else None


def begin() -> None:
    """Begin anew with what a script does not inherit: random states, figures and their style."""
    random.seed()  # a block that relies on it prints differently every time
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    SHOWN.clear()
    begin_drawing(SHOWN.append)


def begin_drawing(keep: Callable[[str], object]) -> None:
    """Close all figures, set the style of the book, and let `show` give each figure to `keep`.

    Nothing happens while Pyplot has not been imported.
    """
    if "matplotlib.pyplot" in sys.modules:
        from mlbook.publishing.running.figures import BOOK_STYLE, svg_of  # need Matplotlib

        pyplot = sys.modules["matplotlib.pyplot"]
        pyplot.close("all")
        pyplot.style.use(["default", BOOK_STYLE])

        def show(*arguments: object, **options: object) -> None:
            """Keep the figures that the reader sees in windows, until he has closed them."""
            for number in pyplot.get_fignums():
                keep(svg_of(pyplot.figure(number)))
            pyplot.close("all")

        pyplot.show = show  # type: ignore[attr-defined]


@cache  # each rule that asks would parse the code again
def imported_names(code: str) -> frozenset[str]:
    """Return what `code` imports, such as ``numpy`` and ``mlbook.softmax``, but nothing relative.

    Code that is not Python imports nothing.

    Examples
    --------
    >>> from mlbook.publishing.running.script import imported_names
    >>> sorted(imported_names("import numpy as np; from mlbook import softmax"))
    ['mlbook.softmax', 'numpy']
    """
    try:
        nodes = list(ast.walk(ast.parse(code)))
    except SyntaxError:  # running it will report that
        return frozenset()
    plain = [node for node in nodes if isinstance(node, ast.Import)]
    absolute = [node for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    return frozenset(alias.name for node in plain for alias in node.names) | {
        f"{node.module}.{alias.name}" for node in absolute for alias in node.names
    }
