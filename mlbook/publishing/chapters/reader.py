"""The one reader of chapters.

A chapter is Markdown in a strict form, so that nothing which looks like Python can escape being
run. Whatever the reader does not understand becomes a `Problem` with its line, never a guess.
Everything that works on chapters (tests, figures, pages, corrections) reads them here.
"""

from __future__ import annotations

import re
from pathlib import Path

from mlbook.publishing.chapters.chapter import Chapter, Problem
from mlbook.publishing.chapters.characters import control_character
from mlbook.publishing.chapters.cursor import Walk
from mlbook.publishing.chapters.fences import FENCE, opens_python, read_fence
from mlbook.publishing.chapters.lines import IMAGE, read_image, read_line
from mlbook.publishing.chapters.passages import OPENING, read_twins


def read_chapter(path: Path, root: Path) -> Chapter:
    """Read the chapter at `path`, naming it relative to `root` in messages."""
    return parse_chapter(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())


def parse_chapter(text: str, path: str = "chapter.md") -> Chapter:
    """Read a chapter from its text; what is wrong with it is in its `problems`."""
    chapter = Chapter(path, re.split(r"\r\n?|\n", text.removesuffix("\n")))
    _refuse_control_characters(chapter)
    walk = Walk(chapter)
    _skip_front_matter(walk)
    while walk.index < len(walk.lines):
        if walk.lines[walk.index].strip():
            _read_element(walk)
        else:
            walk.index += 1
    _refuse_repeated_ids(walk)
    _refuse_code_in_the_reference(walk)
    chapter.problems.sort(key=lambda problem: problem.line)
    return chapter


def _refuse_control_characters(chapter: Chapter) -> None:
    for number, line in enumerate(chapter.lines, 1):
        if found := control_character(line, allowed=""):
            message = f"the line holds the control character {found}"
            chapter.problems.append(Problem(number, message))


def _skip_front_matter(walk: Walk) -> None:
    if walk.lines[:1] == ["---"] and "---" in walk.lines[1:]:
        end = walk.lines.index("---", 1)
        walk.chapter.front_matter = "\n".join(walk.lines[1:end])
        walk.index = end + 1


def _read_element(walk: Walk) -> None:
    """Read what begins on the line at hand, and step behind it."""
    line = walk.lines[walk.index]
    indent = len(line) - len(line.lstrip(" "))
    while walk.containers and indent < walk.containers[-1]:
        walk.containers.pop()
    expected = walk.containers[-1] if walk.containers else 0
    element = line[indent:].rstrip()
    if element.startswith("\t"):
        walk.refuse("the line is indented with a tab: use spaces")
    elif indent != expected:
        walk.refuse(
            f"indented by {indent} spaces where {expected} are expected: Markdown may show "
            "this as literal code, which nobody runs"
        )
    elif fence := FENCE.fullmatch(line.rstrip()):
        read_fence(walk, fence)  # which decides what comes next may complete
        return
    elif element.startswith("<!--"):
        _skip_comment(walk)  # which parts no block from its output
        return
    elif opening := OPENING.fullmatch(element):
        read_twins(walk, opening, indent)
    elif image := IMAGE.fullmatch(element):
        read_image(walk, image, indent)
    else:
        read_line(walk, element, indent)
    walk.pairable = None
    walk.index += 1


def _skip_comment(walk: Walk) -> None:
    first = walk.index
    while walk.index < len(walk.lines):
        line = walk.lines[walk.index]
        if opens_python(line.replace("<!--", "")):
            walk.refuse("a Python block inside a comment is neither shown nor run")
        if "-->" in line and line.split("-->", 1)[1].strip():
            walk.refuse("text follows a comment on its line")
        walk.index += 1
        if "-->" in line:
            return
    walk.refuse("the comment <!-- is never closed", first)


def _refuse_repeated_ids(walk: Walk) -> None:
    seen: dict[str, int] = {}
    for heading in walk.chapter.headings:
        if heading.id and heading.id in seen:
            walk.refuse(
                f"the id {heading.id} is taken by the heading in line {seen[heading.id]}",
                heading.line - 1,
            )
        elif heading.id:
            seen[heading.id] = heading.line


def _refuse_code_in_the_reference(walk: Walk) -> None:
    if walk.chapter.references and walk.chapter.fences:
        walk.refuse(
            "a page of the reference has no blocks but those of docstrings",
            walk.chapter.fences[0].line - 1,
        )
