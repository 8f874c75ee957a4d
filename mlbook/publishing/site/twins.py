"""Twins say the same: a Chinese passage of the rendered page and the English one beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from mlbook.publishing.chapters.bilingual import DOT
from mlbook.publishing.chapters.chapter import Chapter, Twins
from mlbook.publishing.chapters.languages import ZH_EN, Languages, form_of, name_of
from mlbook.publishing.site.extension import HEADINGS
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.parts import fault_of_parts, parts_of
from mlbook.publishing.site.pieces import Element, End

# What a passage may be built of; words, emphasis and links inside them follow each language.
ELEMENTS = HEADINGS | frozenset(
    "p ul ol li dl dt dd table tr th td blockquote details summary hr pre".split()
)
CONTAINERS = frozenset({"ul", "ol", "blockquote", "details"})  # what paragraphs can stand in
REGIONS = {"zh": "CN", "ja": "JP", "ko": "KR"}


def passages_of(page: Page, languages: Languages = ZH_EN) -> list[Element]:
    """Return the elements of a rendered page that hold a passage in each language."""
    return [
        element
        for element in page.elements("div", of_class="twins")
        if (*(each.attributes.get("lang") for each in page.children(element)),) == languages
    ]


def faults_of_twins(chapter: Chapter, page: Page) -> dict[int, str]:
    """Return what is wrong with the passages of a rendered page, by the line where each begins."""
    pairs = zip(chapter.twins, passages_of(page, chapter.languages), strict=False)
    faults = ((twins.line, "\n".join(_faults(chapter, twins, page, each))) for twins, each in pairs)
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


def hidden_by_language(chapter: Chapter, page: Page) -> Iterator[str]:
    """Yield where a text has no twin, and a reading mode hides it.

    The style sheet hides what is marked with one language, and the dot of `中文 · English`.
    """
    languages = chapter.languages
    for element in page.elements():
        marked, parent = element.attributes.get("lang", "").lower() in languages, element.parent
        is_half = parent and ("twins" in parent.classes or parent.tag in {"figcaption", *HEADINGS})
        if (marked and not is_half) or ("dot" in element.classes and page.text(element) != DOT):
            text = page.text(element)
            place = chapter.place_of(text.strip()[:20])
            code = next((each for each in languages if each in REGIONS), languages[0])
            region = f"{code}-{REGIONS.get(code, code.upper())}"
            yield f"{place}: a reading mode hides “{text}”: a quotation has the lang {region}"


def _faults(chapter: Chapter, twins: Twins, page: Page, element: Element) -> Iterator[str]:
    place = chapter.where(twins.line)
    languages, sides = chapter.languages, page.children(element)
    structures = [structure(page, each) for each in sides]
    every = {*chain.from_iterable(structures)}
    if "pre" in every:
        yield f"{place}: code stands outside the language blocks: it exists once"
    elif HEADINGS.intersection(every):
        form = form_of(languages)
        yield f"{place}: a heading stands outside the language blocks: # {form} {{#id}}"
    elif structures[0] != structures[-1]:
        yield f"{place}: the twins are not built alike: {_difference(structures, languages)}"
    elif len(languages) == 2:
        pairs = zip(sides, ("", f"-{languages[1]}"), strict=True)
        parts = (parts_of(page, side, ELEMENTS, suffix) for side, suffix in pairs)
        for one, other in zip(*parts, strict=True):
            if fault := fault_of_parts(one, other, languages):
                shown = zip(languages, (one.beginning, other.beginning), strict=True)
                yield "\n  ".join([f"{place}: {fault}", *map(": ".join, shown)])


def _difference(structures: list[list[str]], languages: Languages) -> str:
    """Say what one passage has and the other has not, or that they have it in another order."""
    one, other = map(Counter, structures)
    found = [
        f"only the {name_of(language)} has "
        + ", ".join(f"{tag}×{count}" for tag, count in more.items())
        for language, more in zip(languages, (one - other, other - one), strict=True)
        if more
    ]
    return " and ".join(found) or "they have the same parts in another order"
