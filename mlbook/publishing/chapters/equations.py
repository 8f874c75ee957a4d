"""The displayed formulas of a chapter, each with its lines and its number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mlbook.publishing.chapters.chapter import Chapter


@dataclass(frozen=True)
class Formula:
    """A displayed formula: its first and last line, and which one of its chapter it is."""

    line: int
    last: int
    number: int


def displayed_formulas(chapter: Chapter) -> Iterator[Formula]:
    """Yield the displayed formulas of a chapter; twins have the same numbers."""
    lines = chapter.without_fences()
    begin, en = ({getattr(each, name) for each in chapter.twins} for name in ("line", "en_line"))
    number = before = last = 0
    for at, line in enumerate(lines, 1):
        before = number if at in begin else before
        number = before if at in en else number
        if line.startswith("$$") and at > last:
            ends = (i for i in range(at, len(lines) + 1) if _ends(lines[i - 1], i > at))
            last, number = next(ends, at), number + 1
            yield Formula(at, last, number)


def _ends(line: str, is_later: bool) -> bool:
    return line.rstrip().endswith("$$") and (is_later or len(line.rstrip()) > len("$$"))
