"""Reads docstrings as chapters: their examples are blocks, their text is prose like any other."""

from __future__ import annotations

import ast
import doctest
import inspect
import re
import textwrap
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from pydoc import locate
from types import ModuleType

from mlbook.publishing.chapters.chapter import Block, Chapter, Fence, Problem
from mlbook.publishing.chapters.fences import HIDDEN_FENCE
from mlbook.publishing.chapters.markup import faults_of_markup, prose_of

SESSION = re.compile(r'^ *>>>.*(?:\n *(?!"""|\'\'\')\S.*)*', re.MULTILINE)  # up to a blank line
CITATIONS = re.compile(r"(?<=\n) *References\n *-+\n(?: *\S.*\n)*")  # each names its source


def docstrings_behind(names: Iterable[str]) -> Iterator[Chapter]:
    """Yield the docstrings of the modules that define `names`, such as ``mlbook.softmax``.

    Those of what a module holds from elsewhere and of what a class inherits are among them.
    """
    modules = {module for name in names for module in _modules_behind(name)}
    for module in sorted(modules, key=lambda module: module.__name__):
        source = Path(module.__file__ or "").read_text(encoding="utf-8")
        yield from read_docstrings(source, f"{module.__name__.replace('.', '/')}.py")


def _modules_behind(name: str) -> Iterator[ModuleType]:
    shown, around = locate(name), locate(name.rpartition(".")[0])  # a number knows no module
    held = vars(shown).values() if inspect.ismodule(shown) else getattr(shown, "__mro__", ())
    for module in (around, *map(inspect.getmodule, (shown, *held))):
        if inspect.ismodule(module) and module.__name__.split(".")[0] == name.split(".")[0]:
            yield module


@cache  # a page of the reference is held against them, and their examples are proved
def read_docstrings(source: str, path: str) -> list[Chapter]:
    r"""Return each docstring of a module, those of attributes too, with the lines of its file.

    The code that it describes is among its fences, as the reference shows it under the docstring.

    Examples
    --------
    >>> from mlbook.publishing.chapters.docstrings import read_docstrings
    >>> [docstring] = read_docstrings("x = 2\n'''The number.\n\n>>> print(2)\n2\n'''", "x.py")
    >>> print(docstring.blocks[0].line, docstring.blocks[0].code.text, end="")
    4 print(2)
    """
    lines, chapters = source.splitlines(), []
    for owner, docstring in _docstrings_of(ast.parse(source)):
        last = docstring.end_lineno or 0
        within = "\n" * (docstring.lineno - 1) + "\n".join(lines[docstring.lineno - 1 : last])
        chapter = Chapter(path, CITATIONS.sub(_blank, within).split("\n"))
        if not isinstance(owner, ast.Module):
            code = without_docstrings(ast.get_source_segment(source, owner, padded=True) or "")
            chapter.fences.append(Fence(last + 1, last + 1, 0, "python", code))
        _read_sessions(chapter)
        chapters.append(chapter)
    return chapters


def as_script(session: str) -> tuple[str, str]:
    r"""Return a doctest session as the script it amounts to, and what that script prints.

    Examples
    --------
    >>> from mlbook.publishing.chapters.docstrings import as_script
    >>> print(as_script(">>> x = 2\n>>> print(x)\n2\n"))
    ('x = 2\nprint(x)\n', '2\n')
    """
    examples = doctest.DocTestParser().get_examples(session)
    return "".join(each.source for each in examples), "".join(each.want for each in examples)


def without_docstrings(source: str) -> str:
    r"""Return a source without its docstrings, which the reference shows above it.

    Examples
    --------
    >>> from mlbook.publishing.chapters.docstrings import without_docstrings
    >>> print(without_docstrings("def f(x):\n    'Return x.'\n\n    return x\n"), end="")
    def f(x):
        return x
    """
    lines = textwrap.dedent(source).splitlines(keepends=True)
    for node in ast.walk(ast.parse("".join(lines))):
        body = getattr(node, "body", [])
        for docstring in filter(_is_docstring, body if isinstance(body, list) else []):
            first, last = docstring.lineno - 1, docstring.end_lineno or 0
            if len(body) == 1:
                lines[first] = f"{' ' * docstring.col_offset}...\n"
                first += 1
            elif docstring is body[0]:
                while lines[last : last + 1] == ["\n"]:
                    last += 1
            lines[first:last] = [""] * (last - first)
    return "".join(lines)


def _docstrings_of(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.stmt]]:
    """Yield each docstring, after what it describes: the node around it, or the one before it."""
    for node in ast.walk(tree):
        body = getattr(node, "body", [])
        if isinstance(body, list):
            pairs = zip([node, *body], body, strict=False)
            yield from (pair for pair in pairs if _is_docstring(pair[1]))


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _read_sessions(chapter: Chapter) -> None:
    text = "\n".join(chapter.lines)
    for session in SESSION.finditer(text):
        line = text.count("\n", 0, session.start()) + 1
        last = line + session[0].count("\n")
        code, printed = as_script(textwrap.dedent(session[0]))
        output = Fence(line, last, 0, "text", printed) if printed else None
        block = Block(Fence(line, last, 0, "python", code), output)
        chapter.fences += [block.code, *([output] if output else [])]
        chapter.blocks.append(block)
    chapter.problems += faults_of_markup(chapter)
    for number, prose in enumerate(prose_of(chapter).split("\n"), 1):
        if HIDDEN_FENCE.match(prose) or prose.endswith("::"):
            message = "nobody runs this code: write an example as a session, `>>> print(2)`"
            chapter.problems.append(Problem(number, message))


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")
