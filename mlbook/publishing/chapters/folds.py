"""Lines of a block that a page folds: a beginning as in a block above, and what only draws.

Of a wrong program of an exercise the end is folded, too, if it is that of the answer. Such lines
are shown at the press of a button; Copy and Run take the whole block.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from itertools import takewhile

from mlbook.publishing.chapters.chapter import Block

PLOT = "# plot"  # alone on its line: what follows it, to the end of the block, only draws
LEAST = 4  # lines; fewer are not worth a button

Fold = tuple[int, int]  # its first and last line, counted in the code from 1


def folds_of(blocks: Iterable[Block]) -> dict[Block, list[Fold]]:
    r"""Return the lines that are folded in each block of a page.

    Examples
    --------
    >>> from mlbook.publishing.chapters.folds import folds_of
    >>> from mlbook.publishing.chapters.reader import parse_chapter
    >>> begin, draw = "a = 1\nb = 2\nc = 3\nd = 4\n", "# plot\nf(a)\ng(b)\nh(c)\ni(d)\n"
    >>> page = parse_chapter(f"```python\n{begin}```\n\n```python\n{begin}print(a)\n{draw}```\n")
    >>> list(folds_of(page.blocks).values())
    [[], [(1, 4), (7, 10)]]
    """
    seen: list[list[str]] = []  # the statements of the blocks above, as they are written
    answer: list[str] = []
    folds = {}
    for block in blocks:
        lines = block.code.text.rstrip("\n").split("\n")
        statements = _statements(block.code.text)
        common = max((_common(statements, above) for above in seen), default=0)
        repeated = sum(each.count("\n") + 1 for each in statements[:common])
        plot = lines.index(PLOT) + 1 if PLOT in lines else len(lines)
        found = [(1, min(repeated, plot - 1)), (plot + 1, len(lines))]
        if block.role == "answer":
            answer = statements
        elif block.role == "wrong":
            same = _common(statements[common:][::-1], answer[::-1])
            end = sum(each.count("\n") + 1 for each in statements[len(statements) - same :])
            found = [found[0], (len(lines) - end + 1, len(lines))]
        elif block.role:  # the start is edited, the check is folded as a whole
            found = []
        folds[block] = [(first, last) for first, last in found if last - first + 1 >= LEAST]
        seen.append(statements)
    return folds


def _statements(code: str) -> list[str]:
    """Return the statements of a block, each with the blank lines and comments before it."""
    try:
        ends = [statement.end_lineno or 0 for statement in ast.parse(code).body]
    except SyntaxError:  # which the block shows
        return []
    lines = code.split("\n")
    return ["\n".join(lines[first:last]) for first, last in zip([0, *ends], ends, strict=False)]


def _common(statements: list[str], above: list[str]) -> int:
    """Return how many statements two blocks have in common before the first that differs."""
    same = (one == other for one, other in zip(statements, above, strict=False))
    return sum(takewhile(bool, same))
