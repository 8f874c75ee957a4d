r"""Numbers of chapters, figures, tables and displayed equations, and the references to them.

An author types none of them. A link without words is a reference: ``[](data.md)`` becomes
“第 4 章” in a Chinese passage and “Chapter 4” in an English one, ``[](#figure-loss-curve)`` names
the figure ``figures/loss-curve.svg``, ``[](#table-rates)`` the table under the caption
``表 {#table-rates}：…``, and ``[](#equation-chain)`` the formula that holds ``\label{chain}``.
Chapters are numbered in the order of `nav`; those of the appendix have letters. The Chinese words
are those of a book in Chinese; `Options.words` has those of other languages.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from posixpath import dirname, join, normpath
from string import ascii_uppercase

from mlbook.publishing.chapters.bilingual import DOT, HAN, halves_of
from mlbook.publishing.chapters.chapter import Chapter, Problem
from mlbook.publishing.chapters.equations import displayed_formulas
from mlbook.publishing.chapters.languages import UNSPACED
from mlbook.publishing.chapters.lines import QUOTED
from mlbook.publishing.chapters.markup import CAPTION
from mlbook.publishing.chapters.options import OPTIONS, Entry, Options
from mlbook.publishing.chapters.reader import parse_chapter

CHAPTERS = "chapters/"
APPENDIX = "附录 {}", "Appendix {}"
REFERENCE = re.compile(  # and the spaces beside it, which its words may not need
    rf"(?:(?<={HAN.pattern}) )?(?<!!)\[\]\((?P<target>[^)\s]*)\)(?P<space> ?)"
)
TYPED = re.compile(r"(?i)\b(?:chapter|equation|figure|table)s? \(?\d+|第 ?\d+ ?章")
LABEL = re.compile(r"\\label\{(?P<name>[a-z0-9-]+)\}")
IN_BOTH_TWINS = "table-"  # the id of a caption ends in -en in the English one

Halves = tuple[str, ...]  # one for each language of a book


class Numbering:
    """The numbers of a book.

    Parameters
    ----------
    chapters : sequence of Chapter
    options : Options, optional
        Without a `nav` in it, chapters are numbered in the order of their paths.
    """

    def __init__(self, chapters: Sequence[Chapter], options: Options = OPTIONS) -> None:
        self.options = options
        self.numbers = _numbers_of_chapters([each.path for each in chapters], options)
        self.names: dict[tuple[str, str], Halves] = {}
        self.titles: dict[str, str] = {}  # as contents show them: `4 数据 · 4 Data`
        for chapter in chapters:
            if number := self.numbers.get(chapter.path):
                whole = APPENDIX if number.isalpha() else ("第 {} 章", "Chapter {}")
                self.names[chapter.path, ""] = options.word(*whole, number)
                title = chapter.headings[0].text if chapter.headings else DOT
                if halves := halves_of(title, chapter.languages):
                    self.titles[chapter.path] = DOT.join(f"{number} {half}" for half in halves)
                for anchor, form, count in _numbered_parts(chapter):
                    self.names[chapter.path, anchor] = options.word(*form, f"{number}.{count}")

    def problems_of(self, chapter: Chapter) -> Iterator[Problem]:
        """Yield the references of a chapter to what has no number."""
        languages = _languages(chapter)
        for number, line in enumerate(chapter.lines, 1):
            for match in REFERENCE.finditer(line) if number in languages else ():
                if chapter.unrun or self._key(chapter, match["target"]) not in self.names:
                    message = "is a link without words, to nothing that the build numbers"
                    yield Problem(number, f"[]({match['target']}) {message}")
            for typed in TYPED.findall(QUOTED.sub("", line)) if number in languages else ():
                message = "is typed, and the build numbers: write a link without words, [](data.md)"
                yield Problem(number, f"{typed} {message}")

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
                identity = caption["id"] + _suffix(chapter, caption["id"], language)
                gap = "　" if language in UNSPACED else " "
                name = self.names[key][chapter.languages.index(language)]
                lines[at - 1] = f"**{name}**{{#{identity}}}{gap}{caption['words']}"
        if number:
            self._number_title(chapter, lines)
            self._number_figures(chapter, lines)
            for formula in displayed_formulas(chapter):
                before = lines[formula.last - 1].rstrip().removesuffix("$$").rstrip()
                lines[formula.last - 1] = rf"{before} \tag{{{number}.{formula.number}}}$$"
        return parse_chapter("\n".join(lines) + "\n", chapter.path, chapter.options)

    def _number_title(self, chapter: Chapter, lines: list[str]) -> None:
        title = chapter.headings[0]
        halves = halves_of(title.text, chapter.languages)
        words = _joined(chapter, self.names[chapter.path, ""], halves, " ")
        identity = title.id or "-".join(re.findall("[a-z0-9]+", halves[-1].lower()))  # no number
        lines[title.line - 1] = f"# {words} {{#{identity}}}"

    def _number_figures(self, chapter: Chapter, lines: list[str]) -> None:
        for image in chapter.images:
            halves = halves_of(image.caption, chapter.languages)
            names = self.names[chapter.path, f"figure-{image.figure}"]
            numbered = _joined(chapter, names, halves, "　")
            lines[image.line - 1] = lines[image.line - 1].replace(image.caption, numbered)

    def _with_references(self, chapter: Chapter, line: str, language: str) -> str:
        def filled(match: re.Match[str]) -> str:
            path, anchor = self._key(chapter, match["target"])
            name = self.names[path, anchor][chapter.languages.index(language)]
            gap = match["space"]
            if language == "zh" and HAN.match(line, match.end()):
                gap = "" if HAN.match(name[-1]) else " "
            return f"[{name}]({match['target']}{_suffix(chapter, anchor, language)}){gap}"

        return REFERENCE.sub(filled, line)

    def _key(self, chapter: Chapter, target: str) -> tuple[str, str]:
        path, _, anchor = target.partition("#")
        return normpath(join(dirname(chapter.path), path)) if path else chapter.path, anchor


def _numbers_of_chapters(paths: list[str], options: Options) -> dict[str, str]:
    docs = f"{options.docs}/"
    appendix = tuple(word.partition(" ")[0] for word in options.word(*APPENDIX))
    entries = options.nav or [Entry(path.removeprefix(docs)) for path in sorted(paths)]
    numbers, letters = map(str, itertools.count(1)), iter(ascii_uppercase)
    return {
        path: next(letters if entry.part.startswith(appendix) else numbers)
        for entry in entries
        if entry.page.startswith(CHAPTERS) and (path := f"{docs}{entry.page}") in paths
    }


def _numbered_parts(chapter: Chapter) -> Iterator[tuple[str, tuple[str, str], int]]:
    """Yield the anchor of each numbered part of a chapter, the form of its name, its number."""
    figures = (image.figure for image in chapter.images if image.figure)
    for count, name in enumerate(figures, 1):
        yield f"figure-{name}", ("图 {}", "Figure {}"), count
    first = (at for at, each in _languages(chapter).items() if each == chapter.languages[0])
    lines = (chapter.lines[at - 1].rstrip() for at in first)
    captions = (found for line in lines if (found := CAPTION.fullmatch(line)))
    for count, caption in enumerate(captions, 1):
        yield caption["id"], ("表 {}", "Table {}"), count
    for formula in displayed_formulas(chapter):
        for match in LABEL.finditer("\n".join(chapter.lines[formula.line - 1 : formula.last])):
            yield f"equation-{match['name']}", ("式 ({})", "({})"), formula.number


def _languages(chapter: Chapter) -> dict[int, str]:
    """Return the language of each line that stands in a passage, or in a book in one language."""
    codes, languages = chapter.languages, dict[int, str]()
    if len(codes) == 1:
        prose = enumerate(chapter.without_fences(), 1)
        return {at: codes[0] for at, line in prose if line}
    for twins in chapter.twins:
        languages |= dict.fromkeys(range(twins.line + 1, twins.en_line), codes[0])
        languages |= dict.fromkeys(range(twins.en_line + 1, twins.last), codes[1])
    return languages


def _joined(chapter: Chapter, names: Halves, halves: Halves, space: str) -> str:
    gaps = (space if language in UNSPACED else ": " for language in chapter.languages)
    return DOT.join(map("".join, zip(names, gaps, halves, strict=True)))


def _suffix(chapter: Chapter, anchor: str, language: str) -> str:
    is_second = language in chapter.languages[1:]
    return f"-{language}" if is_second and anchor.startswith(IN_BOTH_TWINS) else ""
