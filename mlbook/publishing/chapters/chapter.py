"""The parts of a chapter (blocks, twins, headings), each with its line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from mlbook.publishing.chapters.languages import Languages
from mlbook.publishing.chapters.options import OPTIONS, Options


@dataclass(frozen=True)
class Fence:
    """A fenced block: its opening and closing line, and its text without the indentation."""

    line: int
    last: int
    indent: int
    language: str
    text: str
    title: str = ""


@dataclass(frozen=True)
class Image:
    """An image on a line of its own.

    `figure` is `loss-curve` for ``figures/loss-curve.svg``, None for an image that nobody draws.
    """

    line: int
    indent: int
    caption: str
    target: str
    figure: str | None


@dataclass(frozen=True)
class Block:
    """A Python block with the output and the figure that follow it.

    A block of an exercise has a `role`, and the code of the exercise's `check`; see `exercises`.
    `needs` is what its program needs beside NumPy and one process; see `needs`.
    """

    code: Fence
    output: Fence | None = None
    image: Image | None = None
    role: str = ""
    check: str = ""
    needs: tuple[str, ...] = ()

    @property
    def line(self) -> int:
        """The line of the opening fence."""
        return self.code.line

    @property
    def program(self) -> str:
        """The code that runs: that of the block, then the check of its exercise."""
        return f"{self.code.text}\n{self.check}" if self.check else self.code.text


@dataclass(frozen=True)
class Twins:
    """A passage in the first language and its twin right after it; `zh` and `en` in this book.

    A book in one language has only one, which is both.
    """

    line: int
    zh: str
    en_line: int
    en: str
    last: int

    @property
    def sides(self) -> list[tuple[int, str]]:
        """The line and the text of each passage: two, or the one of a book in one language."""
        return list(dict.fromkeys([(self.line, self.zh), (self.en_line, self.en)]))


@dataclass(frozen=True)
class Heading:
    """A heading `中文 · English {#id}`."""

    line: int
    level: int
    text: str
    id: str | None


@dataclass(frozen=True)
class Problem:
    """A fault of a chapter, with its line."""

    line: int
    message: str


@dataclass
class Chapter:
    """The parts of a page, in the order of their lines."""

    path: str
    lines: list[str]
    front_matter: str = ""
    front_lines: int = 0  # that it takes, the marks around it among them
    meta: dict[str, Any] = field(default_factory=dict)  # what the front matter says
    fences: list[Fence] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    twins: list[Twins] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unrun: bool = False  # a lab before Jupyter runs it: nobody knows yet what its cells print
    inserted: list[int] = field(default_factory=list)  # the lines that its file does not have
    options: Options = OPTIONS

    @property
    def languages(self) -> Languages:
        """The languages of the book."""
        return self.options.languages

    @property
    def programs(self) -> list[Block]:
        """The blocks that are run; the check of an exercise runs after its other blocks only."""
        return [block for block in self.blocks if block.role != "check"]

    def without_fences(self) -> list[str]:
        """Return the lines, blank where a fenced block stands: each stays where it was."""
        lines = list(self.lines)
        for fence in self.fences:
            lines[fence.line - 1 : fence.last] = [""] * (fence.last - fence.line + 1)
        return lines

    def where(self, line: int) -> str:
        """Return the place as `docs/chapters/x.md:12`."""
        return f"{self.path}:{line - sum(each <= line for each in self.inserted)}"

    def sentence(self, problem: Problem) -> str:
        """Return a problem with its place."""
        return f"{self.where(problem.line)}: {problem.message}"

    def place_of(self, text: str) -> str:
        """Return the place of the first line that holds `text`; of the first line if none does."""
        found = (number for number, line in enumerate(self.lines, 1) if text in line)
        return self.where(next(found, 1))


def key_of(text: str) -> str:
    """Return the key of a text, under which readers' browsers remember what they did with it."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
