"""The reference: examples as blocks to copy, sources to read, and links from prose to names."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Mapping

from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.chapters.docstrings import as_script
from mlbook.publishing.site.blocks import language_of
from mlbook.publishing.site.extension import HEADINGS
from mlbook.publishing.site.highlighting import highlighted
from mlbook.publishing.site.html import Element, Page
from mlbook.publishing.site.sources import source_of

BLOCK = '<div class="language-{} highlight"><pre><span></span><code>{}</code></pre></div>'
NAME = re.compile(r"(\w+)(?:\([^<]*\))?")  # softmax, softmax(x)
NO_LINKS = HEADINGS | {"a", "pre"}


def with_scripts(html: str) -> str:
    """Turn every doctest session of a page into a block to copy and the output under it.

    A signature or a source is no block: nobody could run it, so it is not marked as Python.
    """
    page = Page(html)
    for element in page.elements("div", "details"):
        if "mkdocstrings-source" in element.classes:
            page.replace(element, source_of(page, element))
        elif language_of(element) == "pycon":
            page.replace(element, _script(page.text(element)))
        elif "doc-signature" in element.classes:
            classes = element.attributes["class"].replace("language-python ", "")
            element.set(**{"class": classes})
    return str(page)


def is_signature_or_source(block: Element) -> bool:
    """Say whether a block of code is made of the package's own source, and not by a docstring."""
    return any({"doc-signature", "source"}.intersection(each.classes) for each in block.enclosing())


def _script(session: str) -> str:
    code, output = as_script(session)
    shown = BLOCK.format("python", highlighted(code))
    return shown + (BLOCK.format("text", entities.escape(output)) if output else "")


def names_of(chapters: Mapping[str, Chapter]) -> dict[str, tuple[str, str]]:
    """Return the page and the anchor of every name that the reference explains.

    Parameters
    ----------
    chapters : mapping
        The pages by their path in the book.
    """
    return {
        name.rpartition(".")[2]: (path, name)
        for path, chapter in chapters.items()
        for name in chapter.references
    }


def link_names(page: Page, addresses: Mapping[str, str]) -> None:
    """Link a name to its reference where each language of a page first mentions it.

    Parameters
    ----------
    page : Page
    addresses : mapping
        Address by name: ``{"softmax": "../reference/activations/#mlbook.softmax"}``.
    """
    seen = set()
    for code in page.elements("code"):
        match = NAME.fullmatch(page.text(code))
        mention = (match[1] if match else "", _language(code))
        if mention[0] in addresses and mention[1] and mention not in seen:
            seen.add(mention)
            code.source = f'<a class="name" href="{addresses[mention[0]]}">{code.source}'
            page.pieces[code.last].source += "</a>"


def _language(code: Element) -> str | None:
    """Return the language of the passage in which code stands; None where it gets no link."""
    language = None
    for element in code.enclosing():
        if element.tag in NO_LINKS:
            return None
        if element.tag == "div":
            language = language or element.attributes.get("lang")
    return language
