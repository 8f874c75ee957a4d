"""A chapter as a Jupyter notebook, and as a Python script of cells: the page, to be run at home."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile
from typing import Any

from mlbook.publishing.chapters.bilingual import DOT
from mlbook.publishing.chapters.chapter import Block
from mlbook.publishing.chapters.options import OPTIONS, Options
from mlbook.publishing.checking.verdict import FRAMES, TRACEBACK, shows_exception
from mlbook.publishing.notebooks.cells import Cell

RAISES = "这段代码会出错，所以这里只作注释", "This block raises, so here it is a comment"
ALONE = (
    "这段代码必须是单独的脚本，所以这里只作注释",
    "This block has to be a script of its own, so here it is a comment",
)
# Not by `!` nor `%run`: they fork the kernel, or share what it has imported.
RUN = """\
import subprocess
import sys

ran = subprocess.run([sys.executable, "{}"], capture_output=True, text=True)
print(ran.stdout + ran.stderr, end="")"""
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}


def notebook_of(cells: Iterable[Cell]) -> str:
    """Return cells as a Jupyter notebook (nbformat 4.5), the same bytes every time.

    A block that has to be a script becomes two cells: the first writes it, the second, which has
    its id and its outputs, runs it.
    """
    notebook = {
        "cells": [each for cell in cells for each in _as_json(cell)],
        "metadata": METADATA,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def script_of(cells: Iterable[Cell], options: Options = OPTIONS) -> str:
    """Return cells as a script of ``# %%`` cells that runs to its end.

    What raises is commented, and what has to be a script of its own.
    """
    return "\n".join(_as_script(cell, options) for cell in cells)


def _as_json(cell: Cell) -> Iterator[dict[str, Any]]:
    text = _text_under(cell.block) if cell.block else ""
    if cell.block is None:
        yield _cell(cell.id, "markdown", cell.source)
    elif cell.is_script:
        script = f"{cell.id.replace('line', 'block')}.py"
        yield _code(f"{cell.id}-script", f"%%writefile {script}\n{cell.source}")
        yield _code(cell.id, RUN.format(script), _printed(text))  # what it raises is printed, too
    else:
        printed, header, traceback = text.partition(TRACEBACK)
        outputs = _printed(printed) + (_raised(header, traceback) if header else [])
        tags = {"tags": ["raises-exception"]} if shows_exception(cell.block) else {}
        yield {**_code(cell.id, cell.source, outputs), "metadata": tags}


def _cell(name: str, kind: str, source: str) -> dict[str, Any]:
    lines = source.splitlines(keepends=True)
    return {"id": name, "cell_type": kind, "metadata": {}, "source": lines}


def _code(name: str, source: str, outputs: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    return {**_cell(name, "code", source), "execution_count": None, "outputs": [*outputs]}


def _text_under(block: Block) -> str:
    text = block.output.text if block.output else ""
    return f"{TRACEBACK}{FRAMES}AssertionError: {text}" if block.role == "wrong" else text


def _printed(text: str) -> list[dict[str, Any]]:
    lines = text.splitlines(keepends=True)
    return [{"output_type": "stream", "name": "stdout", "text": lines}] if lines else []


def _raised(header: str, traceback: str) -> list[dict[str, Any]]:
    lines = traceback.splitlines()
    raised = "\n".join(dropwhile(lambda line: line.startswith(" "), lines))
    name, _, message = raised.partition(": ")
    shown = [header.rstrip("\n"), *lines]
    kind = name.rpartition(".")[2]
    return [{"output_type": "error", "ename": kind, "evalue": message, "traceback": shown}]


def _as_script(cell: Cell, options: Options) -> str:
    if cell.block is None:
        return "# %% [markdown]\n" + _commented(cell.source)
    if cell.is_script or shows_exception(cell.block):
        words = options.word(*(ALONE if cell.is_script else RAISES))
        return "# %%\n" + _commented(f"{DOT.join(dict.fromkeys(words))}\n{cell.source}")
    return f"# %%\n{cell.source}\n"


def _commented(text: str) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for line in text.split("\n"))
