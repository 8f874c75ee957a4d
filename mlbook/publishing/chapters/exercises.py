"""The exercises of a chapter: sections of blocks with the titles start, check, answer and wrong.

``start`` is what the reader begins with, ``check`` holds the reader's program, ``answer`` passes
it, and each ``wrong`` program is a mistake that the check names, as `中文 · English`, in the text
block under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mlbook.publishing.chapters.bilingual import fault_of_bilingual
from mlbook.publishing.chapters.chapter import Block, Chapter, Heading, Problem, key_of
from mlbook.publishing.chapters.languages import Languages, form_of

PREFIX = "exercise-"  # of the id of an exercise
ANSWER = '<details class="answer" markdown>'
ONCE = ("start", "check", "answer")  # roles that one block of an exercise has, in this order
STAR = "★"
NUMBER = re.compile(r"-?\d[\d.]*")


@dataclass(frozen=True)
class Exercise:
    """An exercise: its heading, its blocks, and a key that another text would not have."""

    heading: Heading
    blocks: tuple[Block, ...]
    key: str

    @property
    def roles(self) -> list[str]:
        """What its blocks are, in their order; blocks without a role are left out."""
        return [block.role for block in self.blocks if block.role]

    @property
    def level(self) -> int:
        """How hard it is, from one to three."""
        return sum(block.code.title.count(STAR) for block in self.blocks)

    def of(self, role: str) -> list[Block]:
        """Return its blocks that are `role`."""
        return [block for block in self.blocks if block.role == role]


def exercises_of(chapter: Chapter) -> list[Exercise]:
    r"""Return the exercises of a chapter in their order.

    Examples
    --------
    >>> from mlbook.publishing.chapters.exercises import exercises_of
    >>> from mlbook.publishing.chapters.reader import parse_chapter
    >>> start = '```python title="start ★"\nx = 0\n```\n\n'
    >>> check = '```python title="check"\nassert x == 2, "太小 · Too small"\n```\n'
    >>> page = parse_chapter("### 二 · Two {#exercise-two}\n\n" + start + check)
    >>> exercise = exercises_of(page)[0]
    >>> print(exercise.heading.id, exercise.level, exercise.roles)
    exercise-two 1 ['start', 'check']
    """
    found = []
    for first, end, heading in sections_of(chapter):
        if (heading.id or "").startswith(PREFIX):
            text = "\n".join(chapter.lines[first - 1 : end])
            blocks = tuple(block for block in chapter.blocks if first < block.line <= end)
            found.append(Exercise(heading, blocks, key_of(text)))
    return found


def sections_of(chapter: Chapter) -> Iterator[tuple[int, int, Heading]]:
    """Yield the first and the last line of what stands below each heading, and the heading."""
    ends = [heading.line - 1 for heading in chapter.headings[1:]] + [len(chapter.lines)]
    for heading, end in zip(chapter.headings, ends, strict=False):  # a page may have none
        yield heading.line, end, heading


def attach_checks(chapter: Chapter) -> None:
    """Give every other block of an exercise its check, which runs after it and has its needs."""
    for exercise in exercises_of(chapter):
        for check in exercise.of("check")[:1]:
            for block in exercise.blocks:
                if block.role not in ("", "check"):
                    needs = tuple(dict.fromkeys((*block.needs, *check.needs)))
                    checked = replace(block, check=check.code.text, needs=needs)
                    chapter.blocks[chapter.blocks.index(block)] = checked


def faults_of_exercises(chapter: Chapter) -> Iterator[Problem]:
    """Yield what exercises lack, and blocks of an exercise that stand elsewhere."""
    among_exercises = False
    for _, end, heading in sections_of(chapter):
        named, is_exercise = heading.id or "", heading.level == 3 and among_exercises
        if heading.level < 3:
            among_exercises = named == "exercises"
            if chapter.languages[0] == "zh":
                among_exercises = heading.text.startswith("练习")
            if among_exercises != (named == "exercises"):
                yield Problem(heading.line, "the section `练习 · Exercises` has the id exercises")
        elif is_exercise != named.startswith(PREFIX):
            yield Problem(heading.line, "an exercise, and nothing else, has an id exercise-…")
        if is_exercise and ANSWER not in chapter.lines[heading.line : end]:
            yield Problem(heading.line, f"the exercise has no answer: {ANSWER}")
    exercises = exercises_of(chapter)
    inside = {block for exercise in exercises for block in exercise.blocks}
    for block in chapter.blocks:
        if block.role and block not in inside:
            form = form_of(chapter.languages)
            message = f"only an exercise, ### {form} {{#exercise-…}}, has a {block.role}"
            yield Problem(block.line, message)
    for exercise in exercises:
        yield from _faults_of_blocks(exercise, chapter.languages)


def _faults_of_blocks(exercise: Exercise, languages: Languages) -> Iterator[Problem]:
    if tuple(exercise.roles[:3]) != ONCE or set(exercise.roles[3:]) != {"wrong"}:
        found = ", ".join(exercise.roles) or "none"
        message = f"the blocks of an exercise are {', '.join(ONCE)}, wrong, wrong …, not {found}"
        yield Problem(exercise.heading.line, f'{message}: ```python title="start {STAR}"')
    seen: set[str] = set()
    for block in exercise.of("start") + exercise.of("check"):
        if block.output or block.image:
            yield Problem(block.line, f"nothing is shown under the {block.role} of an exercise")
    for block in exercise.of("wrong"):
        if block.output is None:
            message = "under a wrong program stands what the check says of it, in a ```text block"
            yield Problem(block.line, message)
        elif fault := fault_of_bilingual(block.output.text.strip(), languages):
            message = f"the diagnosis is not `{form_of(languages)}`: {fault}"
            yield Problem(block.output.line + 1, message)
        elif (words := NUMBER.sub("0", block.output.text)) in seen:
            message = "two wrong programs have one diagnosis: let the check name each mistake"
            yield Problem(block.output.line + 1, message)
        else:
            seen.add(words)
