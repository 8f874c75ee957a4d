"""What a page asks its readers, in predictions and questions of why: how such elements are found.

Each begins with a line of its own, stands in nothing else, and holds a passage in each language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from mlbook.publishing.chapters.chapter import Chapter, Problem, Twins
from mlbook.publishing.chapters.markup import prose_of

TAGS = re.compile(r"<(?P<end>/?)(?:div|details)\b")


@dataclass(frozen=True)
class Asked:
    """What is asked: the line where it begins, its passages in both languages, and its key.

    Another text would have another key.
    """

    line: int
    twins: Twins
    key: str


Element = TypeVar("Element", bound=Asked)


def read_elements(
    chapter: Chapter,
    name: str,
    opening: str,
    read: Callable[[Chapter, int], Element | Problem],
) -> Iterator[Element | Problem]:
    """Yield each element of a chapter, or what is wrong with its form.

    Parameters
    ----------
    chapter : Chapter
    name : str
        What messages call it.
    opening : str
        The line with which it begins.
    read : callable
        Reads one from the number of that line on.
    """
    depth = 0  # how many tags are open
    for number, line in enumerate(prose_of(chapter).split("\n"), 1):
        if line == opening and not depth:
            yield read(chapter, number)
        elif line.strip() == opening:
            message = f"a {name} stands in nothing else: no list, box, fold or passage"
            yield Problem(number, message)
        depth += sum(-1 if tag["end"] else 1 for tag in TAGS.finditer(line))


def next_line(chapter: Chapter, line: int) -> int:
    """Return the first line after `line` that is not blank; one past the last if there is none."""
    later = range(line + 1, len(chapter.lines) + 1)
    return next((at for at in later if chapter.lines[at - 1].strip()), len(chapter.lines) + 1)


def twins_below(chapter: Chapter, line: int) -> Twins | None:
    """Return the passages that begin in the next line with text; None if it begins none."""
    first = next_line(chapter, line)
    return next((each for each in chapter.twins if each.line == first), None)
