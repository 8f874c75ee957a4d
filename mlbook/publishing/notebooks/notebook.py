"""A chapter as a Jupyter notebook, and as a Python script of cells: the page, to be run at home."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
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
        "cells": [_as_json(each) for cell in cells for each in _parts(cell)],
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


def _parts(cell: Cell) -> Iterator[Cell]:
    if cell.block and cell.is_script:
        script = f"{cell.id.replace('line', 'block')}.py"
        yield Cell(
            f"{cell.id}-script", f"%%writefile {script}\n{cell.source}", Block(cell.block.code)
        )
        yield replace(cell, source=RUN.format(script))
    else:
        yield cell


def _script_of(cell: Cell) -> str:
    return f"{cell.id.replace('line', 'block')}.py"


def _as_json(cell: Cell) -> dict[str, Any]:
    source = cell.source.splitlines(keepends=True)
    common = {"id": cell.id, "metadata": {}, "source": source}
    if cell.block is None:
        return {**common, "cell_type": "markdown"}
    runs_script = cell.source == RUN.format(_script_of(cell))  # which raises nothing here
    if shows_exception(cell.block) and not runs_script:
        common["metadata"] = {"tags": ["raises-exception"]}
    outputs = _outputs(cell.block, runs_script)
    return {**common, "cell_type": "code", "execution_count": None, "outputs": outputs}


def _outputs(block: Block, runs_script: bool) -> list[dict[str, Any]]:
    text = block.output.text if block.output else ""
    if block.role == "wrong":
        text = f"{TRACEBACK}{FRAMES}AssertionError: {text}"
    printed, header, traceback = (text, "", "") if runs_script else text.partition(TRACEBACK)
    outputs: list[dict[str, Any]] = []
    if printed:
        lines = printed.splitlines(keepends=True)
        outputs.append({"output_type": "stream", "name": "stdout", "text": lines})
    if header:
        lines = traceback.splitlines()
        raised = "\n".join(dropwhile(lambda line: line.startswith(" "), lines))
        name, _, message = raised.partition(": ")
        outputs.append(
            {
                "output_type": "error",
                "ename": name.rpartition(".")[2],
                "evalue": message,
                "traceback": [header.rstrip("\n"), *lines],
            }
        )
    return outputs


def _as_script(cell: Cell, options: Options) -> str:
    if cell.block is None:
        return "# %% [markdown]\n" + _commented(cell.source)
    if cell.is_script or shows_exception(cell.block):
        words = options.word(*(ALONE if cell.is_script else RAISES))
        return "# %%\n" + _commented(f"{DOT.join(dict.fromkeys(words))}\n{cell.source}")
    return f"# %%\n{cell.source}\n"


def _commented(text: str) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for line in text.split("\n"))
