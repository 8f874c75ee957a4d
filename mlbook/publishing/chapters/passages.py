"""Reads passages: what stands in one language, Chinese, and at once again in the other."""

from __future__ import annotations

import re

from mlbook.publishing.chapters.chapter import Twins
from mlbook.publishing.chapters.cursor import Walk
from mlbook.publishing.chapters.fences import HIDDEN_FENCE

OPENING = re.compile(r'<div lang="(?P<language>zh|en)" markdown>')


def read_twins(walk: Walk, opening: re.Match[str], indent: int) -> None:
    """Read a Chinese passage and its English twin, and stay on the last line of what was read.

    Parameters
    ----------
    walk : Walk
        Stands on the first line of the passage.
    opening : re.Match
        That line, a match of `OPENING`.
    indent : int
        Its indentation.
    """
    first = walk.index
    if indent:
        walk.refuse("a language block is not indented: Markdown inside it would not be read")
    if opening["language"] == "en":
        walk.refuse("this English block follows no Chinese one")
        _read_passage(walk)
        return
    zh = _read_passage(walk)
    after = next((i for i in range(walk.index + 1, len(walk.lines)) if walk.lines[i].strip()), None)
    if after is None or walk.lines[after].rstrip() != '<div lang="en" markdown>':
        walk.refuse("this Chinese block is not followed at once by its English twin", first)
        return
    walk.index = after
    en = _read_passage(walk)
    walk.chapter.twins.append(Twins(first + 1, zh, after + 1, en, walk.index + 1))


def _read_passage(walk: Walk) -> str:
    """Read up to the matching `</div>`, and stay on it."""
    first, depth = walk.index, 0
    while walk.index < len(walk.lines):
        line = walk.lines[walk.index]
        depth += len(re.findall(r"<div\b", line)) - len(re.findall(r"</div>", line))
        if walk.index > first and HIDDEN_FENCE.match(line):
            walk.refuse("code stands outside the language blocks: it exists once")
        if line.lstrip().startswith(">>>"):
            walk.refuse("write code in a ```python block, without a prompt")
        if walk.index > first and OPENING.match(line):
            walk.refuse("a language block inside a language block: is a </div> missing?")
        if depth == 0:
            return "\n".join(walk.lines[first + 1 : walk.index])
        walk.index += 1
    walk.refuse("this language block is never closed: its </div> is missing", first)
    return "\n".join(walk.lines[first + 1 :])
