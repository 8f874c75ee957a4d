"""Cuts a chapter into the cells of a notebook.

Jupyter's Markdown is not that of the site. It knows no identifiers, no titles of containers and no
Markdown inside HTML, and a notebook does not know the other pages: all that becomes plain text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from mlbook.publishing.chapters.chapter import Block, Chapter, Fence, Heading, Image, Twins
from mlbook.publishing.chapters.lines import CONTAINER
from mlbook.publishing.chapters.needs import PROCESSES
from mlbook.publishing.notebooks.about import first_cell

Resolve = Callable[[str], str | None]

NOT_SHOWN = re.compile(r"-{3,}|\[TOC\]|\*\[[^\]]+\]: .*|</?[a-z]+(?: [^>]*)?/?>")
SUMMARY = re.compile(r"<summary>(?P<title>.*)</summary>")
IDENTIFIER = re.compile(r"^( *#{1,6} .*?) +\{ *#[a-z0-9-]+ *\}$")
LABEL = re.compile(r"(?<=\*\*)\{#[a-z0-9-]+\}|\\label\{[^}]*\}")  # of a table, of a formula
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
LINK = re.compile(
    r"`[^`]*`|\$[^$]*\$|"  # brackets in code and formulas are no links
    r"(?P<shown>!?\[(?P<text>(?:`[^`]*`|\[[^\]]*\]|[^\[\]`])*)\])\((?P<target>[^)\s]+)\)"
)


@dataclass(frozen=True)
class Cell:
    """A cell: a block's code, or Markdown. Its `id` says in which line of the page it begins."""

    id: str
    source: str
    block: Block | None = None

    @property
    def is_script(self) -> bool:
        """Whether it runs as a script of its own.

        Processes look for their functions in a file, and what the environment says has to be said
        before an import. A start and its check share the notebook: the check reads what is there.
        """
        block = self.block
        if block is None or block.role in ("start", "check"):
            return False
        return PROCESSES in block.needs or "os.environ[" in block.code.text


def cells_of(chapter: Chapter, resolve: Resolve, address: str | None = None) -> list[Cell]:
    r"""Return the cells of a chapter in the order of its page, after one about what they need.

    Parameters
    ----------
    chapter : Chapter
    resolve : callable
        Takes the target of a link, such as ``data.md#one-hot``, and returns its address anywhere;
        None if there is none, and the link becomes text.
    address : str, optional
        Where the page itself is to be read.

    Examples
    --------
    >>> from mlbook.publishing.chapters.reader import parse_chapter
    >>> chapter = parse_chapter("## 甲 · A {#a}\n\n```python\nprint(2)\n```\n\n```text\n2\n```\n")
    >>> [(cell.id, cell.source) for cell in cells_of(chapter, lambda target: None)[1:]]
    [('line-1', '## 甲 · A'), ('line-3', 'print(2)')]
    """
    place = f"<{address}>" if address else f"`{chapter.path}`"
    return [Cell("about", first_cell(chapter, place)), *_Cutter(chapter, resolve).cells()]


class _Cutter:
    """Cuts a chapter at its headings, its languages and its blocks."""

    def __init__(self, chapter: Chapter, resolve: Resolve) -> None:
        self.lines = chapter.lines
        self.resolve = resolve
        self.front_lines = chapter.front_lines
        elements: tuple[Fence | Block | Image | Twins | Heading, ...] = (
            *chapter.fences, *chapter.blocks, *chapter.images, *chapter.twins, *chapter.headings
        )  # fmt: skip
        self.elements = {element.line: element for element in elements}  # a block, not its fence
        self.finished: list[Cell] = []
        self.first = 0  # line of the cell at hand
        self.prose: list[str] = []
        self.level = 0  # of the heading above

    def cells(self) -> list[Cell]:
        number = self.front_lines + 1
        while number <= len(self.lines):
            number = self.step(number) + 1
        self.end_cell()
        return self.finished

    def step(self, number: int) -> int:
        """Take the element or the line that begins in line `number`; return its last line."""
        element, line = self.elements.get(number), self.lines[number - 1].strip()
        if isinstance(element, Block):
            self.end_cell()
            # A reader runs the start of an exercise, then the check below it.
            code = element.code.text if element.role == "start" else element.program
            self.finished.append(_cell(number, code, element))
            return (element.output or element.code).last
        if isinstance(element, Twins):
            for first, passage in element.sides:
                self.end_cell()
                self.add(first, self.plain(passage))
            self.end_cell()
            return element.last
        if isinstance(element, Fence):
            self.add(number, _fenced(element))
            return element.last
        if line.startswith("<!--"):
            return next(i for i in range(number, len(self.lines) + 1) if "-->" in self.lines[i - 1])
        if isinstance(element, Heading):
            self.level = element.level
        if isinstance(element, Heading) or SUMMARY.fullmatch(line):
            self.end_cell()
        self.add(number, self.plain(element.caption if isinstance(element, Image) else line))
        return number

    def add(self, number: int, text: str) -> None:
        if not self.prose:
            self.first = number
        if self.prose or text.strip():
            self.prose.append(text)

    def end_cell(self) -> None:
        if self.prose:
            self.finished.append(_cell(self.first, "\n".join(self.prose)))
        self.prose = []

    def plain(self, text: str) -> str:
        """Return what Jupyter's Markdown can show of `text`."""
        lines, margin = [], 0
        for line in COMMENT.sub("", text).split("\n"):
            shown = line.strip()
            if shown and line[:margin].strip():
                margin = 0  # the container has ended
            if summary := SUMMARY.fullmatch(shown):
                lines.append(f"{'#' * min(self.level + 1, 6)} {summary['title']}")
            elif container := CONTAINER.fullmatch(shown):
                margin = line.index(shown) + 4
                lines.append(f"**{container['title']}**" if container["title"] else "")
            elif not NOT_SHOWN.fullmatch(shown):
                lines.append(IDENTIFIER.sub(r"\1", line[margin:]))
        return LINK.sub(self.link, LABEL.sub("", "\n".join(lines)))

    def link(self, match: re.Match[str]) -> str:
        target = match["target"]
        if target is None or re.match(r"[a-z]+:", target):
            return match[0]
        address = self.resolve(target)
        return f"{match['shown']}({address})" if address else match["text"]


def _cell(line: int, text: str, block: Block | None = None) -> Cell:
    return Cell(f"line-{line}", text.strip("\n"), block)


def _fenced(fence: Fence) -> str:
    longest = max(map(len, re.findall("`+", fence.text)), default=0)
    marks = "`" * max(3, longest + 1)
    return f"{marks}{fence.language}\n{fence.text}{marks}"
