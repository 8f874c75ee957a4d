"""Nothing is used before the place that teaches it: the names that blocks import, and terms."""

import ast
import re
from pathlib import Path

import pytest

from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.chapters.numbering import NAV
from mlbook.publishing.chapters.reader import read_chapter
from mlbook.publishing.checking.form import OPTIONAL

ROOT = Path(__file__).parents[1]
SETTINGS = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
PATHS = [found["page"] for found in NAV.finditer(SETTINGS) if found["page"]]
CHAPTERS = [read_chapter(ROOT / "docs" / path, ROOT) for path in PATHS if "chapters/" in path]
# Data, records and drawings: what a block works with, not what the book is about.
TOOLS = {"load_digits", "load_mnist", "train_record", "plotting", "recorded"}


def imported(code: str) -> set[str]:
    """Return the names that a block imports from the package."""
    nodes = [node for node in ast.walk(parsed(code)) if isinstance(node, ast.ImportFrom)]
    ours = [node for node in nodes if (node.module or "").split(".")[0] == "mlbook"]
    return {alias.name for node in ours for alias in node.names}


def written(code: str) -> set[str]:
    """Return the functions and classes that a block defines."""
    kinds = ast.FunctionDef | ast.ClassDef
    return {node.name for node in ast.walk(parsed(code)) if isinstance(node, kinds)}


def parsed(code: str) -> ast.Module:
    try:
        return ast.parse(code)
    except SyntaxError:  # a block that shows one
        return ast.Module([], [])


def too_early(chapters: list[Chapter]) -> list[str]:
    known, found = set(TOOLS), []
    for chapter in chapters:
        for block in chapter.blocks:
            known |= written(block.code.text)
            found += [
                f"{chapter.where(block.line)}: {name}"
                for name in sorted(imported(block.code.text) - known)
            ]
    return found
