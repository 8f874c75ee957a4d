"""What there is to do in the book, for pages that show how much of it the reader has done."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.chapters.exercises import exercises_of

FILE = "assets/progress.json"  # theme/assets/progress/totals.js loads it


def keys_of_exercises(chapter: Chapter) -> list[str]:
    r"""Return the keys of the exercises of a chapter that can be solved in a browser.

    Examples
    --------
    >>> from mlbook.publishing.chapters.reader import parse_chapter
    >>> from mlbook.publishing.site.progress import keys_of_exercises
    >>> start = '```python title="start ★"\nx = 0\n```\n'
    >>> keys_of_exercises(parse_chapter("### 二 · Two {#exercise-two}\n\n" + start))
    ['c2685851e526']
    """
    exercises = exercises_of(chapter)
    return [each.key for each in exercises if not any(start.needs for start in each.of("start"))]


def write_totals(site: Path, exercises: Mapping[str, Sequence[str]]) -> None:
    """Write into the built `site` the keys of the exercises of each chapter, by its address."""
    path = site / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(exercises, separators=(",", ":")), encoding="utf-8")
