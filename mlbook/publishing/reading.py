"""The one reader of chapters.

A chapter is Markdown in a strict form, so that nothing which looks like Python can escape being
run. Whatever the reader does not understand becomes a `Problem` with its line, never a guess.
Everything that works on chapters (tests, figures, pages, corrections) reads them here.
"""

from __future__ import annotations

import re
from pathlib import Path

from mlbook.publishing.bilingual_text import is_bilingual, is_neutral
from mlbook.publishing.chapter import Block, Chapter, Fence, Heading, Image, Problem, Twins

FENCE = re.compile(r"(?P<indent> *)(?P<marks>`{3,}|~{3,})(?P<info>[^`]*)")
HIDDEN_FENCE = re.compile(r"[\s>*+\-\d.:]*(?:`{3,}|~{3,})\s*\{?\s*\.?\s*(?P<language>\w*)")
LANGUAGE = re.compile(r"[\w+#-]*")
ATTRIBUTES = re.compile(r"""(?:\s+(?:title|hl_lines)="[^"`]*")*""")
# Python or Markdown, but not both, ends a line there or takes the character for another.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
OPENING = re.compile(r'<div lang="(?P<language>zh|en)" markdown>')
HEADING = re.compile(r"(?P<marks>#{1,6}) +(?P<text>.*?)(?: +\{ *#(?P<id>[a-z0-9-]+) *\})?")
IMAGE = re.compile(r"!\[(?P<caption>.*)\]\((?P<target>\S+)\)(?:\{[^}]*\})?")
CONTAINER = re.compile(r'(?:!!!|\?\?\?\+?|===[+!]?) *(?:[\w -]*?)"(?P<title>.*)"')
ITEM = re.compile(r"(?:[-*+]|\d+\.) +(?P<text>.*)")
REFERENCE = re.compile(r"::: (?P<name>mlbook(?:\.\w+)+)")
NO_PROSE = re.compile(r"-{3,}|\[TOC\]|\*?\[[^\]]+\]: .*|</?[a-z]+(?: [^>]*)?/?>")
SHOWN_ONLY = frozenset({"sh", "markdown", "toml", "yaml", "json", "html", "css", "bibtex"})
PYTHON_NAMES = frozenset(
    {"python", "py", "py3", "pycon", "python3", "python2", "ipython", "ipython3", "pyodide"}
)


def read_chapter(path: Path, root: Path) -> Chapter:
    """Read the chapter at `path`, naming it relative to `root` in messages."""
    return parse_chapter(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())


def parse_chapter(text: str, path: str = "chapter.md") -> Chapter:
    """Read a chapter from its text; what is wrong with it is in its `problems`."""
    chapter = Chapter(path, re.split(r"\r\n?|\n", text.removesuffix("\n")))
    _refuse_control_characters(chapter)
    _Reader(chapter).read()
    chapter.problems.sort(key=lambda problem: problem.line)
    return chapter


def _refuse_control_characters(chapter: Chapter) -> None:
    for number, line in enumerate(chapter.lines, 1):
        if found := CONTROL.search(line):
            message = f"the line holds the control character {found[0]!r}"
            chapter.problems.append(Problem(number, message))


class _Reader:
    """Walks the lines once. `index` is the line at hand, counted from 0."""

    def __init__(self, chapter: Chapter) -> None:
        self.chapter = chapter
        self.lines = chapter.lines
        self.index = 0
        self.containers: list[int] = []  # indentation of the contents of each open container
        self.pairable: Block | None = None  # the block that the next element may complete

    def read(self) -> None:
        self._skip_front_matter()
        while self.index < len(self.lines):
            line = self.lines[self.index]
            if not line.strip():
                self.index += 1
            else:
                self._read_element(line)
        self._check_identifiers()
        if self.chapter.references and self.chapter.fences:
            self._refuse(
                "a page of the reference has no blocks but those of docstrings",
                self.chapter.fences[0].line - 1,
            )

    def _read_element(self, line: str) -> None:
        indent = len(line) - len(line.lstrip(" "))
        while self.containers and indent < self.containers[-1]:
            self.containers.pop()
        expected = self.containers[-1] if self.containers else 0
        element = line[indent:].rstrip()
        fence = FENCE.fullmatch(line.rstrip())
        if element.startswith("\t"):
            self._refuse("the line is indented with a tab: use spaces")
        elif indent != expected:
            self._refuse(
                f"indented by {indent} spaces where {expected} are expected: Markdown may show "
                "this as literal code, which nobody runs"
            )
        elif fence:
            self._read_fence(fence)
            return
        elif element.startswith("<!--"):
            self._skip_comment()
            return
        elif opening := OPENING.fullmatch(element):
            self._read_twins(opening, indent)
        elif image := IMAGE.fullmatch(element):
            self._read_image(image, indent)
            return
        else:
            self._read_line(element, indent)
        self.pairable = None
        self.index += 1

    # Fences ------------------------------------------------------------------------------------

    def _read_fence(self, opening: re.Match[str]) -> None:
        first, indent = self.index, len(opening["indent"])
        info = opening["info"].strip()
        body = self._read_body(opening)
        if body is None:
            return
        language = LANGUAGE.match(info)
        name = language[0] if language else ""
        text = "".join(line[indent:] + "\n" if line.strip() else "\n" for line in body)
        fence = Fence(first + 1, self.index, indent, name, text)
        self.chapter.fences.append(fence)
        self._refuse_hidden_python(fence, body)
        pairable, self.pairable = self.pairable, None
        if not ATTRIBUTES.fullmatch(info[len(name) :]):
            self._refuse(f'write ```python title="…" and not ```{info}', first)
        elif name == "python":
            self.pairable = Block(fence)
            self.chapter.blocks.append(self.pairable)
        elif name == "text" and pairable and not pairable.output:
            self._complete(Block(pairable.code, fence))
        elif name == "text":
            self._refuse("this text follows no Python block: nothing proves it", first)
        elif not name:
            self._refuse("the fence names no language", first)
        elif name.lower() in PYTHON_NAMES:
            self._refuse(f"write ```python and not ```{name}: only python is run", first)
        elif name not in SHOWN_ONLY:
            known = ", ".join(sorted(SHOWN_ONLY))
            self._refuse(f"the language {name} is none of python, text, {known}", first)

    def _read_body(self, opening: re.Match[str]) -> list[str] | None:
        """Return the lines up to the closing fence, and step behind it; None if there is none."""
        first = self.index
        for number in range(first + 1, len(self.lines)):
            line = self.lines[number]
            if line.rstrip() == opening["indent"] + opening["marks"]:
                self.index = number + 1
                return self.lines[first + 1 : number]
            if line.strip() and not line.startswith(opening["indent"]):
                self._refuse("this line is indented less than the fence around it", number)
        self._refuse(f"the fence {opening['marks']} is never closed", first)
        self.index = len(self.lines)
        return None

    def _refuse_hidden_python(self, fence: Fence, body: list[str]) -> None:
        for number, line in enumerate(body, fence.line):
            if line.lstrip().startswith((">>> ", "In [")) or line.strip() == ">>>":
                self._refuse("write code without a prompt: >>> is neither run nor copied", number)
            elif fence.language != "python" and _looks_like_python(line):
                self._refuse("a Python block inside another block is not run", number)

    def _complete(self, block: Block) -> None:
        self.chapter.blocks[-1] = self.pairable = block

    # Everything else ---------------------------------------------------------------------------

    def _skip_front_matter(self) -> None:
        if self.lines[:1] == ["---"] and "---" in self.lines[1:]:
            end = self.lines.index("---", 1)
            self.chapter.front_matter = "\n".join(self.lines[1:end])
            self.index = end + 1

    def _skip_comment(self) -> None:
        first = self.index
        while self.index < len(self.lines):
            line = self.lines[self.index]
            self.index += 1
            if _looks_like_python(line.replace("<!--", "")):
                self._refuse(
                    "a Python block inside a comment is neither shown nor run", self.index - 1
                )
            if "-->" in line:
                if line.split("-->", 1)[1].strip():
                    self._refuse("text follows a comment on its line", self.index - 1)
                return
        self._refuse("the comment <!-- is never closed", first)

    def _read_twins(self, opening: re.Match[str], indent: int) -> None:
        first = self.index
        if indent:
            self._refuse("a language block is not indented: Markdown inside it would not be read")
        if opening["language"] == "en":
            self._refuse("this English block follows no Chinese one")
            self._read_passage()
            return
        zh = self._read_passage()
        after = next(
            (i for i in range(self.index + 1, len(self.lines)) if self.lines[i].strip()), None
        )
        if after is None or self.lines[after].rstrip() != '<div lang="en" markdown>':
            self._refuse("this Chinese block is not followed at once by its English twin", first)
            return
        self.index = after
        en = self._read_passage()
        self.chapter.twins.append(Twins(first + 1, zh, after + 1, en, self.index + 1))

    def _read_passage(self) -> str:
        """Read up to the matching `</div>`, and stay on it."""
        first, depth = self.index, 0
        while self.index < len(self.lines):
            line = self.lines[self.index]
            depth += len(re.findall(r"<div\b", line)) - len(re.findall(r"</div>", line))
            if self.index > first and (FENCE.match(line) or HIDDEN_FENCE.match(line)):
                self._refuse("code stands outside the language blocks: it exists once")
            if line.lstrip().startswith(">>>"):
                self._refuse("write code in a ```python block, without a prompt")
            if self.index > first and OPENING.match(line):
                self._refuse("a language block inside a language block: is a </div> missing?")
            if depth == 0:
                return "\n".join(self.lines[first + 1 : self.index])
            self.index += 1
        self._refuse("this language block is never closed: its </div> is missing", first)
        return "\n".join(self.lines[first + 1 :])

    def _read_image(self, match: re.Match[str], indent: int) -> None:
        image = Image(self.index + 1, indent, match["caption"], match["target"])
        self.chapter.images.append(image)
        if not is_bilingual(image.caption):
            self._refuse(f"the caption is not `中文 · English`: {image.caption}")
        if image.target.startswith("figures/"):
            if not image.figure:
                self._refuse(f"a figure is named figures/lower-case-words.svg, not {image.target}")
            elif self.pairable is None or self.pairable.image:
                self._refuse(f"no block draws {image.target}: an image follows its block at once")
            else:
                self._complete(Block(self.pairable.code, self.pairable.output, image))
        self.pairable = None
        self.index += 1

    def _read_line(self, element: str, indent: int) -> None:
        heading = HEADING.fullmatch(element)
        if heading:
            self._read_heading(heading)
        elif container := CONTAINER.fullmatch(element):
            self.containers.append(indent + 4)
            if container["title"] and not is_bilingual(container["title"]):
                self._refuse(f"the title is not `中文 · English`: {container['title']}")
        elif item := ITEM.fullmatch(element):
            self.containers.append(indent + 4)
            self._check_visible(item["text"])
        elif reference := REFERENCE.fullmatch(element):
            self.chapter.references.append(reference["name"])
        elif not NO_PROSE.fullmatch(element):
            self._check_visible(element)

    def _read_heading(self, match: re.Match[str]) -> None:
        heading = Heading(self.index + 1, len(match["marks"]), match["text"], match["id"])
        self.chapter.headings.append(heading)
        if not is_bilingual(heading.text):
            self._refuse(f"the heading is not `中文 · English`: {heading.text}")
        if heading.level > 1 and not heading.id:
            self._refuse("the heading has no id: end it with {#words-in-english}")

    def _check_visible(self, element: str) -> None:
        if HIDDEN_FENCE.match(element):
            self._refuse("a fence begins on a line of its own")
            return
        if "](figures/" in element:
            self._refuse("a figure stands alone on its line, ![中文 · English](figures/name.svg)")
            return
        if "lang=" in element:
            self._refuse('a language block begins with <div lang="zh" markdown>, alone on its line')
            return
        cells = element.strip("|").split("|") if element.startswith("|") else [element]
        for cell in cells:
            visible = re.sub(r"<[^>]+>", "", cell).strip()
            if not (is_neutral(visible) or is_bilingual(visible)):
                self._refuse(
                    "text outside a language block is `中文 · English` or has no words: "
                    f"{visible[:60]}"
                )
                return

    def _check_identifiers(self) -> None:
        seen: dict[str, int] = {}
        for heading in self.chapter.headings:
            if heading.id and heading.id in seen:
                self._refuse(
                    f"the id {heading.id} is taken by the heading in line {seen[heading.id]}",
                    heading.line - 1,
                )
            elif heading.id:
                seen[heading.id] = heading.line

    def _refuse(self, message: str, index: int | None = None) -> None:
        line = self.index if index is None else index
        self.chapter.problems.append(Problem(line + 1, message))


def _looks_like_python(line: str) -> bool:
    hidden = HIDDEN_FENCE.match(line)
    return hidden is not None and hidden["language"].lower() in PYTHON_NAMES
