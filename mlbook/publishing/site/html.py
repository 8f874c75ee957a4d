"""The one reader of HTML: a page as the pieces of its source, each of which can be replaced.

A page is read into a flat list of tags and texts. Joined again, their sources are the page, byte
for byte; changing the source of one piece changes the page there and nowhere else.
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


class Page:
    """A page, or a part of one, as its pieces; ``str(page)`` is its HTML."""

    def __init__(self, html: str) -> None:
        self.pieces = _Reader(html).pieces

    def __str__(self) -> str:
        """Return the HTML of the page."""
        return "".join(piece.source for piece in self.pieces)

    def elements(
        self, *tags: str, of_class: str = "", within: Element | None = None
    ) -> Iterator[Element]:
        """Yield the elements of the page, or `within` one, that have such a tag and class."""
        for piece in self.inside(within) if within else self.pieces:
            if not isinstance(piece, Element) or (tags and piece.tag not in tags):
                continue
            if not of_class or of_class in piece.classes:
                yield piece

    def inside(self, element: Element) -> list[Piece]:
        """Return the pieces between the start and the end of an element."""
        return self.pieces[element.first : element.last]

    def children(self, element: Element) -> list[Element]:
        """Return the elements whose parent is `element`."""
        return [each for each in self.elements(within=element) if each.parent is element]

    def text(self, element: Element) -> str:
        """Return the text of an element, of those inside it too."""
        return "".join(piece.text for piece in self.inside(element))

    def html(self, element: Element) -> str:
        """Return the HTML of an element, with its tags."""
        pieces = self.pieces[element.first - 1 : element.last + 1]
        return "".join(piece.source for piece in pieces)

    def html_inside(self, element: Element) -> str:
        """Return the HTML between the tags of an element."""
        return "".join(piece.source for piece in self.inside(element))

    def surround(self, element: Element, before: str = "", after: str = "") -> None:
        """Put HTML before an element, and behind its end."""
        element.source = before + element.source
        self.pieces[element.last].source += after

    def fill(self, element: Element, html: str) -> None:
        """Put other HTML between the tags of an element."""
        for piece in self.inside(element):
            piece.source = ""
        element.source += html

    def replace(self, element: Element, html: str) -> None:
        """Put other HTML in the place of an element and all that is inside it."""
        for piece in self.pieces[element.first : element.last + 1]:
            piece.source = ""
        element.source = html


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
