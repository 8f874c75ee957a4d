"""Runs a block in the reader's browser and compares its output with the page, as the press does.

Each block starts afresh; the cells of a lab go on where the one before has ended.
"""

from __future__ import annotations

import ast
import json
import logging
import sys
import traceback
from collections.abc import Callable

from mlbook.publishing.browser.output import Output
from mlbook.publishing.browser.session import NAME, Session
from mlbook.publishing.chapters.chapter import Block, Chapter, Fence, Image
from mlbook.publishing.chapters.languages import ZH_EN
from mlbook.publishing.chapters.options import Options
from mlbook.publishing.checking.verdict import diagnosis_of, fault
from mlbook.publishing.running.run import Run
from mlbook.publishing.running.script import imported_names, last_lines

LONGEST = 60  # characters of an expression that the page repeats
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
    return sorted(packages - {"IPython"})  # a session has its own


# Where it builds its cache slowly, Matplotlib says so: that is no output of a block.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)

_sessions: list[Session] = []  # the one of a lab whose cells have begun to run


def run(request: str, send: Callable[[str], object]) -> str:
    """Run a block, send its output while it runs, and return its result as JSON.

    Parameters
    ----------
    request : str
        JSON: the `code`, the `output` that the page shows (or null), whether it shows a `figure`,
        for a `cell` of a lab whether it is the ``"first"`` or one of the ``"next"`` (or null), for
        a block of an exercise its `role` and the code of its `check`, which runs after it; and the
        `languages` of the book, if they are others than Chinese and English.
    send : callable
        Takes the next message with output; see `Output`.

    Returns
    -------
    str
        JSON: whether it is the `same` as on the page, and of the start of an exercise whether it
        passes the check; the `diagnosis` of the check, the `error` with its traceback (or null),
        whether it was `silent`, the `value` that it computed last and did not print (or null), and
        whether it left a figure `unshown`.
    """
    asked = json.loads(request)
    output = Output(send)
    if asked["cell"] != "next":
        while _sessions:
            _sessions.pop().close()
        _sessions.append(Session())
    page = Chapter("page", [], options=Options((*asked.get("languages", ZH_EN),)))
    block = _block(asked)
    error = _sessions[0].run(block.program, output)
    unshown = "matplotlib.pyplot" in sys.modules and bool(
        sys.modules["matplotlib.pyplot"].get_fignums()
    )
    if asked["cell"] is None:
        _sessions.pop().close()
    done = Run(
        printed=output.printed.getvalue(),
        error=last_lines(error) if error else None,
        figures=tuple(output.figures),
        complaint=output.complained.getvalue() or None,
    )
    answer = {
        "same": not error if asked.get("role") == "start" else not fault(page, block, done),
        "diagnosis": diagnosis_of(done.error, page.languages) if block.check else None,
        "error": _traceback(error) if error else None,
        "silent": not (done.printed or done.complaint or done.figures),
        "value": unprinted_value(asked["code"]),
        "unshown": unshown,
    }
    return json.dumps(answer)


def unprinted_value(code: str) -> str | None:
    r"""Return the expression at the end of `code`, whose value a notebook would show, or None.

    Examples
    --------
    >>> from mlbook.publishing.browser.in_page import unprinted_value
    >>> unprinted_value("x = 2\nx + 1\n")
    'x + 1'
    >>> unprinted_value("x = 2\nprint(x)\n") is None
    True
    """
    try:
        lines = ast.parse(code).body
    except SyntaxError:
        return None
    last = ast.get_source_segment(code, lines[-1]) if lines else None
    if not last or not isinstance(lines[-1], ast.Expr) or last.startswith(("print(", '"', "'")):
        return None
    return last if len(last) <= LONGEST and "\n" not in last else None


def _block(asked: dict[str, str | None]) -> Block:
    """Return the block with the output and the figure that the page shows under it."""
    output = asked["output"]
    return Block(
        code=Fence(1, 1, 0, "python", asked["code"] or ""),
        output=None if output is None else Fence(1, 1, 0, "text", output),
        image=Image(1, 0, "", "", "drawn") if asked["figure"] else None,
        role=asked.get("role") or "",
        check=asked.get("check") or "",
    )


def _traceback(error: BaseException) -> str:
    """Return the traceback without the frames of the press."""
    frames = error.__traceback__
    while frames and frames.tb_frame.f_code.co_filename != NAME:
        frames = frames.tb_next
    return "".join(traceback.format_exception(error.with_traceback(frames))).rstrip()
