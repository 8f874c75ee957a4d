"""What a page says of itself to search engines and to those it is sent to: its first sentences."""

from __future__ import annotations

import re

from mlbook.publishing.chapters.chapter import Chapter

LONGEST = {"zh": 80, "en": 160}  # characters
SENTENCE = {"zh": re.compile(r"[^。！？]*[。！？]?"), "en": re.compile(r".*?[.!?](?= |$)|.+$")}
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
MARKS = re.compile(r"<[^>]*>|[*`$\\]")


def description_of(chapter: Chapter) -> str | None:
    r"""Return the first sentences of a page in both languages; None if it has no prose.

    Examples
    --------
    >>> from mlbook.publishing.site.description import description_of
    >>> from mlbook.publishing.chapters.reader import parse_chapter
    >>> zh, en = '<div lang="zh" markdown>\n{}\n</div>\n', '<div lang="en" markdown>\n{}\n</div>\n'
    >>> page = zh.format("坡有**多陡**？看[梯度](x.md)。") + en.format("How steep? See `x`.")
    >>> print(description_of(parse_chapter(page)))
    坡有多陡？看梯度。 How steep? See x.
    """
    if not chapter.twins:
        return None
    twins = chapter.twins[0]
    return f"{_beginning(twins.zh, 'zh')} {_beginning(twins.en, 'en')}"


def _beginning(passage: str, language: str) -> str:
    """Return as many whole sentences of the first paragraph as are not too long; one at least."""
    paragraphs = (MARKS.sub("", LINK.sub(r"\1", each)).strip() for each in passage.split("\n\n"))
    text = next(filter(None, paragraphs), "").replace("\n", " ")
    kept = ""
    for sentence in SENTENCE[language].findall(text):
        if kept and len(kept + sentence) > LONGEST[language]:
            break
        kept += sentence
    return kept.strip()
