r"""Numbers of chapters, figures, tables and displayed equations, and the references to them.

An author types none of them. A link without words is a reference: ``[](data.md)`` becomes
“第 4 章” in a Chinese passage and “Chapter 4” in an English one, ``[](#figure-loss-curve)`` names
the figure ``figures/loss-curve.svg``, ``[](#table-rates)`` the table under the caption
``表 {#table-rates}：…``, and ``[](#equation-chain)`` the formula that holds ``\label{chain}``.
Chapters are numbered in the order of `nav`; those of the appendix have letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from string import ascii_uppercase

from mlbook.publishing.chapters.bilingual import DOT, HAN, is_bilingual, split_bilingual
from mlbook.publishing.chapters.chapter import Chapter, Problem
from mlbook.publishing.chapters.markup import CAPTION
from mlbook.publishing.chapters.reader import parse_chapter

CHAPTERS = "docs/chapters/"
NAV = re.compile(r"^ *- +(?:(?P<part>[^:\n]+):|(?:[^:\n]+: +)?(?P<page>[\w/-]+\.md))\s*$", re.M)
REFERENCE = re.compile(  # and the spaces beside it, which its words may not need
    rf"(?:(?<={HAN.pattern}) )?(?<!!)\[\]\((?P<target>[^)\s]*)\)(?P<space> ?)"
)
LABEL = re.compile(r"\\label\{(?P<name>[a-z0-9-]+)\}")
IN_BOTH_TWINS = "table-"  # the id of a caption ends in -en in the English one

Halves = tuple[str, str]  # Chinese, English


@dataclass(frozen=True)
class Formula:
    """A displayed formula: its first and last line, and which one of its chapter it is."""

    line: int
    last: int
    number: int


class Numbering:
    """The numbers of a book.

    Parameters
    ----------
    chapters : sequence of Chapter
    settings : str
        The text of ``mkdocs.yml``; without a `nav`, chapters are numbered in the order of paths.
    """

    def __init__(self, chapters: Sequence[Chapter], settings: str) -> None:
        self.numbers = _numbers_of_chapters([each.path for each in chapters], settings)
        self.names: dict[tuple[str, str], Halves] = {}
        self.titles: dict[str, str] = {}  # as contents show them: `4 数据 · 4 Data`
        for chapter in chapters:
            if number := self.numbers.get(chapter.path):
                whole = (
                    ("附录 {}", "Appendix {}") if number.isalpha() else ("第 {} 章", "Chapter {}")
                )
                self.names[chapter.path, ""] = _filled(whole, number)
                if chapter.headings and is_bilingual(title := chapter.headings[0].text):
                    halves = (f"{number} {half}" for half in split_bilingual(title))
                    self.titles[chapter.path] = DOT.join(halves)
                for anchor, form, count in _numbered_parts(chapter):
                    self.names[chapter.path, anchor] = _filled(form, f"{number}.{count}")

    def problems_of(self, chapter: Chapter) -> Iterator[Problem]:
        """Yield the references of a chapter to what has no number."""
        languages = _languages(chapter)
        for number, line in enumerate(chapter.lines, 1):
            for match in REFERENCE.finditer(line) if number in languages else ():
                if chapter.unrun or self._key(chapter, match["target"]) not in self.names:
                    message = "is a link without words, to nothing that the build numbers"
                    yield Problem(number, f"[]({match['target']}) {message}")

    def numbered(self, chapter: Chapter) -> Chapter:
        """Return a chapter, which has no problems, with its numbers; a lab as it is.

        Each line stays where it was.
        """
        if chapter.unrun:
            return chapter
        lines, number = list(chapter.lines), self.numbers.get(chapter.path)
        for at, language in _languages(chapter).items():
            lines[at - 1] = self._with_references(chapter, lines[at - 1], language)
            if number and (caption := CAPTION.fullmatch(lines[at - 1].rstrip())):
                key = chapter.path, caption["id"]
                identity = caption["id"] + _suffix(caption["id"], language)
                gap = "　" if language == "zh" else " "
                name = self.names[key][language == "en"]
                lines[at - 1] = f"**{name}**{{#{identity}}}{gap}{caption['words']}"
        if number:
            self._number_title(chapter, lines)
            self._number_figures(chapter, lines)
            for formula in displayed_formulas(chapter):
                before = lines[formula.last - 1].rstrip().removesuffix("$$").rstrip()
                lines[formula.last - 1] = rf"{before} \tag{{{number}.{formula.number}}}$$"
        return parse_chapter("\n".join(lines) + "\n", chapter.path)

    def _number_title(self, chapter: Chapter, lines: list[str]) -> None:
        title = chapter.headings[0]
        (zh, en), (of_zh, of_en) = split_bilingual(title.text), self.names[chapter.path, ""]
        identity = title.id or "-".join(re.findall("[a-z0-9]+", en.lower()))  # without the number
        lines[title.line - 1] = f"# {of_zh} {zh}{DOT}{of_en}: {en} {{#{identity}}}"

    def _number_figures(self, chapter: Chapter, lines: list[str]) -> None:
        for image in chapter.images:
            zh, en = split_bilingual(image.caption)
            of_zh, of_en = self.names[chapter.path, f"figure-{image.figure}"]
            numbered = f"{of_zh}　{zh}{DOT}{of_en}: {en}"
            lines[image.line - 1] = lines[image.line - 1].replace(image.caption, numbered)

    def _with_references(self, chapter: Chapter, line: str, language: str) -> str:
        def filled(match: re.Match[str]) -> str:
            path, anchor = self._key(chapter, match["target"])
            name = self.names[path, anchor][language == "en"]
            space = "" if HAN.match(name[-1]) else " "
            gap = space if HAN.match(line, match.end()) else match["space"]
            return f"[{name}]({match['target']}{_suffix(anchor, language)}){gap}"

        return REFERENCE.sub(filled, line)

    def _key(self, chapter: Chapter, target: str) -> tuple[str, str]:
        path, _, anchor = target.partition("#")
        return normpath(join(dirname(chapter.path), path)) if path else chapter.path, anchor


def displayed_formulas(chapter: Chapter) -> Iterator[Formula]:
    """Yield the displayed formulas of a chapter; twins have the same numbers."""
    in_code = {at for fence in chapter.fences for at in range(fence.line, fence.last + 1)}
    begin, en = ({getattr(each, name) for each in chapter.twins} for name in ("line", "en_line"))
    number = before = last = 0
    for at, line in enumerate(chapter.lines, 1):
        before = number if at in begin else before
        number = before if at in en else number
        if line.startswith("$$") and at > last and at not in in_code:
            ends = (
                i for i in range(at, len(chapter.lines) + 1) if _ends(chapter.lines[i - 1], i > at)
            )
            last, number = next(ends, at), number + 1
            yield Formula(at, last, number)


def _ends(line: str, is_later: bool) -> bool:
    return line.rstrip().endswith("$$") and (is_later or len(line.rstrip()) > len("$$"))


def _numbers_of_chapters(paths: list[str], settings: str) -> dict[str, str]:
    letters, is_appendix, count = iter(ascii_uppercase), False, 0
    numbers: dict[str, str] = {}
    entries = [each.groups() for each in NAV.finditer(settings.partition("\nnav:")[2])]
    for part, page in entries or [(None, path.removeprefix("docs/")) for path in sorted(paths)]:
        if part:
            is_appendix = part.startswith("附录")
        elif (path := f"docs/{page}").startswith(CHAPTERS) and path in paths:
            count += not is_appendix
            numbers[path] = next(letters) if is_appendix else str(count)
    return numbers


def _numbered_parts(chapter: Chapter) -> Iterator[tuple[str, Halves, int]]:
    """Yield the anchor of each numbered part of a chapter, the form of its name, its number."""
    figures = (image.figure for image in chapter.images if image.figure)
    for count, name in enumerate(figures, 1):
        yield f"figure-{name}", ("图 {}", "Figure {}"), count
    lines = (line.rstrip() for twins in chapter.twins for line in twins.zh.split("\n"))
    captions = (found for line in lines if (found := CAPTION.fullmatch(line)))
    for count, caption in enumerate(captions, 1):
        yield caption["id"], ("表 {}", "Table {}"), count
    for formula in displayed_formulas(chapter):
        for match in LABEL.finditer("\n".join(chapter.lines[formula.line - 1 : formula.last])):
            yield f"equation-{match['name']}", ("式 ({})", "({})"), formula.number


def _languages(chapter: Chapter) -> dict[int, str]:
    """Return the language of each line that stands in a passage."""
    languages: dict[int, str] = {}
    for twins in chapter.twins:
        languages |= dict.fromkeys(range(twins.line + 1, twins.en_line), "zh")
        languages |= dict.fromkeys(range(twins.en_line + 1, twins.last), "en")
    return languages


def _filled(form: Halves, number: str) -> Halves:
    return form[0].format(number), form[1].format(number)


def _suffix(anchor: str, language: str) -> str:
    return "-en" if language == "en" and anchor.startswith(IN_BOTH_TWINS) else ""
