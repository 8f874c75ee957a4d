"""The one reader of chapters.

A chapter is Markdown in a strict form, so that all code which looks like Python is run. A line
that the reader does not understand becomes a `Problem`; the reader never guesses. Tests, figures,
pages and corrections all read chapters here.
"""

from __future__ import annotations

import re
from pathlib import Path

from mlbook.publishing.chapters.chapter import Chapter, Fence, Problem
from mlbook.publishing.chapters.characters import control_character
from mlbook.publishing.chapters.cursor import Cursor
from mlbook.publishing.chapters.exercises import attach_checks
from mlbook.publishing.chapters.fences import FENCE, opens_python, parsed_data, read_fence
from mlbook.publishing.chapters.languages import form_of, passage_of
from mlbook.publishing.chapters.lines import IMAGE, read_image, read_line
from mlbook.publishing.chapters.markup import faults_of_markup
from mlbook.publishing.chapters.options import OPTIONS, Options
from mlbook.publishing.chapters.passages import read_twins


def read_chapter(path: Path, root: Path, options: Options = OPTIONS) -> Chapter:
    """Read the chapter at `path`, naming it relative to `root` in messages."""
    text = path.read_text(encoding="utf-8")
    return parse_chapter(text, path.relative_to(root).as_posix(), options)


def parse_chapter(text: str, path: str = "chapter.md", options: Options = OPTIONS) -> Chapter:
    """Read a chapter from its text; what is wrong with it is in its `problems`."""
    lines = re.split(r"\r\n?|\n", text.removesuffix("\n"))
    chapter = Chapter(path, lines, options=options)
    _refuse_control_characters(chapter)
    cursor = Cursor(chapter)
    _read_front_matter(cursor)
    if not any(map(str.strip, cursor.lines[cursor.index :])):
        cursor.refuse(f"the page is empty: begin it with `# {form_of(options.languages)}`", 0)
    while cursor.index < len(cursor.lines):
        if cursor.lines[cursor.index].strip():
            _read_element(cursor)
        else:
            cursor.index += 1
    attach_checks(chapter)
    _refuse_repeated_ids(cursor)
    _refuse_code_in_the_reference(cursor)
    chapter.problems += faults_of_markup(chapter)
    chapter.problems.sort(key=lambda problem: problem.line)
    return chapter


def _refuse_control_characters(chapter: Chapter) -> None:
    for number, line in enumerate(chapter.lines, 1):
        if found := control_character(line, allowed=""):
            remedy = "put spaces in its place" if found == repr("\t") else "delete it"
            message = f"the line holds the control character {found}: {remedy}"
            chapter.problems.append(Problem(number, message))


def _read_front_matter(cursor: Cursor) -> None:
    if cursor.lines[:1] == ["---"] and "---" in cursor.lines[1:]:
        end = cursor.lines.index("---", 1)
        text = "\n".join(cursor.lines[1:end])
        meta = parsed_data(cursor, Fence(1, end + 1, 0, "yaml", text)) or {}
        if isinstance(meta, dict):
            cursor.chapter.meta = meta
        else:
            cursor.refuse("the front matter has no names: write description: …", 0)
        cursor.chapter.front_matter = text
        cursor.chapter.front_lines = cursor.index = end + 1


def _read_element(cursor: Cursor) -> None:
    """Read the element that begins on the current line, and move to the line after it."""
    line = cursor.lines[cursor.index]
    indent = len(line) - len(line.lstrip(" "))
    while cursor.containers and indent < cursor.containers[-1]:
        cursor.containers.pop()
    expected = cursor.containers[-1] if cursor.containers else 0
    element = line[indent:].rstrip()
    if element.startswith("\t"):
        cursor.refuse("the line is indented with a tab: use spaces")
    elif indent != expected:
        cursor.refuse(
            f"indented by {indent} spaces where {expected} are expected: Markdown may show "
            "this as literal code, which nobody runs"
        )
    elif fence := FENCE.fullmatch(line.rstrip()):
        read_fence(cursor, fence)  # which decides what comes next may complete
        return
    elif element.startswith("<!--"):
        _skip_comment(cursor)  # which parts no block from its output
        return
    elif element in map(passage_of, cursor.chapter.languages):
        read_twins(cursor, element, indent)
    elif image := IMAGE.fullmatch(element):
        read_image(cursor, image, indent)
    else:
        read_line(cursor, element, indent)
    cursor.pairable = None
    cursor.index += 1


def _skip_comment(cursor: Cursor) -> None:
    first = cursor.index
    while cursor.index < len(cursor.lines):
        line = cursor.lines[cursor.index]
        if opens_python(line.replace("<!--", "")):
            cursor.refuse("a Python block inside a comment is neither shown nor run")
        if "-->" in line and line.split("-->", 1)[1].strip():
            cursor.refuse("text follows a comment on its line")
        cursor.index += 1
        if "-->" in line:
            return
    cursor.refuse("the comment <!-- is never closed", first)


def _refuse_repeated_ids(cursor: Cursor) -> None:
    seen: dict[str, int] = {}
    for heading in cursor.chapter.headings:
        if heading.id and heading.id in seen:
            cursor.refuse(
                f"the id {heading.id} is taken by the heading in line {seen[heading.id]}",
                heading.line - 1,
            )
        elif heading.id:
            seen[heading.id] = heading.line


def _refuse_code_in_the_reference(cursor: Cursor) -> None:
    if cursor.chapter.references and cursor.chapter.fences:
        cursor.refuse(
            "a page of the reference has no blocks but those of docstrings",
            cursor.chapter.fences[0].line - 1,
        )
