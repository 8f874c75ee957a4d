"""Nothing is used before the place that teaches it: the names that blocks import, and terms."""

import ast
import re
from pathlib import Path

import pytest

from mlbook.publishing.chapters.glossary import TERM
from mlbook.publishing.chapters.reader import parse_chapter, read_chapter
from mlbook.publishing.mkdocs_options import read_options

ROOT = Path(__file__).parents[1]
NAV = read_options(ROOT).nav
PATHS = [entry.page for entry in NAV if entry.page.startswith("chapters/")]
CHAPTERS = [read_chapter(ROOT / "docs" / path, ROOT) for path in PATHS]
GLOSSARY = read_chapter(ROOT / "docs" / "glossary.md", ROOT)
TERMS = TERM.findall(GLOSSARY.twins[0].zh)

# What a block works with: data and records of trainings. The book is not about them.
TOOLS = {"load_digits", "load_mnist", "kept_record", "recorded"}
LINK = re.compile(r"\[[^\]]*\]\([^)]*\)")


def parsed(code):
    try:
        return list(ast.walk(ast.parse(code)))
    except SyntaxError:  # which the block shows
        return []


def imported(code):
    """Return the names that a block imports from the package."""
    nodes = [node for node in parsed(code) if isinstance(node, ast.ImportFrom)]
    ours = [node for node in nodes if node.module.split(".")[0] == "mlbook"]
    return {alias.name for node in ours for alias in node.names}


def written(code):
    """Return the functions and classes that a block defines."""
    kinds = ast.FunctionDef | ast.ClassDef
    return {node.name for node in parsed(code) if isinstance(node, kinds)}


def imported_too_early(chapters):
    known, found = set(TOOLS), []
    for chapter in chapters:
        for block in chapter.blocks:
            known |= written(block.code.text)
            for name in sorted(imported(block.code.text) - known):
                found.append(f"{chapter.where(block.line)} imports {name}")
    return found


def test_a_block_imports_what_the_pages_before_it_have_written():
    assert not imported_too_early(CHAPTERS)


@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        (["def relu(x):\n    ...", "from mlbook import relu"], []),
        (["from mlbook import relu as packaged\n\ndef relu(x):\n    ..."], []),
        (["from mlbook import load_digits", "import numpy as np", "a b"], []),
        (["from mlbook import relu", "def relu(x):\n    ..."], ["chapter.md:1 imports relu"]),
        (["from mlbook.layers import Relu"], ["chapter.md:1 imports Relu"]),
    ],
)
def test_an_import_before_the_block_that_writes_the_name_is_found(blocks, found):
    text = "\n".join(f"```python\n{block}\n```\n" for block in blocks)
    assert imported_too_early([parse_chapter(text)]) == found


def used_too_early(term, page, section, chapters):
    """Return where a term stands before the section that teaches it.

    The beginning of a chapter says what it will teach, exercises repeat, and a link to the page
    says where the term is explained. In the first chapter words have their everyday sense.
    """
    found, name = [], page.split("/")[1]
    longer = [other for other, *_ in TERMS if term in other and other != term]
    for chapter in chapters:
        is_there = chapter.path == f"docs/{page}.md"
        begin, end = bounds(chapter, section if is_there else "exercises")
        for twins in chapter.twins:
            text = LINK.sub("", twins.zh)
            for other in longer:
                text = text.replace(other, "")
            is_linked = re.search(rf"#{section}\)|{name}\.md", twins.zh)
            if begin < twins.line < end and term in text and not is_linked:
                found.append(f"{chapter.where(twins.line)} says {term}")
        if is_there:
            return found
    raise AssertionError(f"no chapter is {page}")


def bounds(chapter, section):
    """Return the lines of the first section and of `section`, or of the end of the page."""
    lines = {heading.id: heading.line for heading in chapter.headings if heading.level > 1}
    return min(lines.values(), default=0), lines.get(section, len(chapter.lines) + 1)


@pytest.mark.parametrize(("term", "page", "section", "english"), TERMS, ids=lambda text: text)
def test_a_term_is_used_after_the_section_that_teaches_it(term, page, section, english):
    first = CHAPTERS if page == PATHS[0].removesuffix(".md") else CHAPTERS[1:]
    assert not used_too_early(term, page, section, first)


PAGE = """# 甲 · A

{}
## 乙 · B {{#b}}

{}
## 丙 · C {{#c}}

{}
"""


def passages(*texts):
    return [
        f'<div lang="zh" markdown>\n{text}\n</div>\n\n<div lang="en" markdown>\n</div>\n'
        for text in texts
    ]


@pytest.mark.parametrize(
    ("texts", "lines"),
    [
        (("学熵。", "别的。", "熵是平均。"), []),
        (("", "用熵。", "熵是平均。"), [12]),
        (("", "用[熵](x.md#c)。", "熵是平均。"), []),
        (("", "熵见[后面](x.md#c)。", "熵是平均。"), []),
        (("", "交叉熵是别的。", "熵是平均。"), []),
    ],
)
def test_a_term_before_its_section_is_found(texts, lines):
    page = parse_chapter(PAGE.format(*passages(*texts)), "docs/chapters/x.md")
    found = used_too_early("熵", "chapters/x", "c", [page])
    assert found == [f"docs/chapters/x.md:{line} says 熵" for line in lines]
