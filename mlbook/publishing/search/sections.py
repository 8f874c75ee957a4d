"""The sections of a finished page, as the search finds and shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from mlbook.publishing.chapters.languages import ZH_EN, Languages
from mlbook.publishing.search.words import name, words
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.pieces import Element, End, Piece

HEADINGS = ("h1", "h2", "h3")
LEFT_OUT = frozenset("script style button footer summary math".split())  # what is inside
LEFT_OUT_CLASSES = frozenset(
    "headerlink offers start written dot formula doc-source gutter number".split()
)
FORMULA = "\ufffc"  # stands in a text for the formula whose turn it is
DEFINED = re.compile(r"^\s*(?:def|class) (\w+)", re.MULTILINE)
TITLE, CODE = 4, 0.2  # how much a word in a title counts, or that code defines; and one of code
IN_LINE = frozenset("a abbr b code em i kbd math span strong sub sup".split())
PREFIX = re.compile(r"(第 \d+ 章|附录 [A-Z]|选读：|(Chapter \d+|Appendix [A-Z]|Optional):)\s*")


@dataclass
class Section:
    """A heading with all that stands under it before the next one.

    Attributes
    ----------
    id : str
        Of the heading; empty for the beginning of a page.
    titles, texts : list of str
        In the two languages of the book; twice the same in a book in one.
    formulas : list of list of str
        The MathML that each text has `FORMULA` for.
    names : list of str
        Its titles as `words.name` gives them: who types one looks for this section.
    counts : dict of str to float
        How often each word stands in it; code counts less than text.
    """

    id: str
    titles: list[str] = field(default_factory=lambda: ["", ""])
    texts: list[str] = field(default_factory=lambda: ["", ""])
    formulas: list[list[str]] = field(default_factory=lambda: [[], []])
    names: list[str] = field(default_factory=list)
    counts: dict[str, float] = field(default_factory=dict)


def sections_of(content: str, languages: Languages = ZH_EN) -> list[Section]:
    """Return the sections of the content of a page.

    Examples
    --------
    >>> from mlbook.publishing.search.sections import sections_of
    >>> _, section = sections_of('<h2 id="one">Entropy</h2><p>One <b>bit</b>.</p>')
    >>> section.id, section.titles, section.texts
    ('one', ['Entropy', 'Entropy'], ['One bit.', 'One bit.'])
    """
    page, readers = Page(content), [_Reader("")]
    # A book in one language has no marks; both its texts are the same.
    marks = {each: (at,) for at, each in enumerate(languages)} if len(languages) == 2 else {}
    places: dict[Element | None, _Place] = {None: _Place("text", (0, 1))}
    for piece in page.pieces:
        place = places[piece.parent]
        if isinstance(piece, Element):
            seen_in = marks.get(piece.attributes.get("lang", ""), place.languages)
            places[piece] = _Place(_kind_inside(piece, place.kind), seen_in)
            if piece.tag in HEADINGS[1:]:
                readers.append(_Reader(piece.attributes.get("id", "")))
        readers[-1].read(page, piece, place)
    return [reader.done() for reader in readers]


class _Place(NamedTuple):
    """What stands directly inside an element, and the numbers of the languages that have it."""

    kind: str  # text, title or code; nothing, if the search leaves it out
    languages: tuple[int, ...]


def _kind_inside(element: Element, around: str) -> str:
    """Return the kind of what stands inside an element, which stands among another kind."""
    classes, parent = element.classes, element.parent
    asks = element.tag == "summary" and parent and "question" in parent.classes
    if around == "nothing" or not LEFT_OUT_CLASSES.isdisjoint(classes):
        return "nothing"
    if element.tag in LEFT_OUT and not asks:
        return "nothing"
    if "highlight" in classes and around != "code":
        return "code" if "language-python" in classes else "nothing"
    return "title" if element.tag in HEADINGS else around


class _Reader:
    """Gathers a section from the pieces of a page, of which it is told one after the other."""

    def __init__(self, anchor: str) -> None:
        self.section, self.code = Section(anchor), ""

    def read(self, page: Page, piece: Piece, place: _Place) -> None:
        if place.kind == "code":
            self.code += piece.text
        elif place.kind != "nothing":
            into = self.section.titles if place.kind == "title" else self.section.texts
            formulas = []
            if isinstance(piece, Element) and piece.tag == "math":
                formulas.append(page.html(piece))
            for at in place.languages:
                into[at] += FORMULA if formulas else _text(piece)
                self.section.formulas[at] += formulas

    def done(self) -> Section:
        """Return the section, its words counted."""
        section = self.section
        section.titles = [" ".join(title.split()) for title in section.titles]
        section.texts = [" ".join(text.split()) for text in section.texts]
        bare = dict.fromkeys(PREFIX.sub("", title) for title in section.titles)
        section.names = list(dict.fromkeys(filter(None, map(name, bare))))
        self._count(" ".join(bare), TITLE)
        for text in dict.fromkeys(section.texts):
            self._count(text, 1)
        self._count(self.code, CODE)
        self._count(" ".join({*DEFINED.findall(self.code)}), TITLE)
        return section

    def _count(self, text: str, weight: float) -> None:
        counts = self.section.counts
        for word in words(text):
            if len(word) > 1 or word > "z":  # no single letters of formulas and of code
                counts[word] = counts.get(word, 0) + weight


def _text(piece: Piece) -> str:
    """Return the text of a piece; for a tag the space that parts what stands on both its sides."""
    element = piece.element if isinstance(piece, End) else piece
    if not isinstance(element, Element):
        return piece.text
    return "" if element.tag in IN_LINE else " "
