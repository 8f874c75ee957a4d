"""Reads fenced blocks: which are run, what they print, and which only look like Python."""

from __future__ import annotations

import re

from mlbook.publishing.chapters.chapter import Block, Fence
from mlbook.publishing.chapters.cursor import Walk

FENCE = re.compile(r"(?P<indent> *)(?P<marks>`{3,}|~{3,})(?P<info>[^`]*)")
HIDDEN_FENCE = re.compile(r"[\s>*+\-\d.:]*(?:`{3,}|~{3,})\s*\{?\s*\.?\s*(?P<language>\w*)")
LANGUAGE = re.compile(r"[\w+#-]*")
ATTRIBUTES = re.compile(r"""(?:\s+(?:title|hl_lines)="[^"`]*")*""")
# What begins a line of Python, and hardly one of any language that is only shown.
PYTHON_LINE = re.compile(
    r"""\s*(?:import\s+[\w.]+(?:\s+as\s|\s*,|\s*$)|from\s+[\w.]+\s+import\s|(?:async\s+)?def\s+\w+\s*\(
        |class\s+\w+\s*[(:]|print\s*\(|(?:for\s.+\sin|while|with|if|elif)\s.+:\s*(?:\#.*)?$
        |.*\bpython[\d.]*\s+(?:-\w+\s+)*-c?(?:\s|$))""",
    re.VERBOSE,
)
SHOWN_ONLY = frozenset({"sh", "markdown", "toml", "yaml", "json", "html", "css", "bibtex"})
PYTHON_NAMES = frozenset(
    {"python", "py", "py3", "pycon", "python3", "python2", "ipython", "ipython3", "pyodide"}
)


def read_fence(walk: Walk, opening: re.Match[str]) -> None:
    """Read the block whose first line is `opening`, a match of `FENCE`, and step behind it."""
    first, indent = walk.index, len(opening["indent"])
    info = opening["info"].strip()
    body = _read_body(walk, opening)
    if body is None:
        return
    name = LANGUAGE.findall(info)[0]  # "" without one
    text = "".join(line[indent:] + "\n" if line.strip() else "\n" for line in body)
    fence = Fence(first + 1, walk.index, indent, name, text)
    walk.chapter.fences.append(fence)
    _refuse_hidden_python(walk, fence, body)
    pairable, walk.pairable = walk.pairable, None
    if not ATTRIBUTES.fullmatch(info[len(name) :]):
        walk.refuse(f'write ```python title="…" and not ```{info}', first)
    elif name == "python":
        walk.pairable = Block(fence)
        walk.chapter.blocks.append(walk.pairable)
    elif name == "text" and pairable and not pairable.output:
        walk.complete(Block(pairable.code, fence))
    elif name == "text":
        walk.refuse("this text follows no Python block: nothing proves it", first)
    elif not name:
        walk.refuse("the fence names no language", first)
    elif name.lower() in PYTHON_NAMES:
        walk.refuse(f"write ```python and not ```{name}: only python is run", first)
    elif name not in SHOWN_ONLY:
        known = ", ".join(sorted(SHOWN_ONLY))
        walk.refuse(f"the language {name} is none of python, text, {known}", first)


def opens_python(line: str) -> bool:
    """Say whether a fence of Python begins on `line`, whatever stands before it."""
    hidden = HIDDEN_FENCE.match(line)
    return hidden is not None and hidden["language"].lower() in PYTHON_NAMES


def _read_body(walk: Walk, opening: re.Match[str]) -> list[str] | None:
    """Return the lines up to the closing fence, and step behind it; None if there is none."""
    first = walk.index
    for number in range(first + 1, len(walk.lines)):
        line = walk.lines[number]
        if line.rstrip() == opening["indent"] + opening["marks"]:
            walk.index = number + 1
            return walk.lines[first + 1 : number]
        if line.strip() and not line.startswith(opening["indent"]):
            walk.refuse("this line is indented less than the fence around it", number)
    walk.refuse(f"the fence {opening['marks']} is never closed", first)
    walk.index = len(walk.lines)
    return None


def _refuse_hidden_python(walk: Walk, fence: Fence, body: list[str]) -> None:
    for number, line in enumerate(body, fence.line):
        if line.lstrip().startswith((">>> ", "In [")) or line.strip() == ">>>":
            walk.refuse("write code without a prompt: >>> is neither run nor copied", number)
        elif fence.language != "python" and opens_python(line):
            walk.refuse("a Python block inside another block is not run", number)
        elif fence.language in SHOWN_ONLY and PYTHON_LINE.match(line):
            walk.refuse(f"this line of {fence.language} looks like Python, but is not run", number)
