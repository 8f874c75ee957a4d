"""The terms of the glossary: their names and meanings in both languages, and who teaches them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from mlbook.publishing.chapters.chapter import Chapter

GLOSSARY = "glossary.md"
TERM = re.compile(r"^\| \[(?P<zh>.+?)\]\((?P<page>\S+?)\.md#(?P<id>\S+?)\) \| (?P<en>.+?) \|", re.M)
ROW = re.compile(rf"{TERM.pattern} (?P<meaning>.+?) \|$", re.M)  # of either language
REJECTED, ALSO = "rejected", "also"  # in the front matter: names that no page uses, or one may
EVERYDAY = "everyday"  # in the front matter: words that hold a name of a term and mean no term


@dataclass(frozen=True)
class Term:
    """A term, as one row of the glossary in each language gives it.

    Attributes
    ----------
    names, meanings : tuple of str
        In Chinese and in English.
    page, id : str
        The page and the section that teach it: ``chapters/losses.md``, ``one-number``.
    """

    names: tuple[str, str]
    meanings: tuple[str, str]
    page: str
    id: str


def glossary_of(chapters: Mapping[str, Chapter]) -> list[Term]:
    r"""Return the terms of a book in the order of its glossary.

    Parameters
    ----------
    chapters : mapping
        The pages of a book by their paths. It need not have a glossary.

    Examples
    --------
    >>> from mlbook.publishing.chapters.glossary import glossary_of
    >>> from mlbook.publishing.chapters.reader import parse_chapter
    >>> zh = '<div lang="zh" markdown>\n| [熵](x.md#h) | entropy | 平均的意外 |\n</div>\n'
    >>> en = '<div lang="en" markdown>\n| [entropy](x.md#h) | 熵 | the mean surprise |\n</div>\n'
    >>> (term,) = glossary_of({"glossary.md": parse_chapter(f"{zh}\n{en}")})
    >>> term.names, term.meanings, term.page, term.id
    (('熵', 'entropy'), ('平均的意外', 'the mean surprise'), 'x.md', 'h')
    """
    glossary = chapters.get(GLOSSARY)
    twins = glossary.twins if glossary else []
    pairs = (zip(ROW.finditer(each.zh), ROW.finditer(each.en), strict=False) for each in twins)
    return [
        Term((zh["zh"], zh["en"]), (zh["meaning"], en["meaning"]), f"{zh['page']}.md", zh["id"])
        for zh, en in chain.from_iterable(pairs)
    ]


def terms_of(chapters: Mapping[str, Chapter]) -> dict[str, list[str]]:
    """Return the names of terms, in both languages, by the address of the teaching section.

    Other names that readers know are among them.
    """
    others = rejected_words(chapters) | _of_front_matter(chapters, ALSO)
    terms: dict[str, list[str]] = {}
    for term in glossary_of(chapters):
        known = terms.setdefault(f"{term.page.removesuffix('.md')}/#{term.id}", [])
        known += [*term.names, *(other for other, name in others.items() if name in term.names)]
    return terms


def everyday_words(chapters: Mapping[str, Chapter]) -> list[str]:
    """Return words in which the name of a term means another thing: 横轴 is no axis of an array."""
    return [*_of_front_matter(chapters, EVERYDAY)]


def rejected_words(chapters: Mapping[str, Chapter]) -> dict[str, str]:
    """Return Chinese words that no page uses, and the name of the term to use for each."""
    return {**_of_front_matter(chapters, REJECTED)}


def _of_front_matter(chapters: Mapping[str, Chapter], name: str) -> Any:
    glossary = chapters.get(GLOSSARY)
    return (glossary.meta.get(name) if glossary else None) or {}
