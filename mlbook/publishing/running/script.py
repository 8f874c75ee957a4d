"""Runs a block as a script: what the press's worker and the reader's browser have in common.

It asks for NumPy and Matplotlib only where they have been imported: in a browser, a block that
needs neither does not wait for them.
"""

from __future__ import annotations

import random
import sys
import traceback
import types


def execute(code: str, path: str, line: int = 0) -> tuple[BaseException | None, list[str]]:
    r"""Run `code` as the module ``__main__``; return what it raised, and its figures as SVG.

    Parameters
    ----------
    code : str
    path : str
        The file that tracebacks name.
    line : int
        How many lines of that file stand above the code.

    Examples
    --------
    >>> from mlbook.publishing.running.script import execute, last_lines, line_in
    >>> error, _ = execute("x = 1\nx / 0\n", "page.md", 10)
    >>> print(last_lines(error), line_in("page.md", error))
    ZeroDivisionError: division by zero 12
    """
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    _forget_seeds()
    take_style_of_book()
    try:
        source = "\n" * line + code
        exec(compile(source, path, "exec", dont_inherit=True), module.__dict__)
        return None, _figures()
    except BaseException as error:
        return error, []


def last_lines(error: BaseException) -> str:
    """Return what Python prints of an exception under its traceback."""
    lines = traceback.format_exception_only(error)
    return "".join(lines[-1:] if isinstance(error, SyntaxError) else lines).rstrip()


def line_in(path: str, error: BaseException) -> int | None:
    """Return the deepest line of the file `path` that took part in `error`."""
    if isinstance(error, SyntaxError) and error.filename == path:
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == path]
    return lines[-1] if lines else None


def _forget_seeds() -> None:
    """Make a block that relies on a global random state print differently every time."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def take_style_of_book() -> None:
    """Draw in the style of the book from now on, on nothing that is there already.

    Does nothing where pyplot is not loaded.
    """
    if "matplotlib.pyplot" in sys.modules:
        from mlbook.publishing.running.figures import BOOK_STYLE  # needs Matplotlib's cycler

        pyplot = sys.modules["matplotlib.pyplot"]
        pyplot.close("all")
        pyplot.style.use(["default", BOOK_STYLE])
        pyplot.show = lambda *arguments, **options: None  # type: ignore[attr-defined]


def _figures() -> list[str]:
    if "matplotlib.pyplot" not in sys.modules:
        return []
    from mlbook.publishing.running.figures import svg_of

    pyplot = sys.modules["matplotlib.pyplot"]
    return [svg_of(pyplot.figure(number)) for number in pyplot.get_fignums()]
