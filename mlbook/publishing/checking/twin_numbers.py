"""The numbers of a Chinese text and of its English twin agree, in figures or in words.

A fraction is its two numbers: 四分之三, three quarters: 3 and 4; 百分之五, 5 %: 5 and 100. What is
vague is none: 几百, hundreds. The words for 0, 1 and 2 are part of too many others (一起, both) to
be counted; they only stand for figures, and for a plain two of the other language. Of other
languages than Chinese and English, only figures are compared, of two digits or more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from mlbook.publishing.chapters.languages import ZH_EN, Languages, name_of
from mlbook.publishing.checking.number_reader import numerals
from mlbook.publishing.checking.number_words import SMALL, TENS

Numbers = Counter[Decimal]
Rewriting = tuple[str, str | Callable[[re.Match[str]], str]]
D, S = "一二三四五六七八九两", "十百千万亿"
CHINESE: list[Rewriting] = [
    (  # what is vague, or only looks like a number
        f"[{S}]*[几数][{S}]+(?:分之[一几])?|[{S}]+(?:分之几|[几来])|十分(?!之)|统一|三角"
        f"|[{D}]{{2}}(?![{D}{S}成分折])|成千上万|四舍五入|四[周则面处]|星期.|三言两语|十有八九",
        ";",
    ),
    (f"上(?=[{S}])|(?<![{D}{S}])(?=[{S}]+(?:分之|倍))", ";一"),
    (f"(?<=[{D}])成", ";十;"),  # 九成 is 9 in 10
    (f"打([{D}])([{D}]?)折", r";\1十\2;一百;"),  # 七五折 is 75 %
    ("个百分点", "个"),
    ("[%％]", ";一百;"),
    ("分之百", ";一百"),
    ("分之", ";"),
    ("[双半倍另又再后]", ";二;"),
]
FEW = "|".join(SMALL[1:11])
SCALE = "(hundred|thousand|million|billion)"
ORDINALS = {f"{word[:-1]}ieth": word for word in TENS}
ORDINALS |= {f"{word}th": word for word in SMALL} | {"first": "one", "second": "two"}
ORDINALS |= {"third": "three", "fifth": "five", "eighth": "eight", "ninth": "nine"}
ORDINALS["twelfth"] = "twelve"
ENGLISH: list[Rewriting] = [
    (rf"\b(?:several|few|many)[ -](?:{SCALE}s?(?:-\w+)?|\w+ths)\b|\btens\b", ";"),
    (rf"\b(?:{FEW}) or (?:{FEW})\b", ";"),
    (rf"\b(ten|hundred)-{SCALE}ths?\b", r"; a \1 \2;"),
    (rf"\b{SCALE}ths?\b", r"; a \1;"),
    ("percentage", ""),
    ("%|per ?cent", "; a hundred;"),
    (rf"\b({'|'.join(ORDINALS)})s?\b", lambda found: f"; {ORDINALS[found[1].lower()]};"),
    (rf"\b({'|'.join(SMALL + TENS)})(?:e?s|fold)\b", r"; \1;"),
    (rf"(?:\bthe|;) {SCALE}\b", r"; a \1"),  # the first hundred steps
    (r"\bquarters?\b", "; four;"),
    (r"\bonce\b", "; one;"),
    (
        r"\b(?:a?n?other|both|double[ds]?|either|half|halves|halved?|latter|neither|pair|twice)\b",
        "; two;",
    ),
]
TWO = re.compile(
    "第二|(?<!一)两[层个条张种行列步份项倍端部]"
    r"|\b(?<! or )two\b(?! (?:hundred|thousand|million|or)\b)"
    r"|(?<!per )(?<!once a )(?<!times a )\bsecond\b",
    re.IGNORECASE,
)


FIGURES = re.compile(r"\d[\d.,\u00a0\u202f]*\d")
SEPARATORS = re.compile(r"\D")  # a point is a comma elsewhere


def disagreement(zh: str, en: str, languages: Languages = ZH_EN) -> str:
    """Say which numbers only one of two texts has; nothing if they have the same.

    Examples
    --------
    >>> from mlbook.publishing.checking.twin_numbers import disagreement
    >>> disagreement("三分之一，1.5 万张", "a third, 15,000 pictures")
    ''
    >>> disagreement("三层，90 %", "four layers, nine in ten")
    'only the Chinese has 3, 90, 100 and only the English has 4, 9, 10'
    >>> disagreement("zwei von 1.000 sind 0,25", "two of 1,000 are 0.35", ("de", "en"))
    'only the German has 0,25 and only the English has 0.35'
    """
    if languages == ZH_EN:
        of_zh, of_en = _numbers(zh, CHINESE), _numbers(" ".join(en.split()), ENGLISH)
        missing = _missing(of_zh, of_en), _missing(of_en, of_zh)
    else:
        missing = _missing_figures(zh, en), _missing_figures(en, zh)
    pairs = zip(map(name_of, languages), missing, strict=True)
    return " and ".join(f"only the {name} has {each}" for name, each in pairs if each)


def _numbers(text: str, rewritten: list[Rewriting]) -> tuple[Numbers, Numbers]:
    """Return the numbers that have to be in the twin, and the words that may stand for one."""
    has_two = TWO.search(text)
    for pattern, replacement in rewritten:
        text = re.sub(pattern, replacement, text, flags=re.IGNORECASE)
    asked, others = Numbers(), Numbers()
    for number in numerals(text):
        in_words = not re.search(r"\d", number.text)
        is_small = number.value in (0, 1, 2)
        counts = others if in_words and is_small else asked
        counts[number.value] = 1 if is_small else counts[number.value] + 1  # once is enough
    if has_two and not asked[Decimal(2)]:
        asked[Decimal(2)] = 1
    return asked, others


def _missing_figures(text: str, twin: str) -> str:
    known = Counter(SEPARATORS.sub("", each) for each in FIGURES.findall(twin))
    missing = []
    for figures in FIGURES.findall(text):
        digits = SEPARATORS.sub("", figures)
        if not known[digits]:
            missing.append(figures)
        known[digits] -= 1
    return ", ".join(missing)


def _missing(numbers: tuple[Numbers, Numbers], twin: tuple[Numbers, Numbers]) -> str:
    asked = numbers[0] - (twin[0] + twin[1])
    return ", ".join(f"{value.normalize():,f}" for value in asked.elements())
