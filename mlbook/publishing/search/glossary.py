"""The terms of the glossary: where each is taught, and the other names that readers know."""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml  # type: ignore[import-untyped]

from mlbook.publishing.chapters.chapter import Chapter

GLOSSARY = "glossary.md"
TERM = re.compile(r"^\| \[(?P<zh>.+?)\]\((?P<page>\S+?)\.md#(?P<id>\S+?)\) \| (?P<en>.+?) \|", re.M)
OTHER_NAMES = "rejected", "also"  # in the front matter: names that a page does not use, or may


def terms_of(chapters: Mapping[str, Chapter]) -> dict[str, list[str]]:
    r"""Return the names of terms, in both languages, by the section that teaches them.

    Parameters
    ----------
    chapters : mapping
        The pages of a book by their paths. It need not have a glossary.

    Examples
    --------
    >>> from mlbook.publishing.chapters.reader import parse_chapter
    >>> from mlbook.publishing.search.glossary import terms_of
    >>> passage = '<div lang="{}" markdown>\n| [熵](chapters/x.md#h) | entropy | … |\n</div>\n'
    >>> terms_of({"glossary.md": parse_chapter(passage.format("zh") + passage.format("en"))})
    {'chapters/x/#h': ['熵', 'entropy']}
    """
    terms: dict[str, list[str]] = {}
    if glossary := chapters.get(GLOSSARY):
        others = _other_names(glossary)
        matches = (match for twins in glossary.twins for match in TERM.finditer(twins.zh))
        for match in matches:
            names = match.group("zh", "en")
            known = terms.setdefault(f"{match['page']}/#{match['id']}", [])
            known += [*names, *(other for other, name in others.items() if name in names)]
    return terms


def _other_names(glossary: Chapter) -> Mapping[str, str]:
    """Return other names of terms, each with the term."""
    matter = yaml.safe_load(glossary.front_matter) or {}
    return {other: term for field in OTHER_NAMES for other, term in matter.get(field, {}).items()}
