"""Twins say the same: a Chinese passage and its English one have the same structure."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from itertools import groupby

from markdown import Markdown

from mlbook.publishing.chapters.bilingual import HAN
from mlbook.publishing.chapters.chapter import Chapter, Twins
from mlbook.publishing.site.mathematics import FormulaError, with_mathml

# What a passage may be built of; words, emphasis and links inside them follow each language.
ELEMENTS = frozenset(
    """p ul ol li dl dt dd table tr th td blockquote details summary h1 h2 h3 h4 h5 h6 hr pre
    """.split()
)
EXTENSIONS = [
    "attr_list",
    "md_in_html",
    "tables",
    "footnotes",
    "def_list",
    "pymdownx.arithmatex",
]
FOREIGN = re.compile(r'<span lang="zh(?:-CN)?">[^<]*</span>')
SETTINGS = {"pymdownx.arithmatex": {"generic": True}}


def fault_of_twins(chapter: Chapter, twins: Twins) -> str | None:
    """Return what is wrong with a pair of passages, beginning with its place; None if nothing."""
    try:
        zh, en = (with_mathml(_render(passage)) for passage in (twins.zh, twins.en))
    except FormulaError as error:
        return f"{chapter.where(twins.line)}: {error}"
    if not HAN.search(twins.zh):
        return f"{chapter.where(twins.line)}: the Chinese block holds no Chinese"
    if HAN.search(FOREIGN.sub("", twins.en)):
        return f"{chapter.where(twins.en_line)}: the English block holds Chinese characters"
    structures = structure(zh), structure(en)
    if "pre" in structures[0] + structures[1]:
        return (
            f"{chapter.where(twins.line)}: code stands outside the language blocks: it exists once"
        )
    if structures[0] != structures[1]:
        return (
            f"{chapter.where(twins.line)}: the twins are not built alike\n"
            f"  zh: {_describe(structures[0])}\n  en: {_describe(structures[1])}"
        )
    return None


def structure(html: str) -> list[str]:
    """Return the elements of rendered Markdown in their order, displayed formulas among them."""
    parser = _Elements()
    parser.feed(html)
    parser.close()
    return parser.elements


def _render(passage: str) -> str:
    html: str = _markdown().reset().convert(passage)
    return html


@cache
def _markdown() -> Markdown:
    return Markdown(extensions=EXTENSIONS, extension_configs=SETTINGS)


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ELEMENTS:
            self.elements.append(tag)
        elif tag == "math" and ("display", "block") in attrs:
            self.elements.append("formula")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol", "blockquote", "details"}:  # what paragraphs can stand in
            self.elements.append(f"/{tag}")


def _describe(elements: list[str]) -> str:
    counted = ((name, len(list(group))) for name, group in groupby(elements))
    return " ".join(name if count == 1 else f"{name}×{count}" for name, count in counted)
