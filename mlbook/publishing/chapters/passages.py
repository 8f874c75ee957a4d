"""Reads passages: a Chinese language block and the English one right after it."""

from __future__ import annotations

import re

from mlbook.publishing.chapters.chapter import Twins
from mlbook.publishing.chapters.cursor import Cursor
from mlbook.publishing.chapters.fences import HIDDEN_FENCE

OPENING = re.compile(r'<div lang="(?P<language>zh|en)" markdown>')
FOOTNOTE = re.compile(r"\s*\[\^[^\]]+\]:")  # the foot of the page shows it in every reading mode


def read_twins(cursor: Cursor, opening: re.Match[str], indent: int) -> None:
    """Read a Chinese passage and its English twin, and stay on the last line of the twin.

    Parameters
    ----------
    cursor : Cursor
        On the first line of the passage.
    opening : re.Match
        That line, a match of `OPENING`.
    indent : int
        Its indentation.
    """
    first = cursor.index
    if indent:
        cursor.refuse("a language block is not indented: Markdown inside it would not be read")
    if opening["language"] == "en":
        cursor.refuse("this English block follows no Chinese one")
        _read_passage(cursor)
        return
    zh = _read_passage(cursor)
    after = next(
        (i for i in range(cursor.index + 1, len(cursor.lines)) if cursor.lines[i].strip()), None
    )
    if after is None or cursor.lines[after].rstrip() != '<div lang="en" markdown>':
        cursor.refuse("this Chinese block is not followed at once by its English twin", first)
        return
    cursor.index = after
    en = _read_passage(cursor)
    cursor.chapter.twins.append(Twins(first + 1, zh, after + 1, en, cursor.index + 1))


def _read_passage(cursor: Cursor) -> str:
    """Return the lines of a passage, and stay on its `</div>`."""
    first, depth = cursor.index, 0
    while cursor.index < len(cursor.lines):
        line = cursor.lines[cursor.index]
        depth += len(re.findall(r"<div\b", line)) - len(re.findall(r"</div>", line))
        if cursor.index > first and HIDDEN_FENCE.match(line):
            cursor.refuse("code stands outside the language blocks: it exists once")
        if line.lstrip().startswith(">>>"):
            cursor.refuse("write code in a ```python block, without a prompt")
        if FOOTNOTE.match(line):
            cursor.refuse("a footnote stands outside the language blocks: [^1]: 中文 · English")
        if cursor.index > first and OPENING.match(line):
            cursor.refuse("a language block inside a language block: is a </div> missing?")
        if depth == 0:
            return "\n".join(cursor.lines[first + 1 : cursor.index])
        cursor.index += 1
    cursor.refuse("this language block is never closed: its </div> is missing", first)
    return "\n".join(cursor.lines[first + 1 :])
