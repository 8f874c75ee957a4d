"""What blocks need beside NumPy and one process: whether they say so, and whether it is here."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from mlbook.publishing.chapters.chapter import Block, Chapter, Problem
from mlbook.publishing.chapters.needs import PACKAGES, PROCESSES, packages_in, parted, present
from mlbook.publishing.checking.dependencies import root_under_edit
from mlbook.publishing.running.script import imported_names

OURS = frozenset({"numpy", "matplotlib", "mlbook"})  # what every reader has
STARTING = frozenset({"multiprocessing", "subprocess"})
STARTS = re.compile(r"\b(?:ProcessPoolExecutor|os\.fork)\b")
ABSENT = re.compile(r"No module named '(\w+)'")


def faults_of_needs(chapter: Chapter) -> Iterator[Problem]:
    r"""Yield the blocks whose titles do not say what they need, and those that say too much.

    A lab is left out: the reader runs it as a whole.

    Examples
    --------
    >>> from mlbook.publishing.chapters.reader import parse_chapter
    >>> from mlbook.publishing.checking.needs import faults_of_needs
    >>> page = parse_chapter("```python\nimport jax\n```\n")
    >>> print(next(faults_of_needs(page)).message)
    the block uses jax, and its title does not say so: ```python title="needs jax"
    """
    for block in () if chapter.unrun else chapter.blocks:
        for message in _faults_of_title(block):
            yield Problem(block.line, message)
        if block.image and (packages := packages_in(block.needs)):
            message = f"nobody could draw the figure where {packages[0]} is not installed"
            yield Problem(block.line, f"{message}: let a block draw it that needs NumPy alone")


def absent(block: Block) -> list[str]:
    """Return the packages that a block needs and that are not installed here."""
    return sorted({*packages_in(block.needs)} - {*present()})


def missing(block: Block) -> str | None:
    """Return why a block cannot run here: what it needs is not installed; None if it can.

    Examples
    --------
    >>> from mlbook.publishing.chapters.chapter import Block, Fence
    >>> from mlbook.publishing.checking.needs import missing
    >>> print(missing(Block(Fence(1, 3, 0, "python", "pass"), needs=("processes",))))
    None
    """
    names = absent(block)
    if not names:
        return None
    extras = ",".join(sorted({PACKAGES[name] for name in names}))
    verb = "is" if len(names) == 1 else "are"
    remedy = f"pip install 'mlbook[{extras}]'"
    return f"needs {' and '.join(names)}, which {verb} not installed: {remedy}"


def _faults_of_title(block: Block) -> Iterator[str]:
    """Say what the block uses and its title does not tell, and the reverse."""
    uses, named = _uses(block), parted(block.code.title)[1] or ()
    for need, used in uses.items():
        message = f"the block uses {used}"
        if need not in PACKAGES and need != PROCESSES:
            message += ", which readers of the book do not have"
            yield f"{message}: chapters/needs.py names the packages that a block may need"
        elif need not in named:
            title = f"{block.role} needs {', '.join((*named, need))}".lstrip()
            yield f'{message}, and its title does not say so: ```python title="{title}"'
    ours = any(name.startswith("mlbook") for name in imported_names(block.code.text))
    for need in named:
        if need not in uses and not (need == PROCESSES and ours):  # of ours, some start processes
            yield f"the block does not use what its title says it needs: take {need} out of it"


def _uses(block: Block) -> dict[str, str]:
    """Return what the code of a block needs, and the name that shows it."""
    code = block.code.text
    shown = block.output.text if block.output else ""  # an import that fails may be what it shows
    known = OURS | sys.stdlib_module_names | {*ABSENT.findall(shown)}
    starts = STARTS.search(code)
    uses = {PROCESSES: starts[0]} if starts else {}
    for name in sorted(imported_names(code)):
        package = name.partition(".")[0]
        if package in STARTING:
            uses[PROCESSES] = package
        elif package in PACKAGES or not (package in known or root_under_edit(package)):
            uses[package] = package
    return uses
