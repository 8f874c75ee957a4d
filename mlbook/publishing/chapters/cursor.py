"""The cursor shared by the readers of one chapter."""

from __future__ import annotations

from mlbook.publishing.chapters.chapter import Block, Chapter, Problem


class Cursor:
    """A position in the lines of a chapter, and what the readers of elements need to know there.

    Attributes
    ----------
    index : int
        The current line, counted from 0.
    containers : list of int
        The indentation of the contents of each container that is open.
    pairable : Block or None
        The block that the next element may complete.
    """

    def __init__(self, chapter: Chapter) -> None:
        self.chapter = chapter
        self.lines = chapter.lines
        self.index = 0
        self.containers: list[int] = []
        self.pairable: Block | None = None

    def complete(self, block: Block) -> None:
        """Replace the last block by `block`, which has its output or its figure as well."""
        self.chapter.blocks[-1] = self.pairable = block

    def refuse(self, message: str, index: int | None = None) -> None:
        """Add a problem of the current line, or of the line at `index`."""
        line = self.index if index is None else index
        self.chapter.problems.append(Problem(line + 1, message))
