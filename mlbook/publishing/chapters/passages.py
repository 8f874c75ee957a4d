"""Reads passages: a block in the first language of a book and its twin right after it."""

from __future__ import annotations

import re

from mlbook.publishing.chapters.chapter import Twins
from mlbook.publishing.chapters.cursor import Cursor
from mlbook.publishing.chapters.fences import HIDDEN_FENCE
from mlbook.publishing.chapters.languages import form_of, name_of, passage_of

FOOTNOTE = re.compile(r"\s*\[\^[^\]]+\]:")  # the foot of the page shows it in every reading mode


def read_twins(cursor: Cursor, opening: str, indent: int) -> None:
    """Read a passage and its twin, if the book has one, and stay on the last line of the last.

    Parameters
    ----------
    cursor : Cursor
        On the first line of the passage.
    opening : str
        That line, without the spaces around it.
    indent : int
        Its indentation.
    """
    first, languages = cursor.index, cursor.chapter.languages
    if indent:
        cursor.refuse("a language block is not indented: Markdown inside it would not be read")
    if opening != passage_of(languages[0]):
        cursor.refuse(f"this {name_of(languages[1])} block follows no {name_of(languages[0])} one")
        _read_passage(cursor)
        return
    zh = _read_passage(cursor)
    if len(languages) == 1:
        cursor.chapter.twins.append(Twins(first + 1, zh, first + 1, zh, cursor.index + 1))
        return
    after = next(
        (i for i in range(cursor.index + 1, len(cursor.lines)) if cursor.lines[i].strip()), None
    )
    if after is None or cursor.lines[after].rstrip() != passage_of(languages[1]):
        one, other = map(name_of, languages)
        cursor.refuse(f"this {one} block is not followed at once by its {other} twin", first)
        return
    cursor.index = after
    en = _read_passage(cursor)
    cursor.chapter.twins.append(Twins(first + 1, zh, after + 1, en, cursor.index + 1))


def _read_passage(cursor: Cursor) -> str:
    """Return the lines of a passage, and stay on its `</div>`."""
    first, depth = cursor.index, 0
    openings = (*map(passage_of, cursor.chapter.languages),)
    while cursor.index < len(cursor.lines):
        line = cursor.lines[cursor.index]
        depth += len(re.findall(r"<div\b", line)) - len(re.findall(r"</div>", line))
        if cursor.index > first and HIDDEN_FENCE.match(line):
            cursor.refuse("code stands outside the language blocks: it exists once")
        if line.lstrip().startswith(">>>"):
            cursor.refuse("write code in a ```python block, without a prompt")
        if FOOTNOTE.match(line):
            form = form_of(cursor.chapter.languages)
            cursor.refuse(f"a footnote stands outside the language blocks: [^1]: {form}")
        if cursor.index > first and line.startswith(openings):
            cursor.refuse("a language block inside a language block: is a </div> missing?")
        if depth == 0:
            return "\n".join(cursor.lines[first + 1 : cursor.index])
        cursor.index += 1
    cursor.refuse("this language block is never closed: its </div> is missing", first)
    return "\n".join(cursor.lines[first + 1 :])
