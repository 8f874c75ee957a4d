"""Reads fenced blocks: Python, its output, and code in other languages, which is only shown."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import yaml  # type: ignore[import-untyped]

from mlbook.publishing.chapters.bilingual import fault_of_bilingual, is_neutral
from mlbook.publishing.chapters.chapter import Block, Fence
from mlbook.publishing.chapters.cursor import Cursor
from mlbook.publishing.chapters.languages import form_of
from mlbook.publishing.chapters.needs import fault_of_needs, parted

FENCE = re.compile(r"(?P<indent> *)(?P<marks>`{3,}|~{3,})(?P<info>[^`]*)")
HIDDEN_FENCE = re.compile(r"[\s>*+\-\d.:]*(?:`{3,}|~{3,})\s*\{?\s*\.?\s*(?P<language>\w*)")
LANGUAGE = re.compile(r"[\w+#-]*")
TITLE = re.compile(r'\stitle="([^"`]*)"')
ASKED = re.compile(r"(?P<kind>number|line|choice) (?P<at>[1-9]\d*)")  # see `predictions`
FILE_NAME = re.compile(r"[A-Za-z0-9_./-]+\.[a-z]+")
ATTRIBUTES = re.compile(r"""(?:\s+(?:title|hl_lines)="[^"`]*")*""")
# A line of Python; hardly any line of a language that is only shown begins like this.
PYTHON_LINE = re.compile(
    r"""\s*(?:import\s+[\w.]+(?:\s+as\s|\s*,|\s*$)|from\s+[\w.]+\s+import\s|(?:async\s+)?def\s+\w+\s*\(
        |class\s+\w+\s*[(:]|print\s*\(|(?:for\s.+\sin|while|with|if|elif)\s.+:\s*(?:\#.*)?$
        |.*\bpython[\d.]*\s+(?:-\w+\s+)*-c?(?:\s|$))""",
    re.VERBOSE,
)
SHOWN_ONLY = frozenset({"sh", "markdown", "toml", "yaml", "json", "html", "css", "bibtex"})
PARSERS: dict[str, Callable[[str], Any]] = {  # each names the line of an error
    "json": json.loads,
    "toml": tomllib.loads,
    "yaml": yaml.safe_load,
}
# What a block of an exercise is; the stars of its first block say how hard the exercise is.
ROLE = re.compile(r"(start)(?: ★{1,3})|(check|answer|wrong)")
PYTHON_NAMES = frozenset(
    {"python", "py", "py3", "pycon", "python3", "python2", "ipython", "ipython3", "pyodide"}
)


def read_fence(cursor: Cursor, opening: re.Match[str]) -> None:
    """Read the block that `opening`, a match of `FENCE`, begins; move to the line after it."""
    first, indent = cursor.index, len(opening["indent"])
    info = opening["info"].strip()
    body = _read_body(cursor, opening)
    if body is None:
        return
    name = LANGUAGE.findall(info)[0]  # "" without one
    text = "".join(line[indent:] + "\n" if line.strip() else "\n" for line in body)
    title = next(iter(TITLE.findall(info)), "")
    fence = Fence(first + 1, cursor.index, indent, name, text, title)
    cursor.chapter.fences.append(fence)
    _refuse_hidden_python(cursor, fence, body)
    role, needs = _role_and_needs(title) if name == "python" else ("", None)
    if needs is not None and (fault := fault_of_needs(needs)):
        cursor.refuse(fault, first)
    elif not role and needs is None:
        _check_titles(cursor, info, first)
    pairable, cursor.pairable = cursor.pairable, None
    if not ATTRIBUTES.fullmatch(info[len(name) :]):
        cursor.refuse(f'write ```python title="…" and not ```{info}', first)
    elif name == "python":
        cursor.pairable = Block(fence, role=role, needs=needs or ())
        cursor.chapter.blocks.append(cursor.pairable)
    elif name == "text" and pairable and not pairable.output:
        cursor.complete(replace(pairable, output=fence))
    elif name == "text":
        cursor.refuse("this text follows no Python block: nothing proves it", first)
    elif not name:
        cursor.refuse("the fence names no language", first)
    elif name.lower() in PYTHON_NAMES:
        cursor.refuse(f"write ```python and not ```{name}: only python is run", first)
    elif name not in SHOWN_ONLY:
        known = ", ".join(sorted(SHOWN_ONLY))
        cursor.refuse(f"the language {name} is none of python, text, {known}", first)
    elif pairable and not pairable.output:
        cursor.refuse(f"this {name} stands where a text shows what the block prints", first)
    elif name in PARSERS:
        parsed_data(cursor, fence)


def _check_titles(cursor: Cursor, info: str, first: int) -> None:
    for title in TITLE.findall(info):
        if FILE_NAME.fullmatch(title) or is_neutral(title) or ASKED.fullmatch(title):
            continue
        languages = cursor.chapter.languages
        if fault := fault_of_bilingual(title, languages):
            form = form_of(languages)
            cursor.refuse(f"the title is no file's name and not `{form}`: {fault}", first)


def _role_and_needs(title: str) -> tuple[str, tuple[str, ...] | None]:
    """Return the role of a block in its exercise, "" outside of one, and the needs of its title."""
    rest, needs = parted(title)
    role = ROLE.fullmatch(rest)
    return role[role.lastindex or 0] if role else "", needs


def opens_python(line: str) -> bool:
    """Return whether a fence of Python begins on `line`, even inside a list or a quotation."""
    hidden = HIDDEN_FENCE.match(line)
    return hidden is not None and hidden["language"].lower() in PYTHON_NAMES


def _read_body(cursor: Cursor, opening: re.Match[str]) -> list[str] | None:
    """Return the lines up to the closing fence, and move behind it; None if there is none."""
    first = cursor.index
    for number in range(first + 1, len(cursor.lines)):
        line = cursor.lines[number]
        if line.rstrip() == opening["indent"] + opening["marks"]:
            cursor.index = number + 1
            return cursor.lines[first + 1 : number]
        if line.strip() and not line.startswith(opening["indent"]):
            cursor.refuse("this line is indented less than the fence around it", number)
    cursor.refuse(f"the fence {opening['marks']} is never closed", first)
    cursor.index = len(cursor.lines)
    return None


def _refuse_hidden_python(cursor: Cursor, fence: Fence, body: list[str]) -> None:
    for number, line in enumerate(body, fence.line):
        if line.lstrip().startswith((">>> ", "In [")) or line.strip() == ">>>":
            cursor.refuse("write code without a prompt: >>> is neither run nor copied", number)
        elif fence.language != "python" and opens_python(line):
            cursor.refuse("a Python block inside another block is not run", number)
        elif fence.language in SHOWN_ONLY and PYTHON_LINE.match(line):
            cursor.refuse(
                f"this line of {fence.language} looks like Python, but is not run", number
            )


def parsed_data(cursor: Cursor, fence: Fence) -> Any:
    """Return what a fence in one of the languages of `PARSERS` says; refuse it if it is none."""
    try:
        return PARSERS[fence.language](fence.text)
    except (ValueError, yaml.YAMLError) as error:
        last = fence.last - fence.line - 1
        line = min(int((re.findall(r"line (\d+)", str(error)) or [last])[-1]), last)
        message = " ".join(str(error).split())
        cursor.refuse(f"this is no {fence.language}: {message}", fence.line + line - 1)
    return None
