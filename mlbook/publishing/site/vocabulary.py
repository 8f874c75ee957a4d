"""The words of the press: each `中文 · English` that its templates and modules write on pages.

An author may write Chinese characters, too, in a book in Japanese: by these the two are told apart.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from mlbook.publishing.chapters.bilingual import DOT, HAN
from mlbook.publishing.chapters.options import COUNT

PRESS = Path(__file__).parents[1]
CHARACTER = r'(?:[^<>"{}\n]|\{\w*\})'  # of a text or an attribute; a value may stand in it
WORD = re.compile(rf"{CHARACTER}*{HAN.pattern}{CHARACTER}*{DOT}{CHARACTER}+")
VALUE = re.compile(r"\{\w*\}")


def is_of_press(text: str) -> bool:
    """Say whether a text `中文 · English` is one that the press writes.

    Examples
    --------
    >>> from mlbook.publishing.site.vocabulary import is_of_press
    >>> is_of_press("搜索 · Search"), is_of_press("12 行代码 · 12 lines of code")
    (True, True)
    >>> is_of_press("検索 · Search")
    False
    """
    return COUNT.sub("{}", text.strip()) in _words()


@cache
def _words() -> frozenset[str]:
    sources = {*PRESS.glob("theme/**/*.html"), *PRESS.glob("*/*.py")} - {Path(__file__)}
    texts = (path.read_text(encoding="utf-8") for path in sources)
    return frozenset(
        VALUE.sub("{}", found.strip()) for text in texts for found in WORD.findall(text)
    )
