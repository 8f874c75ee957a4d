"""What the search takes for words; ``words`` and ``name`` in search.js do the same to a query.

Chinese is written without spaces: a run of characters is found by its pairs of neighbours, so that
no list of words decides what a reader may look for. So it is with Japanese and Korean. English
words lose their plural, and British spellings become American ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from mlbook.publishing.chapters.languages import CHARACTERS

RUN = re.compile(f"[a-z0-9_]+|[{''.join(CHARACTERS.values())}]+")
MARKS = re.compile(r"[\u0300-\u036f]|(?<=\w)['’]s\b")  # accents, and the s of a genitive
SPELLINGS = (
    (re.compile(r"(?<=ss|sh|ch|.x)es$"), ""),
    (re.compile(r"(?<=[^s]..)ies$"), "y"),
    (re.compile(r"(?<=..[^sui])s$"), ""),
    (re.compile(r"(?<=..)is(?=(e|ed|er|ing|ation)$)"), "iz"),
    (re.compile(r"(?<=..)our(?=(|ed|ing|al)$)"), "or"),
    (re.compile(r"(?<=..)tre$"), "ter"),
)


def words(text: str) -> Iterator[str]:
    """Yield the words of a text as the index has them, with the parts of a name_like_this.

    Examples
    --------
    >>> from mlbook.publishing.search.words import words
    >>> list(words("Losses of one_hot labels: 交叉熵"))
    ['loss', 'of', 'one_hot', 'one', 'hot', 'label', '交叉', '叉熵']
    """
    for run in _runs(text):
        if run[0] > "z":
            yield from (run[i : i + 2] for i in range(len(run) - 1)) if len(run) > 1 else run
        else:
            yield run
            yield from (part for part in run.split("_") if part and part != run)


def name(text: str) -> str:
    """Return a title or a term as the index has it: found whole, it comes first.

    Examples
    --------
    >>> from mlbook.publishing.search.words import name
    >>> name("KL散度"), name("Learning rates"), name("One-hot")
    ('kl 散度', 'learning rate', 'one hot')
    """
    return " ".join(_runs(text))


def _runs(text: str) -> Iterator[str]:
    """Yield runs of Chinese characters, and the words between them without their inflection."""
    bare = MARKS.sub("", unicodedata.normalize("NFKD", text).lower())
    for run in RUN.findall(unicodedata.normalize("NFC", bare)):
        for ending, written in SPELLINGS:
            run = ending.sub(written, run)
        yield run
