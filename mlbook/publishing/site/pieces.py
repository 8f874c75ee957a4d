"""Reads HTML into a flat list of the pieces of its source: tags, texts, comments.

Joined again, their sources are what was read, byte for byte.
"""

from __future__ import annotations

import html as entities
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()
)  # elements that have no end


@dataclass(eq=False, slots=True)
class Piece:
    """A text, a comment or a tag.

    Attributes
    ----------
    source : str
        How it is written.
    text : str
        What a text shows: its entities are resolved. Empty for everything else.
    parent : Element or None
        The element around it.
    """

    parent: Element | None
    source: str = ""
    text: str = ""

    def enclosing(self) -> Iterator[Element]:
        """Yield the elements around this piece, from the innermost one on."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent


@dataclass(eq=False, slots=True)
class Element(Piece):
    """An element; as a piece, its start tag. `first` and `last` delimit the pieces inside it."""

    tag: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    first: int = 0
    last: int = 0

    @property
    def classes(self) -> list[str]:
        """The names in its attribute ``class``."""
        return self.attributes.get("class", "").split()

    def add_class(self, name: str) -> None:
        """Add a name to its attribute ``class``, and write the start tag anew."""
        self.set(**{"class": f"{self.attributes.get('class', '')} {name}".lstrip()})

    def set(self, **attributes: str) -> None:
        """Set attributes, and write the start tag anew."""
        self.attributes |= attributes
        written = (f' {name}="{entities.escape(value)}"' for name, value in self.attributes.items())
        self.source = f"<{self.tag}{''.join(written)}>"


@dataclass(eq=False, slots=True)
class End(Piece):
    """The end of an element; its source is empty where the end tag is missing."""

    element: Element = field(kw_only=True)


def pieces_of(html: str) -> list[Piece]:
    """Return the pieces of HTML, with an empty one before and after them all.

    Examples
    --------
    >>> from mlbook.publishing.site.pieces import pieces_of
    >>> [piece.source for piece in pieces_of("<p>1 &lt; <b>2</b></p>")]
    ['', '<p>', '1 &lt; ', '<b>', '2', '</b>', '</p>', '']
    """
    return _Reader(html).pieces


class _Reader(HTMLParser):
    """Records where each piece begins; its source ends where the next piece begins.

    What no handler is told of, such as a declaration, belongs to the source of the piece before.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pieces: list[Piece] = [Piece(None)]
        self.begins = [0]
        self.open: list[Element] = []
        self.position = self.taken = 0  # in `html`; how much of it the parser has let go
        self.feed(html)
        self.taken = len(html) - len(self.rawdata)
        self.close()
        while self.open:
            self._end(self.open.pop())
        self._add(Piece(None))  # so that every element has a piece after it
        sources = pairwise([*self.begins, len(html)])
        for piece, (begin, end) in zip(self.pieces, sources, strict=True):
            piece.source = html[begin:end]

    def updatepos(self, i: int, j: int) -> int:
        """Note where the parser is; it would count lines, and nobody asks for them."""
        self.position = self.taken + j
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._element(tag, attrs)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._element(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in [element.tag for element in self.open]:
            self._add(Piece(self._innermost()))
            return
        while (element := self.open.pop()).tag != tag:
            self._end(element)
        self._end(element)

    def handle_data(self, data: str) -> None:
        self._add(Piece(self._innermost(), text=data))

    def handle_comment(self, data: str) -> None:
        self._add(Piece(self._innermost()))

    def _element(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        element = Element(self._innermost(), tag=tag)
        for name, value in attrs:
            element.attributes.setdefault(name, value or "")  # browsers take the first, too
        element.last = len(self.pieces)
        element.first = element.last + 1
        self._add(element)
        return element

    def _innermost(self) -> Element | None:
        return self.open[-1] if self.open else None

    def _end(self, element: Element) -> None:
        element.last = len(self.pieces)
        self._add(End(element.parent, element=element))

    def _add(self, piece: Piece) -> None:
        self.begins.append(self.position)
        self.pieces.append(piece)
