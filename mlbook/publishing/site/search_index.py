"""Ranks the search: the section that teaches a term comes before those that mention it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from mlbook.publishing.chapters.chapter import Chapter

TERM = re.compile(r"^\| \[(?P<zh>.+?)\]\((?P<page>\S+?)\.md#(?P<id>\S+?)\) \| (?P<en>.+?) \|", re.M)
ASIDE = re.compile(r"#(exercise|summary)")  # they repeat what a section teaches
QUIET, BASIC = 0.3, 1.4
INDEX = "search/search_index.json"
GLOSSARY = "glossary.md"
LOOKED_UP = ("reference/", "glossary/", "errata/", "labs/")  # pages that are no lessons


def rank(site: Path, chapters: Mapping[str, Chapter]) -> None:
    """Change the search index of a built site by what the glossary says, if it has both."""
    index = site / INDEX
    if GLOSSARY in chapters and index.exists():
        terms = terms_of(chapters[GLOSSARY])
        ranked = with_terms(index.read_text(encoding="utf-8"), terms, LOOKED_UP)
        index.write_text(ranked, encoding="utf-8")


def terms_of(glossary: Chapter) -> dict[str, list[str]]:
    r"""Return the terms of the glossary, in both languages, by the section that teaches them.

    Examples
    --------
    >>> from mlbook.publishing.chapters.reader import parse_chapter
    >>> from mlbook.publishing.site.search_index import terms_of
    >>> passage = '<div lang="{}" markdown>\n| [熵](chapters/x.md#h) | entropy | … |\n</div>\n'
    >>> terms_of(parse_chapter(passage.format("zh") + passage.format("en")))
    {'chapters/x/#h': ['熵', 'entropy']}
    """
    terms: dict[str, list[str]] = {}
    for twins in glossary.twins:
        for match in TERM.finditer(twins.zh):
            terms.setdefault(f"{match['page']}/#{match['id']}", []).extend(match.group("zh", "en"))
    return terms


def with_terms(index: str, terms: Mapping[str, list[str]], quiet: tuple[str, ...]) -> str:
    """Return the search index with each term on its section, and what is no lesson further down.

    Parameters
    ----------
    index : str
        The theme's ``search_index.json``. What stands in the ``tags`` of an entry counts more than
        its title.
    terms : mapping
        Of `terms_of`.
    quiet : tuple of str
        How the addresses of pages begin that are looked things up in, not learned from.
    """
    whole = json.loads(index)
    every = [term for names in terms.values() for term in names]
    for entry in whole["docs"]:
        location = entry["location"]
        if location in terms:
            entry["tags"] = terms[location]
            if any(_is_basic(term, every) for term in terms[location]):
                entry["boost"] = BASIC
        if location.startswith(quiet) or ASIDE.search(location):
            entry["boost"] = QUIET
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def _is_basic(term: str, every: list[str]) -> bool:
    """Say whether other terms are made of this one: the gradient comes before gradient descent."""
    return any(term in other and term != other for other in every)
