"""The Markdown of the book: one extension for the build, for pytest and for the reference.

It bundles the extensions that a page is written with, and turns what is the book's own into
elements: texts `中文 · English`, passages in both languages, figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from mlbook.publishing.chapters.bilingual import DOT, is_bilingual, split_bilingual
from mlbook.publishing.chapters.languages import ZH_EN, Languages
from mlbook.publishing.chapters.lines import target_in
from mlbook.publishing.chapters.numbering import LABEL
from mlbook.publishing.site.highlighting import FewElements

BUNDLE: dict[str, dict[str, Any]] = {
    "admonition": {},
    "attr_list": {},
    "footnotes": {},
    "md_in_html": {},
    "sane_lists": {},  # a list that begins with 3 is shown so
    "tables": {},
    "toc": {
        "permalink": "#",
        "permalink_title": "本节的链接 · Link to this section",
        "toc_depth": 3,
    },
    "pymdownx.arithmatex": {"generic": True},  # marks the formulas for `mathematics`
    "pymdownx.details": {},
    "pymdownx.highlight": {
        "pygments_lang_class": True,
        "extend_pygments_lang": [
            {"name": "python", "lang": "python", "options": {"filters": [FewElements()]}}
        ],
    },
    "pymdownx.superfences": {},
    "pymdownx.tabbed": {"alternate_style": True},
}
FIGURE = r"\s*!\[(?P<caption>.*)\]\({}\)(?:\{{[^}}]*\}})?\s*"
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
HEADING = re.compile(r"(?P<text>.*?)(?P<attributes> +\{[^}]*\})?")


class BookExtension(Extension):
    """Everything that the Markdown of a page may hold.

    Its settings are the book's: its `languages`, and the folder of its `figures`.
    """

    def __init__(self, languages: Iterable[str] = ZH_EN, figures: str = "figures") -> None:
        super().__init__()
        self.languages = tuple(languages)
        self.figure = re.compile(FIGURE.format(target_in(figures)))

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the bundle and the processors below; called by Markdown."""
        md.registerExtensions(list(BUNDLE), BUNDLE)
        md.preprocessors.register(BlankLines(md), "book-blank-lines", 40)  # before all others
        figures = Figures(md.parser, self.languages, self.figure)
        md.parser.blockprocessors.register(figures, "book-figures", 75)
        md.treeprocessors.register(
            Headings(md, self.languages), "book-headings", 25
        )  # before inline Markdown
        md.treeprocessors.register(TwinPassages(md, self.languages), "book-twins", 15)
        md.treeprocessors.register(Equations(md, self.languages), "book-equations", 14)


def makeExtension(**settings: Any) -> BookExtension:
    """Return the extension; called by Markdown where a configuration names this module."""
    return BookExtension(**settings)


class BlankLines(Preprocessor):
    """Empties the lines that show nothing, as the reader of chapters does."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines of a page; called by Markdown."""
        return [line if line.strip() else "" for line in lines]


class Figures(BlockProcessor):
    """Makes a figure of a drawn image that stands alone: two drawings, a caption."""

    def __init__(self, parser: BlockParser, languages: Languages, figure: re.Pattern[str]) -> None:
        super().__init__(parser)
        self.languages, self.figure = languages, figure

    def test(self, parent: Element, block: str) -> bool:
        """Say whether a block is such an image; called by Markdown."""
        return self.figure.fullmatch(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Add the figure to its parent; called by Markdown."""
        match = self.figure.fullmatch(blocks.pop(0))
        assert match is not None
        figure = SubElement(parent, "figure", {"class": "drawn", "id": f"figure-{match['name']}"})
        SubElement(figure, "img", {"class": "light", "src": f"{match['stem']}.svg"})
        SubElement(figure, "img", {"class": "dark", "src": f"{match['stem']}.dark.svg"})
        _mark_languages(self.languages, SubElement(figure, "figcaption"), match["caption"])


class InLanguages(Treeprocessor):
    """Changes the elements of a page by the languages of its book."""

    def __init__(self, md: Markdown, languages: Languages) -> None:
        super().__init__(md)
        self.languages = languages


class Headings(InLanguages):
    """Marks the languages of every heading `中文 · English {#id}`."""

    def run(self, root: Element) -> None:
        """Change the headings of a page; called by Markdown."""
        for heading in root.iter():
            if heading.tag in HEADINGS and heading.text and not len(heading):
                match = HEADING.fullmatch(heading.text)
                if match and is_bilingual(match["text"], self.languages):
                    _mark_languages(self.languages, heading, match["text"], match["attributes"])


class TwinPassages(InLanguages):
    """Puts a passage and its twin after it into one element; also one that has no twin."""

    def run(self, root: Element) -> None:
        """Change the passages of a page; called by Markdown."""
        for parent in list(root.iter()):
            count = len(self.languages)
            for at in reversed(range(len(parent) - count + 1)):
                sides = parent[at : at + count]
                if all(map(_is_passage, sides, self.languages)):
                    twins = Element("div", {"class": "twins"})
                    twins.extend(sides)
                    twins.tail = sides[-1].tail
                    parent[at : at + count] = [twins]


class Equations(InLanguages):
    r"""Gives a displayed formula with a ``\label{chain}`` the id ``equation-chain``."""

    def run(self, root: Element) -> None:
        """Change the formulas of a page; called by Markdown."""
        for parent in root.iter("div"):
            if parent.get("lang") in self.languages[1:]:  # the id is that of its twin
                continue
            for formula in parent:
                if formula.get("class") == "arithmatex" and (
                    name := LABEL.search(formula.text or "")
                ):
                    formula.set("id", f"equation-{name['name']}")


def _is_passage(element: Element, language: str) -> bool:
    return element.tag == "div" and element.get("lang") == language


def _mark_languages(
    languages: Languages, element: Element, text: str, rest: str | None = None
) -> None:
    """Make `text` the text of an element, each half in an element with its language."""
    if not is_bilingual(text, languages):
        element.text = text
        return
    first, second = split_bilingual(text)
    element.text = ""
    SubElement(element, "span", {"lang": languages[0]}).text = first
    SubElement(element, "span", {"class": "dot"}).text = DOT
    half = SubElement(element, "span", {"lang": languages[1]})
    half.text, half.tail = second, rest
