"""Terms in the text: what one means is shown where a section first uses it.

A mark is a link to the section that teaches the term, and its title is the meaning that the
glossary gives; theme/assets/terms.js shows it to those who point at it, tap it or come to it with
the keyboard. Chinese and English passages get each their own marks.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from mlbook.publishing.chapters.glossary import Term
from mlbook.publishing.chapters.languages import UNSPACED, ZH_EN, Languages
from mlbook.publishing.site.extension import HEADINGS
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.pieces import Element, Piece

UNMARKED = HEADINGS | {"a", "button", "code", "math", "pre", "summary", "th"}
UNMARKED_CLASSES = frozenset({"quoted", "admonition-title"})
SECTION = "h2"
PLURAL = "(?:s|es)?"


@dataclass(frozen=True)
class Known:
    """A term that a page may mark.

    Attributes
    ----------
    term : Term
    address : str
        Where it is taught, seen from the page.
    is_here : bool
        Whether this page teaches it: then it is marked in later sections alone.
    """

    term: Term
    address: str
    is_here: bool


def mark_terms(
    page: Page,
    known: Iterable[Known],
    everyday: Iterable[str] = (),
    languages: Languages = ZH_EN,
) -> None:
    """Mark terms where a section first uses them, once in each language.

    Parameters
    ----------
    page : Page
        Its formulas are MathML already, and links and languages are marked.
    known : iterable of Known
    everyday : iterable of str
        Words in which no term is to be found, of either language.
    languages : tuple of str, optional
        Those of the book. In a book in one language no terms are marked.
    """
    terms = [*known]
    if not terms or len(languages) != 2:
        return
    marking = {each: _Marking(terms, everyday, at, each) for at, each in enumerate(languages)}
    section, taught_in = 0, {}  # the section in which a heading stands, by the heading's id
    for piece in page.pieces:
        if isinstance(piece, Element) and piece.tag in HEADINGS:
            section += piece.tag == SECTION
            taught_in[piece.attributes.get("id", "")] = section
        elif piece.text and (passages := marking.get(_language_of_prose(piece))):
            passages.mark(piece, section, taught_in)


class _Marking:
    """Marks the terms in the passages of one language."""

    def __init__(self, known: list[Known], everyday: Iterable[str], at: int, language: str) -> None:
        self.at = at
        self.known = {each.term.names[at].lower(): each for each in known}
        longest = sorted((*self.known, *everyday), key=len, reverse=True)
        words = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest)
        if language not in UNSPACED:
            end = "" if language == "ko" else rf"{PLURAL}(?![\w-])"  # Korean adds its particles
            words = rf"(?<![\w-])(?:{words}){end}"
        self.pattern = re.compile(words, re.IGNORECASE)
        self.seen: set[tuple[int, str]] = set()  # names, with the section that uses them

    def mark(self, piece: Piece, section: int, taught_in: dict[str, int]) -> None:
        """Mark the terms of a text that are new in its section."""

        def marked(match: re.Match[str]) -> str:
            name, known = self._of(match[0])
            if known is None or (section, name) in self.seen:
                return match[0]
            if known.is_here and taught_in.get(known.term.id, section) == section:
                return match[0]
            self.seen.add((section, name))
            meaning = entities.escape(known.term.meanings[self.at])
            return f'<a class="term" href="{known.address}" title="{meaning}">{match[0]}</a>'

        piece.source = self.pattern.sub(marked, piece.source)

    def _of(self, found: str) -> tuple[str, Known | None]:
        written = " ".join(found.lower().split())
        names = (written, written.removesuffix("s"), written.removesuffix("es"))
        name = next((each for each in names if each in self.known), "")
        return name, self.known.get(name)


def _language_of_prose(piece: Piece) -> str:
    """Return the language of a text in which terms are marked; nothing for any other text."""
    language = ""
    for element in piece.enclosing():
        if element.tag in UNMARKED or not UNMARKED_CLASSES.isdisjoint(element.classes):
            return ""
        language = language or element.attributes.get("lang", "")
    return language


def known_on(
    terms: Iterable[Term], uri: str, order: list[str], address: Callable[[str, str], str]
) -> Iterator[Known]:
    """Yield the terms that a page may mark, in a chapter those that have been taught by then.

    What a chapter uses earlier it links itself, and words of the first have their everyday sense.

    Parameters
    ----------
    terms : iterable of Term
    uri : str
        The page.
    order : list of str
        The chapters of the book, in the order of their numbers.
    address : callable
        Returns the address of a section, seen from the page, for a chapter and an id.
    """
    taught = order[: order.index(uri) + 1] if uri in order else order
    for term in terms:
        if term.page in taught:
            yield Known(term, address(term.page, term.id), term.page == uri)
