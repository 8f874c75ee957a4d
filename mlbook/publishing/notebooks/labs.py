"""Labs: notebooks that Jupyter runs when the site is built, shown as pages of the book.

A lab is a Python script of ``# %%`` cells, its prose in the strict form of chapters. mkdocs-jupyter
runs it and returns the executed notebook. The outputs then go under their cells, as in a chapter.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jupytext  # type: ignore[import-untyped]

from mlbook.publishing.chapters.chapter import Chapter, Problem
from mlbook.publishing.chapters.options import OPTIONS, Options
from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking.numbers import orphans
from mlbook.publishing.checking.verdict import fault
from mlbook.publishing.running.run import Run

MARKER = re.compile(r"# %%(?P<title>.*?)(?P<prose> \[markdown\])?")


class LabError(Exception):
    """A lab with an output that a page cannot show."""


def is_lab(path: str) -> bool:
    """Say whether the page at `path`, such as ``labs/race.py``, is a lab."""
    return path.endswith(".py")


def read_lab(path: Path, root: Path, options: Options = OPTIONS) -> Chapter:
    """Read the lab at `path`, naming it relative to `root` in messages."""
    text = path.read_text(encoding="utf-8")
    return parse_lab(text, path.relative_to(root).as_posix(), options)


def parse_lab(script: str, path: str = "lab.py", options: Options = OPTIONS) -> Chapter:
    r"""Read a lab from its script: a chapter whose lines are those of the script.

    Examples
    --------
    >>> from mlbook.publishing.notebooks.labs import parse_lab
    >>> lab = parse_lab("# %% [markdown]\n# # 甲 · A\n\n# %%\nprint(2)\n")
    >>> print(lab.headings[0].line, lab.headings[0].text)
    2 甲 · A
    >>> print(lab.blocks[0].line, lab.blocks[0].code.text, end="")
    4 print(2)
    """
    page: list[str] = []
    problems = []
    if not MARKER.match(script):
        problems.append(Problem(1, "a lab begins with # %% [markdown], and has no header"))
    in_code = False
    for number, line in enumerate(script.splitlines(), 1):
        marker = MARKER.fullmatch(line)
        if marker:
            if in_code and not _close(page):
                problems.append(Problem(number, "a blank line goes before each cell"))
            in_code = not marker["prose"]
            page.append("```python" if in_code else "")
        elif in_code:
            page.append(line)
        else:
            if not re.match("#( |$)", line) and line:
                problems.append(Problem(number, "every line of a Markdown cell begins with #"))
            page.append(line[2:])
    if in_code:
        page.append("")
        _close(page)
    chapter = parse_chapter("\n".join(page), path, options)
    chapter.unrun = True
    chapter.problems += problems or _faults_of_cells(chapter, script)
    chapter.problems.sort(key=lambda problem: problem.line)
    return chapter


def _faults_of_cells(lab: Chapter, script: str) -> Iterator[Problem]:
    """Yield what is typed where an output stands, and the cells that Jupyter would run otherwise.

    Jupytext reads metadata behind a title, such as ``tags=["skip-execution"]``, and commands of
    IPython even from comments.
    """
    lines = script.splitlines()
    for line in [each.line for each in lab.fences] + [each.line for each in lab.images]:
        if not MARKER.fullmatch(lines[line - 1]):
            yield Problem(line, "only a cell's own outputs and figures stand in a lab")
    read = [each for each in jupytext.reads(script, "py:percent").cells if each.source]
    cells = [each for each in read if each.cell_type != "markdown"]
    if len(cells) != len(lab.blocks):
        yield Problem(1, f"Jupyter reads {len(cells)} cells of code, the press {len(lab.blocks)}")
    for block, cell in zip(lab.blocks, cells, strict=False):
        if (cell.cell_type, cell.source.strip()) != ("code", block.code.text.strip()):
            yield Problem(block.line, "Jupyter reads other code here: use no command, % or ! or ?")
        elif metadata := sorted(set(cell.metadata) - {"title", "lines_to_next_cell"}):
            yield Problem(block.line, f"a cell has a title and no other metadata: {metadata}")
        else:
            try:
                ast.parse(block.code.text)
            except SyntaxError as error:
                line = block.line + (error.lineno or 0)
                yield Problem(line, f"this is no Python, and no command is shown: {error.msg}")


def _close(page: list[str]) -> bool:
    """Close the fence in the first of the blank lines at the end; False if there is none."""
    written = len(page)
    while not page[written - 1].strip():
        written -= 1
    if written == len(page):
        return False
    page[written] = "```"
    return True


def with_outputs(lab: Chapter, ran: str) -> tuple[Chapter, dict[str, str]]:
    """Return the lab with what its cells have printed and drawn, and its figures by name.

    Parameters
    ----------
    lab : Chapter
    ran : str
        The notebook that has run, as JSON.

    Raises
    ------
    LabError
        With the place in the script, if the book does not show such an output, or if the prose
        states a number that no cell prints.
    """
    cells = [cell for cell in json.loads(ran)["cells"] if cell["cell_type"] == "code"]
    sources = [block.code.text.strip() for block in lab.blocks]
    if sources != [cell["source"].strip() for cell in cells]:
        raise LabError(f"{lab.path}: Jupyter reads other cells than the press")
    under: dict[int, list[str]] = {}
    figures: dict[str, str] = {}
    for block, cell in zip(lab.blocks, cells, strict=True):
        place = lab.where(block.line)
        if cell["execution_count"] is None:
            raise LabError(f"{place}: Jupyter has not run the cell")
        text, drawings = _shown(place, cell["outputs"])
        shown = ["", "```text", *text.splitlines(), "```"] if text else []
        if drawings:
            name = f"lab-{Path(lab.path).stem}-{lab.blocks.index(block) + 1}"
            figures[name] = drawings[0]
            caption = cell["metadata"].get("title", "")
            shown += ["", f"![{caption}]({lab.options.figures}/{name}.svg)"]
        under[block.code.last] = shown
    lines: list[str] = []
    inserted: list[int] = []
    for number, line in enumerate(lab.lines, 1):
        lines += [line, *under.get(number, ())]
        inserted += range(len(lines) - len(under.get(number, ())) + 1, len(lines) + 1)
    chapter = parse_chapter("\n".join(lines), lab.path, lab.options)
    chapter.inserted = inserted
    sentences = [*map(chapter.sentence, (*chapter.problems, *orphans(chapter)))]
    for block in chapter.blocks:
        run = Run(block.output.text if block.output else "", figures=("",) * bool(block.image))
        sentences += filter(None, [fault(chapter, block, run)])
    if sentences:
        raise LabError("\n".join(sentences))
    return chapter, figures


def _shown(place: str, outputs: list[dict[str, Any]]) -> tuple[str, list[str]]:
    text, drawings = "", []
    for output in outputs:
        data = output.get("data", {})
        if output.get("name") == "stderr":
            raise LabError(f"{place}: the cell writes to standard error: {output['text'].strip()}")
        if "text" in output:
            text += output["text"]
        elif "image/svg+xml" in data and data["text/plain"].startswith("<Figure"):
            drawings.append(data["image/svg+xml"])
        else:
            raise LabError(f"{place}: a lab shows what it prints and plots, not {sorted(data)}")
    if len(drawings) > 1:
        raise LabError(f"{place}: the cell draws {len(drawings)} figures: make it as many cells")
    return text, drawings
