"""The reference: examples as blocks to copy, sources to read, and links from prose to names."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from mlbook.publishing.chapters.bilingual import halves_of
from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.chapters.docstrings import as_script
from mlbook.publishing.chapters.numbering import Numbering
from mlbook.publishing.chapters.options import Options
from mlbook.publishing.site.blocks import language_of
from mlbook.publishing.site.docstrings import put_words
from mlbook.publishing.site.extension import HEADINGS
from mlbook.publishing.site.highlighting import highlighted
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.pieces import Element
from mlbook.publishing.site.sources import source_of
from mlbook.publishing.site.wording import marked

BLOCK = '<div class="language-{} highlight"><pre><span></span><code>{}</code></pre></div>'
DEFINED = re.compile(r"^(?:def|class) (\w+)", re.MULTILINE)
NAME = re.compile(r"(\w+)(?:\([^<]*\))?")  # softmax, softmax(x)
NO_LINKS = HEADINGS | {"a", "pre"}


def with_scripts(html: str, packages: Collection[str] = ()) -> str:
    """Turn every doctest session of a page into a block to copy and the output under it.

    A signature or a source is no block: nobody could run it, so it is not marked as Python. The
    source of a name stands, folded, below all that is said of it and of its methods.
    """
    page = Page(html)
    put_words(page)
    for element in page.elements("div", "details"):
        if "mkdocstrings-source" in element.classes:
            source = source_of(page, element, packages)
            page.replace(element, "")
            around = next(each for each in element.enclosing() if "doc-object" in each.classes)
            page.pieces[around.last].source = source + page.pieces[around.last].source
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


@dataclass(frozen=True)
class Written:
    """The section of a chapter whose block writes a name of the package.

    Attributes
    ----------
    address, id : str
        Of the chapter, and of the section in it.
    titles : tuple of str
        In each language of the book, with the number of the chapter.
    """

    address: str
    id: str
    titles: tuple[str, ...]

    def seen_at(self, address: str) -> Written:
        """Return the section with its address, seen from a page."""
        return replace(self, address=address)


def written_names(chapters: Mapping[str, Chapter], numbering: Numbering) -> dict[str, Written]:
    """Return, for each function and class that a block of a chapter defines, the first section.

    Parameters
    ----------
    chapters : mapping
        The chapters by their paths in the book, in the order of their numbers.
    numbering : Numbering
    """
    written: dict[str, Written] = {}
    for uri, chapter in chapters.items():
        for block in chapter.blocks:
            above = [each for each in chapter.headings if each.line < block.line and each.id]
            halves = halves_of(above[-1].text, chapter.languages) if above else ()
            if halves:
                commas, names = (
                    numbering.options.word("，", ", "),
                    numbering.names[chapter.path, ""],
                )
                titles = (*map("".join, zip(names, commas, halves, strict=True)),)
                section = Written(uri, above[-1].id or "", titles)
                for name in DEFINED.findall(block.code.text):
                    written.setdefault(name, section)
    return written


def put_written(page: Page, written: Mapping[str, Written], options: Options) -> None:
    """Lead from the reference of a name, below its heading, to the section that writes it."""
    for heading in page.elements(*HEADINGS):
        if section := written.get(heading.attributes.get("id", "")):
            labels = options.word("写它的一节：", "Written in ")
            words = marked((*map("".join, zip(labels, section.titles, strict=True)),), options)
            link = f'<p class="written"><a href="{section.address}">{words}</a></p>'
            page.surround(heading, after=link)


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
            page.surround(code, f'<a class="name" href="{addresses[mention[0]]}">', "</a>")


def _language(code: Element) -> str | None:
    """Return the language of the passage in which code stands; None where it gets no link."""
    language = None
    for element in code.enclosing():
        if element.tag in NO_LINKS:
            return None
        if element.tag == "div":
            language = language or element.attributes.get("lang")
    return language
