"""The sections of a finished page, as the search finds and shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mlbook.publishing.chapters.languages import ZH_EN, Languages
from mlbook.publishing.search.words import name, words
from mlbook.publishing.site.html import Element, End, Page, Piece

HEADINGS = ("h1", "h2", "h3")
LEFT_OUT = frozenset("script style button footer summary".split())
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
    page, places = Page(content), _Places(languages)
    readers = [_Reader(page, "", places)]
    heading: Element | None = None
    for piece in page.pieces:
        if isinstance(piece, Element) and piece.tag in HEADINGS:
            heading = piece
            if piece.tag != "h1":
                readers.append(_Reader(page, piece.attributes.get("id", ""), places))
        elif isinstance(piece, End) and piece.element is heading:
            heading = None
        else:
            readers[-1].read(piece, heading is not None)
    return [reader.done() for reader in readers]


@dataclass(frozen=True, slots=True)
class _Place:
    """What the elements around a piece make of it.

    `languages` are the numbers of those whose readers see it.
    """

    languages: tuple[int, ...]
    is_left_out: bool = False
    is_highlighted: bool = False
    is_python: bool = False
    is_formula: bool = False


class _Places:
    """The places of a page: an element makes of that around it the one inside it, once."""

    def __init__(self, languages: Languages) -> None:
        self.known: dict[Element, _Place] = {}
        # A book in one language has no marks; both its texts are the same.
        two = languages if len(languages) == 2 else ()
        self.marks = {language: (at,) for at, language in enumerate(two)}

    def inside(self, element: Element | None) -> _Place:
        """Return the place directly inside an element, or outside all."""
        if element is None:
            return _Place((0, 1))
        if element not in self.known:
            self.known[element] = self._made(element)
        return self.known[element]

    def _made(self, element: Element) -> _Place:
        around, classes = self.inside(element.parent), {*element.classes}
        mark = element.attributes.get("lang", "")
        return _Place(
            self.marks.get(mark, around.languages),
            around.is_left_out or _is_left_out(element, classes),
            around.is_highlighted or "highlight" in classes,
            around.is_python or "language-python" in classes,
            around.is_formula or element.tag == "math",
        )


def _is_left_out(element: Element, classes: set[str]) -> bool:
    asks = element.tag == "summary" and element.parent and "question" in element.parent.classes
    return (element.tag in LEFT_OUT and not asks) or bool(LEFT_OUT_CLASSES & classes)


class _Reader:
    """Gathers a section from the pieces of a page, of which it is told one after the other."""

    def __init__(self, page: Page, anchor: str, places: _Places) -> None:
        self.page, self.places = page, places
        self.section = Section(anchor)
        self.code: list[str] = []

    def read(self, piece: Piece, is_title: bool) -> None:
        place = self.places.inside(piece.parent)
        if place.is_left_out:
            return
        if place.is_highlighted:
            if place.is_python:
                self.code.append(piece.text)
            return
        into = self.section.titles if is_title else self.section.texts
        for at in place.languages:
            if isinstance(piece, Element) and piece.tag == "math":
                self.section.formulas[at].append(self.page.html(piece))
                into[at] += FORMULA
            elif not place.is_formula:
                into[at] += self._text(piece)

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
        code = "".join(self.code)
        self._count(code, CODE)
        self._count(" ".join({*DEFINED.findall(code)}), TITLE)
        return section

    def _text(self, piece: Piece) -> str:
        if not isinstance(piece, Element | End):
            return piece.text
        tag = (piece if isinstance(piece, Element) else piece.element).tag
        return "" if tag in IN_LINE else " "

    def _count(self, text: str, weight: float) -> None:
        counts = self.section.counts
        for word in words(text):
            if len(word) > 1 or word > "z":  # no single letters of formulas and of code
                counts[word] = counts.get(word, 0) + weight
