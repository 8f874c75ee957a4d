"""What there is to do in the book, for pages that show how much of it the reader has done."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

FILE = "assets/progress.json"  # theme/assets/progress/totals.js loads it
START = re.compile(r"<div\b[^>]*\bexercise-start\b[^>]*>")
KEY = re.compile(r'\bdata-key="([0-9a-f]{12})"')


def keys_of_exercises(content: str) -> list[str]:
    """Return the keys of the exercises on a finished page, in their order.

    Parameters
    ----------
    content : str
        The finished content of the page.

    Examples
    --------
    >>> from mlbook.publishing.site.progress import keys_of_exercises
    >>> keys_of_exercises('<div class="highlight exercise-start" data-key="0123456789ab">')
    ['0123456789ab']
    """
    return [key[1] for start in START.findall(content) if (key := KEY.search(start))]


def write_totals(site: Path, exercises: Mapping[str, Sequence[str]]) -> None:
    """Write into the built `site` the keys of the exercises of each chapter, by its address."""
    path = site / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(exercises, separators=(",", ":")), encoding="utf-8")
