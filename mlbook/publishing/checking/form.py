"""The form of a page: short code, exercises with answers, optional sections, a place in `nav`."""

from __future__ import annotations

from collections.abc import Iterator

from mlbook.publishing.chapters.bilingual import DOT
from mlbook.publishing.chapters.chapter import Chapter, Problem
from mlbook.publishing.chapters.exercises import PREFIX, faults_of_exercises
from mlbook.publishing.chapters.folds import PLOT, folds_of
from mlbook.publishing.chapters.languages import ZH_EN

WIDTH = 79
LENGTH = 30  # lines of a block that are not folded
WHOLE = "whole-program"  # the section whose block is as long as it has to be
OPTIONAL = ("选读：", "Optional: ")
PROJECT = f"{PREFIX}project-"  # an exercise whose answer is as long as it has to be


def faults_of_form(chapter: Chapter) -> Iterator[Problem]:
    """Yield the lines of code that are too long, and what exercises and contents lack."""
    named = [entry.page for entry in chapter.options.nav]
    if named and chapter.path.removeprefix(f"{chapter.options.docs}/") not in named:
        yield Problem(1, "no line of `nav` in mkdocs.yml names this page")
    for block in chapter.blocks:
        for number, line in enumerate(block.code.text.split("\n"), block.line + 1):
            if len(line) > WIDTH:
                yield Problem(number, f"the line of code has {len(line)} characters: {WIDTH} fit")
    yield from _faults_of_length(chapter)
    yield from faults_of_exercises(chapter)
    for heading in chapter.headings if chapter.languages == ZH_EN else ():
        if heading.text.startswith(OPTIONAL[0]) != (f"{DOT}{OPTIONAL[1]}" in heading.text):
            message = "an optional section is `选读：中文 · Optional: English`, in both languages"
            yield Problem(heading.line, message)


def _faults_of_length(chapter: Chapter) -> Iterator[Problem]:
    for block, folds in folds_of(chapter.blocks).items():
        shown = block.code.text.count("\n") - sum(last - first + 1 for first, last in folds)
        above = [heading.id or "" for heading in chapter.headings if heading.line < block.line]
        if shown > LENGTH and not "".join(above[-1:]).startswith((WHOLE, PROJECT)):
            message = f"the block shows {shown} lines of code: {LENGTH} can be understood at once"
            yield Problem(block.line, f"{message}; begin what only draws with a line {PLOT}")
