"""The numbers that a text states, in figures or in words, and how exactly it states them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from mlbook.publishing.checking.formulas import with_exponents
from mlbook.publishing.checking.number_words import CHINESE, ENGLISH, value_of

SCALES = {
    "%": ".01", "％": ".01", "percent": ".01", "per cent": ".01", "个百分点": ".01", "‰": ".001",
    "百分之": ".01", "千分之": ".001", "千": "1e3", "万": "1e4", "百万": "1e6", "千万": "1e7",
    "亿": "1e8", "十亿": "1e9", "万亿": "1e12", "thousand": "1e3", "million": "1e6",
    "billion": "1e9", "k": "1e3", "K": "1e3", "M": "1e6", None: "1",
}  # fmt: skip
SCALE = "|".join(sorted(filter(None, SCALES), key=len, reverse=True)).replace(" ", "[ ]")
NUMBER = re.compile(
    rf"""\d+(?:\.\d+){{2,}}(?::\d+)? | \b[A-Z]{{2,}}-\d+(?![.\d])  # names and versions
      | (?:Python|NumPy|Matplotlib)[ ]\d\.\d\d?(?!\d)
      | (?=[-\d. 百千零〇一二两三四五六七八九十]|\b[aefnostzAEFNOSTZ])  # or no number begins: fast
        (?P<part>百分之|千分之)?[ ]?
        (?P<sign>(?<![A-Za-z0-9_)\]}}.])-)?
        (?: (?P<words>{CHINESE}|(?i:{ENGLISH}))
          | (?<![A-Za-z0-9_.])(?P<figures>\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|\d*\.?\d+)
            (?P<exponent>[eE][-+]?\d{{1,4}})?(?!\d|\.\d) )
        (?: [ \u00a0\u202f\u2009]?(?P<scale>{SCALE})(?<![kKM](?=\w))(?<!千(?=[克米])) )?""",
    re.VERBOSE,
)
REWRITTEN = [
    ("−|minus (?=[0-9.])|负 ?(?=[0-9.零一二三四五六七八九十])", "-"),
    ("．", "."),
    ("(?<=\\d)[\u2009\u202f_](?=\\d{3})", ","),
    ("([一二三四五六七八九])成([一二三四五六七八九])", r"百分之\1十\2"),
]
YEAR = r"(?:1[89]|20)\d\d"
IS_YEAR = re.compile(  # (LeCun et al., 1998), 1998 年, the 1980s
    rf"(?:(?<=[(（])|(?<=[^\d\s][,，])) ?{YEAR}(?=[)）,，;；])|(?<![\d.,]){YEAR}(?= ?[年년])"
    rf"|(?<=\bthe ){YEAR}(?=s\b)"
)


@dataclass(frozen=True)
class Numeral:
    """A number as a text states it.

    Attributes
    ----------
    unit : Decimal
        The place of its last significant digit: 100 in 63,400, 0.001 in 94.7 %.
    exact : bool
        Whether it has three digits, or two in a percentage or behind a decimal point: too many
        to be said without evidence.
    """

    line: int
    text: str
    value: Decimal
    unit: Decimal
    exact: bool


@cache  # a text is read for its evidence, for its twin and for the rendered page
def numerals(text: str) -> list[Numeral]:
    """Return the numbers that a text states, but no versions; years are not exact.

    Examples
    --------
    >>> from mlbook.publishing.checking.number_reader import numerals
    >>> for each in numerals("百分之九十九点一, 63,400, -2 × 10⁻³"):
    ...     print(f"{each.value:f} {each.unit:f} {each.exact}")
    0.991 0.001 True
    63400 100 True
    -0.002 0.001 False
    """
    for pattern, replacement in REWRITTEN:
        text = re.sub(pattern, replacement, text)
    text = with_exponents(text)
    years = {match.end() for match in IS_YEAR.finditer(text)}
    found, line, place = [], 1, 0
    for match in NUMBER.finditer(text):
        line, place = line + text.count("\n", place, match.start()), match.start()
        if match["words"] or match["figures"]:
            number = _numeral(line, match)
            found.append(replace(number, exact=False) if match.end("figures") in years else number)
    return found


def _numeral(line: int, match: re.Match[str]) -> Numeral:
    words, figures = match["words"] or "", (match["figures"] or "").replace(",", "")
    number = value_of(words) if words else Decimal(figures + (match["exponent"] or ""))
    if int(number.as_tuple().exponent) >= 0:  # zeros at the end of an integer: 6 万 is 60,000
        number = number.normalize()
    _, digits, last = number.as_tuple()
    is_integer = figures and "." not in figures  # all of whose digits were written
    count = len(figures.lstrip("0")) if is_integer else len(digits)
    scale = Decimal(SCALES[match["part"]]) * Decimal(SCALES[match["scale"]])
    is_fraction = scale < 1 or any(point in figures + words for point in (".", "点", " point "))
    value = number * scale * (-1 if match["sign"] else 1)
    unit = Decimal(1).scaleb(int(last)) * scale
    return Numeral(line, match[0].strip(), value, unit, count >= 3 - is_fraction)
