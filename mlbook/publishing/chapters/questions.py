"""The questions of why: a fold with a question, and three or four answers that say why.

Each answer is ``- ✓ **答案。** 理由。`` or ``- ✗ **…** …``, one of them right, at the same place in
both languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlbook.publishing.chapters.asking import Asked, next_line, read_elements, twins_below
from mlbook.publishing.chapters.chapter import Chapter, Problem, key_of
from mlbook.publishing.chapters.languages import ZH_EN

OPENING = '<details class="question" markdown>'
SUMMARY = re.compile(r"<summary>[^$]*？ · [^$]*\?</summary>")  # and no formula
IN_OTHERS = re.compile(r"<summary>[^$]*\?</summary>")  # in other languages than these two
RIGHT, WRONG = "✓", "✗"
OPTION = re.compile(r"- (?P<mark>[✓✗]) \*\*(?P<option>[^*]+)\*\* *(?P<reason>\S.*)?")
FEWEST, MOST = 3, 4
FORM = f"{OPENING}, <summary>中文？ · English?</summary>, the answers in both languages, </details>"


def questions_of(chapter: Chapter) -> list[Asked]:
    r"""Return the questions of a chapter; those with a wrong form are left out.

    Examples
    --------
    >>> from mlbook.publishing.chapters.questions import questions_of
    >>> from mlbook.publishing.chapters.reader import parse_chapter
    >>> passage = '<div lang="{}" markdown>\n- ✓ **{}** {}\n</div>\n'
    >>> answers = passage.format("zh", "甲。", "理由。") + passage.format("en", "A.", "Reason.")
    >>> summary = "<summary>为什么？ · Why?</summary>\n\n"
    >>> page = f'<details class="question" markdown>\n{summary}{answers}</details>\n'
    >>> [question.line for question in questions_of(parse_chapter(page))]
    [1]
    """
    found = read_elements(chapter, "question", OPENING, _read)
    return [each for each in found if isinstance(each, Asked)]


def faults_of_questions(chapter: Chapter) -> Iterator[Problem]:
    """Yield what is wrong with the form of the questions of a chapter, and with their answers."""
    for each in read_elements(chapter, "question", OPENING, _read):
        if isinstance(each, Problem):
            yield each
        else:
            yield from _faults_of_options(each)


def _read(chapter: Chapter, line: int) -> Asked | Problem:
    summary = next_line(chapter, line)
    form = SUMMARY if chapter.languages == ZH_EN else IN_OTHERS
    if not form.fullmatch("".join(chapter.lines[summary - 1 : summary]).rstrip()):
        return Problem(line, f"a question asks in its summary, in both languages: {FORM}")
    twins = twins_below(chapter, summary)
    if twins is None:
        return Problem(line, f"a question has its answers right below its summary: {FORM}")
    end = next_line(chapter, twins.last)
    if chapter.lines[end - 1 : end] != ["</details>"]:
        return Problem(line, f"a question ends after its answers: {FORM}")
    return Asked(line, twins, key_of("\n".join(chapter.lines[line - 1 : end])))


def _faults_of_options(question: Asked) -> Iterator[Problem]:
    twins, places = question.twins, []
    for first, passage in twins.sides:
        marks = []
        lines = passage.strip("\n").split("\n")
        for at, line in enumerate(lines, first + 1 + passage.find(lines[0])):
            option = OPTION.fullmatch(line.rstrip())
            if option:
                marks.append(option["mark"])
            if option and not option["reason"]:
                yield Problem(at, "the answer has no reason: - ✗ **answer** reason")
            elif not option:
                message = "a question holds answers alone, one a line: - ✗ **answer** reason"
                yield Problem(at, message)
        if not FEWEST <= len(marks) <= MOST:
            message = f"a question has {FEWEST} or {MOST} answers, not {len(marks)}"
            yield Problem(first, f"{message}: - ✗ **answer** reason")
        if marks.count(RIGHT) != 1:
            message = f"one answer is right, not {marks.count(RIGHT)}"
            remedy = f"begin it with - {RIGHT}, each other one with - {WRONG}"
            yield Problem(first, f"{message}: {remedy}")
        places.append([at for at, mark in enumerate(marks) if mark == RIGHT])
    if len(places[0]) == len(places[-1]) == 1 and places[0] != places[-1]:
        message = "the right answer has another place in one language than in the other"
        yield Problem(question.line, f"{message}: give both lists one order")
