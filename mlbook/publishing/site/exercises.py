"""The exercises of a rendered page: their blocks by name, their difficulty, their diagnoses."""

from __future__ import annotations

from collections.abc import Mapping

from mlbook.publishing.chapters.bilingual import is_bilingual, mark_languages
from mlbook.publishing.chapters.chapter import Chapter, Fence
from mlbook.publishing.chapters.exercises import STAR, exercises_of
from mlbook.publishing.chapters.languages import Languages
from mlbook.publishing.site.blocks import remove_title
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.pieces import Element

LEVELS = 3
CHECKED = mark_languages("怎样检查 · How it is checked")
CHECK = f'<details class="check"><summary>{CHECKED}</summary>'


def mark_exercises(page: Page, chapter: Chapter, frames: Mapping[Fence, Element]) -> None:
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
    frames : mapping
        Of `blocks.frames_of`.
    """
    for exercise in exercises_of(chapter):
        for block in exercise.blocks:
            frame = frames[block.code]
            if block.role:
                remove_title(page, frame)
                frame.add_class(f"exercise-{block.role}")
            if block.role == "start":
                if not block.needs:
                    frame.set(**{"data-key": exercise.key})
                stars = STAR * exercise.level + "☆" * (LEVELS - exercise.level)
                levels = mark_languages(f"难度 {stars} · Difficulty {stars}")
                page.surround(frame, f'<p class="difficulty">{levels}</p>\n')
            elif block.role == "check":
                page.surround(frame, CHECK, "</details>")
            elif block.role == "wrong" and block.output:
                _mark_diagnosis(page, frames[block.output], chapter.languages)


def _mark_diagnosis(page: Page, frame: Element, languages: Languages) -> None:
    frame.add_class("diagnosis")
    for piece in page.inside(frame):
        text = piece.source.strip()
        if piece.text.strip() and is_bilingual(text, languages):
            piece.source = mark_languages(text, languages)
