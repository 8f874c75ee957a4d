"""No orphan numbers: what the prose says in figures, a block of its page has printed.

A number of three or more significant digits in the text of a page (captions, headings and tables
are text) has to be one that a block of the page prints, rounded, or that the reader sees in the
code of a block. Anything else may have been true once. A number that comes from elsewhere is
marked with its source::

    <span class="quoted" title="LeCun et al., 1998">99.05 %</span>

Not looked at: code, formulas (a formula that is a number is text), the targets of links, years,
the pages in `volume:page`, versions of Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from mlbook.publishing.chapters.chapter import Chapter, Problem

SIGNIFICANT_DIGITS = 3
SCALES = {"": 1, "%": 1, "％": 1, "万": 10**4, "亿": 10**8, "million": 10**6, "billion": 10**9}
NUMBER = re.compile(
    r"""(?<![A-Za-z0-9_.,:/-])(?<!Python[ ])
        (?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<exponent>[eE][-+]?\d{1,4})?
        (?![\d]|\.\d|,\d\d\d)(?:\s?(?P<scale>%|％|万|亿|million|billion))?""",
    re.VERBOSE,
)
IN_CODE = re.compile(r"(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d{1,4})?")
YEAR = re.compile(r"1[89]\d\d|20\d\d")
PLAIN = re.compile(r"\$[-+]?(\d[\d.,]*)\s*(?:\\(%))?\$")  # $0.947$ is a number like any other
NOT_PROSE = re.compile(
    r"""<!--.*?-->
      | <(?P<element>span)\b[^>]*\bclass="quoted"[^>]*\btitle="[^"]+"[^>]*>.*?</span>
      | (?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)
      | \$\$.+?\$\$ | (?<![\\$])\$[^$]+\$
      | \]\([^)\s]*\) | ^[ ]*\[[^\]^][^\]]*\]:[ ]*\S+ | \[\^[^\]]+\]:? | https?://\S+
      | </?[A-Za-z][^>]*> | \{[^}\n]*\} | \A---\n.*?\n---$""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Stated:
    """A number as the prose states it; `unit` is the place of its last significant digit."""

    line: int
    text: str
    value: Decimal
    unit: Decimal
    percent: bool


def orphans(chapter: Chapter) -> Iterator[Problem]:
    r"""Yield a problem for each number of the prose that no block of the page prints or holds.

    Examples
    --------
    >>> from mlbook.publishing.chapters.reader import parse_chapter
    >>> page = "```python\nprint(2 / 3)\n```\n\n```text\n0.66666667\n```\n\n0.667, 66.7 %, 0.668\n"
    >>> [problem.message[:34] for problem in orphans(parse_chapter(page))]
    ['no block of this page prints 0.668']
    """
    shown = evidence(chapter)
    for number in stated(chapter):
        if not any(_rounds_to(number, value) for value in shown):
            yield Problem(
                number.line,
                f"no block of this page prints {number.text} or holds it: print it, or mark it "
                'as <span class="quoted" title="its source">',
            )


def evidence(chapter: Chapter) -> set[Decimal]:
    """Return the numbers that a reader sees in the fences of the page: code and outputs."""
    found: set[Decimal] = set()
    for fence in chapter.fences:
        for text in (fence.text, re.sub(r"(?<=\d)[,_](?=\d)", "", fence.text)):
            found.update(Decimal(match[0]) for match in IN_CODE.finditer(text))
    return found


def stated(chapter: Chapter) -> Iterator[Stated]:
    """Yield the numbers of the prose that are too exact to be said without evidence."""
    lines = list(chapter.lines)
    for fence in chapter.fences:
        lines[fence.line - 1 : fence.last] = [""] * (fence.last - fence.line + 1)
    prose = NOT_PROSE.sub(_blank, PLAIN.sub(r"\1\2", "\n".join(lines)))
    yield from _stated_in(prose)


def hidden(chapter: Chapter, text: str) -> Iterator[str]:
    """Yield a sentence for each number in the `text` of the rendered page that `stated` lacks.

    An entity, an attribute, or emphasis on one digit would otherwise hide a number from its check.
    """
    written = {number.value for number in stated(chapter)}
    for number in _stated_in(text.replace("．", ".")):
        if number.value not in written:
            yield f"the page shows the number {number.text}: write it as such, for it to be checked"


def _stated_in(prose: str) -> Iterator[Stated]:
    for line, text in enumerate(prose.split("\n"), 1):
        for match in NUMBER.finditer(text):
            value = Decimal(match["digits"].replace(",", "") + (match["exponent"] or ""))
            digits, last = _significant(value)
            if digits < SIGNIFICANT_DIGITS or YEAR.fullmatch(match[0]):
                continue
            scale = match["scale"] or ""
            factor = SCALES[scale]
            unit = Decimal(1).scaleb(last) * factor
            yield Stated(line, match[0], value * factor, unit, scale in {"%", "％"})


def _rounds_to(number: Stated, value: Decimal) -> bool:
    half = number.unit / 2
    return abs(value - number.value) <= half or (
        number.percent and abs(100 * value - number.value) <= half
    )


def _significant(value: Decimal) -> tuple[int, int]:
    """Return the count of significant digits, and the power of ten of the last one.

    The zeros at the end of an integer are not: 60,000 is one digit, as in 6 万.
    """
    _, digits, exponent = value.as_tuple()
    power = int(exponent)
    text = "".join(map(str, digits)).lstrip("0")
    if power >= 0:
        power += len(text) - len(text.rstrip("0"))
        text = text.rstrip("0")
    return len(text), power


def _blank(match: re.Match[str]) -> str:
    return " " + "\n" * match[0].count("\n")
