"""Turns a chapter into the Markdown and the HTML of its page. Knows no site generator."""

from __future__ import annotations

import html as entities
import re

from mlbook.publishing.chapters.bilingual import HAN, is_bilingual, mark_languages
from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.running.figures import size_of

FIGURE_MARK = "mlbook-figure-"
MARKED_FIGURE = re.compile(rf"<p>{FIGURE_MARK}([a-z0-9-]+) (.*?)</p>", re.DOTALL)
VERBATIM = re.compile(
    r"(<(script|style|title|pre|code|textarea|svg|math)\b.*?</\2>)", re.DOTALL | re.IGNORECASE
)
ADDRESSED = re.compile(
    r'<h[1-6][^>]* id="(?P<section>[^"]+)"|<div class="(?P<block>language-(?!text )[^"]*)">'
)
REFERENCE_STYLES = re.compile(r'<link rel="stylesheet" href="[^"]*assets/_mkdocstrings\.css">')
TEXT_NODE = re.compile(r"(?:\A|(?<=>))[^<>]+(?=<|\Z)")


def marked_source(chapter: Chapter) -> str:
    """Return the chapter's Markdown with its twins joined, its halves marked, its figures named.

    Works from the lines that the reader has found; every other line stays as it is.
    """
    lines = [line if line.strip() else "" for line in chapter.lines]
    for heading in chapter.headings:
        marks = "#" * heading.level
        identity = f" {{#{heading.id}}}" if heading.id else ""
        lines[heading.line - 1] = f"{marks} {mark_languages(heading.text)}{identity}"
    for image in chapter.images:
        if image.figure:
            caption = mark_languages(image.caption)
            lines[image.line - 1] = f"{' ' * image.indent}{FIGURE_MARK}{image.figure} {caption}"
    for twins in chapter.twins:
        lines[twins.line - 1] = '<div class="twins" markdown>\n' + lines[twins.line - 1]
        lines[twins.last - 1] += "\n</div>"
    return "\n".join(lines) + "\n"


def with_figures(html: str, figures: dict[str, str], folder: str) -> str:
    """Put each figure in its place: the light and the dark drawing, and the caption.

    Parameters
    ----------
    html : str
        The rendered page.
    figures : dict
        SVG by name, for the sizes.
    folder : str
        Where the drawings are, seen from the page, ending in a slash.
    """

    def element(match: re.Match[str]) -> str:
        name, caption = match[1], match[2]
        width, height = size_of(figures[name])
        words = entities.escape(re.sub(r"<annotation.*?</annotation>|<[^>]+>", "", caption).strip())
        drawings = "".join(
            f'<img class="{mode}" src="{folder}{name}{suffix}.svg" alt="{words}" '
            f'width="{width}" height="{height}" loading="lazy">'
            for mode, suffix in (("light", ""), ("dark", ".dark"))
        )
        return (
            f'<figure class="drawn" id="figure-{name}">{drawings}'
            f"<figcaption>{caption}</figcaption></figure>"
        )

    return MARKED_FIGURE.sub(element, html)


def with_addresses(html: str) -> str:
    """Give every block but the outputs an id: that of its section, and its number there.

    A block keeps its address as long as none is added above it in its own section.

    Examples
    --------
    >>> from mlbook.publishing.site.page import with_addresses
    >>> with_addresses('<h2 id="loop">…</h2><div class="language-python highlight">')
    '<h2 id="loop">…</h2><div class="language-python highlight" id="loop-block-1">'
    """
    section, number = "", 0

    def element(match: re.Match[str]) -> str:
        nonlocal section, number
        if match["section"]:
            # The theme's copy button finds its block by "#id": a dot would begin a class.
            section, number = f"{match['section'].replace('.', '-')}-", 0
            return match[0]
        number += 1
        return f'<div class="{match["block"]}" id="{section}block-{number}">'

    return ADDRESSED.sub(element, html)


def with_languages(html: str) -> str:
    """Mark both halves of every text `中文 · English` that the theme has put on a page."""
    pieces = VERBATIM.split(html)
    # split() yields text, the verbatim element, its tag, text, …
    for index in range(0, len(pieces), 3):
        pieces[index] = TEXT_NODE.sub(_mark_node, pieces[index])
    return "".join(piece for index, piece in enumerate(pieces) if index % 3 != 2)


def without_unused_styles(html: str) -> str:
    """Leave out the styles of the reference where a page shows none: it would wait for them."""
    return html if 'class="doc ' in html else REFERENCE_STYLES.sub("", html)


def _mark_node(match: re.Match[str]) -> str:
    text = match[0]
    if not HAN.search(text) or not is_bilingual(text.strip()):
        return text
    return text.replace(text.strip(), mark_languages(text.strip()))
