"""The exercises of a rendered page: their blocks by name, their difficulty, their diagnoses."""

from __future__ import annotations

from mlbook.publishing.chapters.bilingual import is_bilingual, mark_languages
from mlbook.publishing.chapters.chapter import Block, Chapter
from mlbook.publishing.chapters.exercises import STAR, Exercise, exercises_of
from mlbook.publishing.chapters.languages import Languages
from mlbook.publishing.site.blocks import language_of
from mlbook.publishing.site.html import Element, Page

LEVELS = 3
CHECK = (
    '<details class="check"><summary><span lang="zh">怎样检查</span><span class="dot"> · </span>'
    '<span lang="en">How it is checked</span></summary>'
)


def mark_exercises(page: Page, chapter: Chapter) -> None:
    """Give the blocks of exercises their classes, fold the checks, mark the diagnoses.

    A block of an exercise has the class ``exercise-start``, ``exercise-check``,
    ``exercise-answer`` or ``exercise-wrong``; the start has the exercise's key, too, so that what
    a reader has solved is solved until the exercise changes. A start that no browser can run, for
    what it needs, has none: nobody can solve it there.

    Parameters
    ----------
    page : Page
        The chapter, rendered; its blocks have their addresses.
    chapter : Chapter
    """
    exercises = exercises_of(chapter)
    begun = {block: exercise for exercise in exercises for block in exercise.of("start")}
    remaining = iter(chapter.blocks)
    block: Block | None = None
    for frame in page.elements("div"):
        language = language_of(frame)
        if language == "python":
            block = next(remaining, None)
            if block is not None and block.role:
                _mark(page, frame, block, begun.get(block))
        elif language == "text" and block is not None and block.role == "wrong":
            _mark_diagnosis(page, frame, chapter.languages)


def _mark(page: Page, frame: Element, block: Block, begun: Exercise | None) -> None:
    for name in page.children(frame):
        if "filename" in name.classes:
            page.replace(name, "")
    key = {"data-key": begun.key} if begun and not block.needs else {}
    frame.add_class(f"exercise-{block.role}")
    frame.set(**key)
    if begun:
        stars = STAR * begun.level + "☆" * (LEVELS - begun.level)
        levels = mark_languages(f"难度 {stars} · Difficulty {stars}")
        page.surround(frame, f'<p class="difficulty">{levels}</p>\n')
    if block.role == "check":
        page.surround(frame, CHECK, "</details>")


def _mark_diagnosis(page: Page, frame: Element, languages: Languages) -> None:
    frame.add_class("diagnosis")
    for piece in page.inside(frame):
        text = piece.source.strip()
        if piece.text.strip() and is_bilingual(text, languages):
            piece.source = mark_languages(text, languages)
