"""Points out a passage of which one language alone has changed since the last commit.

That is no fault, for a slip may have been in one language only; but its author should have looked.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.chapters.languages import name_of
from mlbook.publishing.chapters.reader import parse_chapter


def one_sided_changes(chapter: Chapter, root: Path) -> Iterator[str]:
    """Yield a sentence for each of them; nothing for a new page, or where Git is not in use."""
    before = parse_chapter(_committed(chapter.path, root), options=chapter.options).twins
    zh_before, en_before = {each.zh for each in before}, {each.en for each in before}
    for twins in chapter.twins if before else ():
        is_new = twins.zh not in zh_before, twins.en not in en_before
        if is_new[0] != is_new[1]:
            line = twins.line if is_new[0] else twins.en_line
            language = name_of(chapter.languages[is_new[1]])
            place = chapter.where(line)
            yield f"{place}: since the last commit only the {language} of this passage has changed"


def _committed(path: str, root: Path) -> str:
    command = ["git", "show", f"HEAD:./{path}"]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False)
    except OSError:
        return ""
    return done.stdout
