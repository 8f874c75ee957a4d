"""The one reader of HTML: a page, asked for its elements and changed piece by piece.

Changing the source of one piece changes the page there and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlbook.publishing.site.pieces import Element, Piece, pieces_of


class Page:
    """A page, or a part of one, as its pieces; ``str(page)`` is its HTML."""

    def __init__(self, html: str) -> None:
        self.pieces = pieces_of(html)

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
