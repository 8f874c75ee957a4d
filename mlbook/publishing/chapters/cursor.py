"""A walk over the lines of a chapter: what all that read it share."""

from __future__ import annotations

from mlbook.publishing.chapters.chapter import Block, Chapter, Problem


class Walk:
    """Goes over the lines of a chapter once, and puts what is found into the chapter.

    Attributes
    ----------
    index : int
        The line at hand, counted from 0.
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
        """Put `block` in the place of the one that lacked its output or its figure."""
        self.chapter.blocks[-1] = self.pairable = block

    def refuse(self, message: str, index: int | None = None) -> None:
        """Say what is wrong with the line at hand, or with the line at `index`."""
        line = self.index if index is None else index
        self.chapter.problems.append(Problem(line + 1, message))
