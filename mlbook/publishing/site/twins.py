"""Twins are built alike: a Chinese passage of the rendered page and the English one beside it."""

from __future__ import annotations

from itertools import groupby

from mlbook.publishing.chapters.bilingual import HAN
from mlbook.publishing.chapters.chapter import Chapter, Twins
from mlbook.publishing.site.html import Element, End, Page, Piece

# What a passage may be built of; words, emphasis and links inside them follow each language.
ELEMENTS = frozenset(
    """p ul ol li dl dt dd table tr th td blockquote details summary h1 h2 h3 h4 h5 h6 hr pre
    """.split()
)
CONTAINERS = frozenset({"ul", "ol", "blockquote", "details"})  # what paragraphs can stand in


def passages_of(page: Page) -> list[Element]:
    """Return the elements of a rendered page that hold a passage in both languages."""
    return [
        element
        for element in page.elements("div")
        if "twins" in element.classes
        and [each.attributes.get("lang") for each in page.children(element)] == ["zh", "en"]
    ]


def faults_of_twins(chapter: Chapter, page: Page) -> dict[int, str]:
    """Return what is wrong with the passages of a rendered page, by the line where each begins."""
    pairs = zip(chapter.twins, passages_of(page), strict=False)
    faults = ((twins.line, _fault(chapter, twins, page, element)) for twins, element in pairs)
    return {line: fault for line, fault in faults if fault}


def structure(page: Page, passage: Element) -> list[str]:
    """Return the elements of a passage in their order, displayed formulas among them."""
    elements = []
    for piece in page.inside(passage):
        if isinstance(piece, Element):
            if piece.tag in ELEMENTS:
                elements.append(piece.tag)
            elif piece.tag == "div" and "arithmatex" in piece.classes:
                elements.append("formula")
        elif isinstance(piece, End) and piece.element.tag in CONTAINERS:
            elements.append(f"/{piece.element.tag}")
    return elements


def _fault(chapter: Chapter, twins: Twins, page: Page, element: Element) -> str | None:
    place = chapter.where(twins.line)
    zh, en = page.children(element)
    if not HAN.search(page.text(zh)):
        return f"{place}: the Chinese block holds no Chinese"
    if any(HAN.search(piece.text) and not _is_foreign(piece) for piece in page.inside(en)):
        return f"{chapter.where(twins.en_line)}: the English block holds Chinese characters"
    structures = structure(page, zh), structure(page, en)
    if "pre" in structures[0] + structures[1]:
        return f"{place}: code stands outside the language blocks: it exists once"
    if structures[0] != structures[1]:
        return (
            f"{place}: the twins are not built alike\n"
            f"  zh: {_describe(structures[0])}\n  en: {_describe(structures[1])}"
        )
    return None


def _is_foreign(text: Piece) -> bool:
    """Say whether a text of an English passage is marked as Chinese."""
    return any(each.attributes.get("lang", "").startswith("zh") for each in text.enclosing())


def _describe(elements: list[str]) -> str:
    counted = ((name, len(list(group))) for name, group in groupby(elements))
    return " ".join(name if count == 1 else f"{name}×{count}" for name, count in counted)
