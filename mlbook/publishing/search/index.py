"""The index of the search: which sections have a word, and how much they are about it.

A search adds up, word by word, what the index says of a section. All weighing is done here (Okapi
BM25, with words of titles and terms counted more), and search.js only adds.
The index comes in parts of about `PART` characters, each with the words from one to the next; a
search fetches those that have its words, then the texts of the pages that it shows.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from mlbook.publishing.search.sections import Section
from mlbook.publishing.search.words import name, words

DIRECTORY = "search"
PART = 40_000
SATURATION, LENGTH = 1.2, 0.75  # k1 and b of BM25
TERM = 8  # how much a word of a term counts
EXACT = "="  # begins a whole title or term among the words of the index
ASIDE = re.compile(r"(exercise|summary)")  # they repeat what a section teaches
# Pages that are looked things up in, not learned from; then what repeats a section.
LOOKED_UP = ("reference/", "glossary/", "errata/", "labs/", "bibliography/", "performance/")
QUIET, ECHO = 0.3, 0.5
SCALE = 10  # scores are written as whole numbers

Postings = dict[str, list[tuple[int, int]]]


def write_index(
    site: Path, pages: Mapping[str, Sequence[Section]], terms: Mapping[str, Sequence[str]]
) -> None:
    """Write the index of a site.

    Parameters
    ----------
    site : Path
        Where the site is built.
    pages : mapping
        The sections of each page by its address.
    terms : mapping
        Of `glossary.terms_of`: what sections teach, by their addresses.
    """
    directory = site / DIRECTORY
    directory.mkdir(parents=True, exist_ok=True)
    postings = postings_of(pages, terms)
    parts = parts_of(postings)
    for number, part in enumerate(parts):
        flat = {word: [n for pair in part[word] for n in pair] for word in part}
        _write(directory / f"words-{number}.json", flat)
    for number, sections in enumerate(pages.values()):
        shown = [[each.id, each.titles, each.texts, each.formulas] for each in sections]
        _write(directory / f"page-{number}.json", shown)
    sizes = [len(sections) for sections in pages.values()]
    head = {"pages": [*pages], "sizes": sizes, "parts": [next(iter(part)) for part in parts]}
    _write(directory / "index.json", head)


def postings_of(
    pages: Mapping[str, Sequence[Section]], terms: Mapping[str, Sequence[str]]
) -> Postings:
    """Return, for each word in order, the numbers of the sections that have it, and scores.

    Examples
    --------
    >>> from mlbook.publishing.search.index import postings_of
    >>> from mlbook.publishing.search.sections import sections_of
    >>> about = sections_of("<h1>Entropy</h1><p>surprise</p><h2>Code</h2><p>entropy</p>")
    >>> found = postings_of({"": about}, {})
    >>> [number for number, score in found["entropy"]], found["entropy"][0] > found["entropy"][1]
    ([0, 1], False)
    >>> found["=entropy"]
    [(0, 10)]
    """
    sections = [(page, each) for page, several in pages.items() for each in several]
    taught = [terms.get(f"{page}#{each.id}", ()) if each.id else () for page, each in sections]
    counts = [_weighted(each, known) for (_, each), known in zip(sections, taught, strict=True)]
    lengths = [sum(each.counts.values()) for _, each in sections]
    mean = sum(lengths) / max(len(lengths), 1) or 1
    frequencies = Counter(word for each in counts for word in each)
    postings = defaultdict(list)
    for number, (page, section) in enumerate(sections):
        weight = _weight(page, section)
        norm = SATURATION * (1 - LENGTH + LENGTH * lengths[number] / mean)
        for word, count in counts[number].items():
            rarity = math.log(1 + (len(sections) + 0.5) / (frequencies[word] + 0.5))
            score = weight * rarity * count * (SATURATION + 1) / (count + norm)
            postings[word].append((number, max(round(SCALE * score), 1)))
        named = section.names if weight == 1 or not section.id else ()
        for exact in {*named, *map(name, taught[number])}:
            postings[EXACT + exact].append((number, max(round(SCALE * weight), 1)))
    return dict(sorted(postings.items()))


def parts_of(postings: Postings) -> list[Postings]:
    """Return the words in parts, none much longer than `PART` characters once it is written."""
    parts: list[Postings] = [{}]
    length = 0
    for word, numbers in postings.items():
        if length > PART:
            parts.append({})
            length = 0
        parts[-1][word] = numbers
        length += len(word) + 5 + 8 * len(numbers)
    return parts


def _weighted(section: Section, terms: Sequence[str]) -> Counter[str]:
    counts = Counter(section.counts)
    for term in terms:
        counts.update(dict.fromkeys(words(term), TERM))
    return counts


def _weight(page: str, section: Section) -> float:
    if page.startswith(LOOKED_UP):
        return QUIET
    return ECHO if ASIDE.match(section.id) else 1.0


def _write(path: Path, content: object) -> None:
    path.write_text(
        json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8"
    )
