"""Numbers in words: 一千七百九十七, 九十九点一, seven hundred and ninety-seven, nine point one."""

from __future__ import annotations

import re
from decimal import Decimal

SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen""".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
UNITS = {
    word: value for words in (SMALL, "零一二三四五六七八九") for value, word in enumerate(words)
}
UNITS |= {word: 10 * value for value, word in enumerate(TENS, 2)} | {"〇": 0, "两": 2, "a": 1}
FACTORS = {"十": 10, "百": 100, "千": 1000, "hundred": 100}
GROUPS = {"万": 10**4, "亿": 10**8, "thousand": 10**3, "million": 10**6, "billion": 10**9}

_COUNT = f"(?:{'|'.join(SMALL + TENS)})"
_SCALE = r"(?:hundred|thousand|million|billion)\b"
_DIGITS = "零〇一二两三四五六七八九"
CHINESE = rf"[{_DIGITS}十][{_DIGITS}十百千万亿]*(?:点[{_DIGITS}]+)?"
ENGLISH = (
    rf"\b(?:{_COUNT}|a(?=[ -]{_SCALE}))(?:[ -](?:{_COUNT}|{_SCALE}(?:[ -]and(?=[ -]{_COUNT}\b))?))*"
    rf"(?:[ ]point(?:[ ]{_COUNT})+)?\b"
)


def value_of(words: str) -> Decimal:
    """Return the number that `words`, a match of `CHINESE` or `ENGLISH`, say.

    Examples
    --------
    >>> from mlbook.publishing.checking.number_words import value_of
    >>> print(value_of("一千七百九十七"), value_of("Ninety-nine point one"))
    1797 99.1
    """
    whole, _, fraction = words.lower().replace("-", " ").replace(" point ", "点").partition("点")
    total = group = count = 0
    for word in re.findall(r"[a-z]+|[^a-z ]", whole):
        if word in FACTORS:
            group, count = group + (count or 1) * FACTORS[word], 0
        elif word in GROUPS:
            total, group, count = total + (group + count or 1) * GROUPS[word], 0, 0
        elif word != "and":  # twenty-one is 21, and nineteen eighty-six 1986
            value = UNITS[word]
            follows_tens = count % 100 >= 20 and count % 10 == 0 and 0 < value < 10
            count = count * (1 if follows_tens else 10 ** len(str(value))) + value
    decimals = "".join(str(UNITS[word]) for word in re.findall(r"[a-z]+|[^a-z ]", fraction))
    return Decimal(f"{total + group + count}.{decimals}")
