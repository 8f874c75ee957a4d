"""Numbers in digits and in words, as Chinese and English write them, to hold one to the other.

A fraction is its two numbers: 四分之三, three quarters: 3 and 4; 百分之五, 5 %: 5 and 100.
What is vague is none: 几百, hundreds. The words for 0, 1 and 2 are part of too many others (一起,
both, another) to be counted; they only stand for digits, and for a plain two of the other language.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

Numbers = Counter[Decimal]
SMALL = frozenset(map(Decimal, range(3)))
TWO = Decimal(2)
DIGITS = re.compile(
    r"""(?P<minus>(?<![\w)%])[-−])?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)
        (?:\s?(?P<scale>[万亿]|(?:thousand|million|billion)\b))?""",
    re.VERBOSE,
)
SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
SCALES |= {"十": 10, "百": 100, "千": 10**3, "万": 10**4, "亿": 10**8}

ZH = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
ZH |= dict.fromkeys("两半双倍另又再后", 2)
D, S = "一二三四五六七八九两", "十百千万亿"
ZH_VAGUE = re.compile(  # or a word that only looks like a number
    f"[{S}]*[几数][{S}]+(?:分之[一几])?|[{S}]+(?:分之几|[几来])|[{D}][三四五六七八九](?![{D}{S}成分])"
    f"|成千上万|四舍五入|统一|三角|四[周则面处]|十分(?!之)|[{D}]+折"
)
ZH_NUMBER = re.compile(
    f"[{D}{S}零]*[{D}十零][{D}{S}零]*|(?<=上)[{S}]+|[{S}]+(?=分之|倍)|[半双倍另又再后]"
)
ZH_TWO = re.compile("第二|两[层个条张种行列步份项倍端部]")

CARDINALS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen""".split()
ORDINALS = """zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh
    twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth""".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
EN = {word: value for words in (CARDINALS, ORDINALS) for value, word in enumerate(words)}
EN |= {word: 10 * value for value, word in enumerate(TENS, 2)}
EN |= {f"{word}{end}": EN[word] for word in list(EN) for end in ("s", "fold")}
EN |= {"quarter": 4, "quarters": 4, "once": 1}
EN |= dict.fromkeys("both twice pair half halves halved double doubled doubles".split(), 2)
EN |= dict.fromkeys("either neither other another latter".split(), 2)
EN_TWO = re.compile(r"\b(?:two(?! (?:hundred|thousand|million))|(?<!per )second)\b")
PARTS = {f"{word}{end}": value for word, value in SCALES.items() for end in ("th", "ths")}
EN |= SCALES | PARTS
_FEW = "|".join(CARDINALS[1:11])
EN_VAGUE = re.compile(
    r"\b(?:several|few|many)[ -](?:(?:hundred|thousand|million|billion)s?(?:-\w+)?|\w+ths)\b"
    rf"|\b(?:{_FEW}) or (?:{_FEW})\b|\btens\b"
)
_WORD = rf"(?<![a-z])(?:{'|'.join(EN)})(?![a-z])"
EN_NUMBERS = re.compile(rf"{_WORD}(?:(?:(?<=hundred) and |[ -]){_WORD})*")


def disagreement(zh: str, en: str) -> str:
    """Say which numbers only one of two texts has; nothing if they have the same.

    Examples
    --------
    >>> from mlbook.publishing.checking.numerals import disagreement
    >>> disagreement("三分之一，1.5 万张", "a third, 15,000 pictures")
    ''
    >>> disagreement("三层，90 %", "four layers, nine in ten")
    'only the Chinese has 90, 3, 100 and only the English has 4, 9, 10'
    """
    of_zh, of_en = _chinese(zh), _english(en)
    found = {"Chinese": _missing(of_zh, of_en), "English": _missing(of_en, of_zh)}
    return " and ".join(f"only the {name} has {each}" for name, each in found.items() if each)


def _missing(numbers: tuple[Numbers, Numbers], others: tuple[Numbers, Numbers]) -> str:
    """Return those of the numbers, in digits and in words, that are not among the others."""
    digits, words = numbers
    compared = digits + Numbers({value: n for value, n in words.items() if value not in SMALL})
    missing = compared - sum(others, Numbers())
    return ", ".join(f"{value.normalize():,f}" for value in missing.elements())


def _chinese(text: str) -> tuple[Numbers, Numbers]:
    digits, rest = _digits(ZH_VAGUE.sub(" ", text.replace("%", " 一百 ")))
    if ZH_TWO.search(rest):
        digits[TWO] = max(digits[TWO], 1)
    rest = re.sub(f"(?<=[{D}])成", " 十 ", rest)  # 九成 is 9 in 10
    return digits, Numbers(Decimal(_chinese_value(word)) for word in ZH_NUMBER.findall(rest))


def _chinese_value(word: str) -> int:
    total = section = digit = 0
    for sign in word:
        if sign in ZH:
            digit = ZH[sign]
        elif sign in "万亿":
            total, section, digit = ((total + section + digit) or 1) * SCALES[sign], 0, 0
        else:
            section, digit = section + (digit or 1) * SCALES[sign], 0
    return total + section + digit


def _english(text: str) -> tuple[Numbers, Numbers]:
    plain = re.sub(r"\s+", " ", re.sub("%|per cent", "; hundred;", text.lower()))
    digits, rest = _digits(EN_VAGUE.sub(";", plain))
    if EN_TWO.search(rest):
        digits[TWO] = max(digits[TWO], 1)
    runs = EN_NUMBERS.findall(rest)
    return digits, Numbers(Decimal(value) for run in runs for value in _english_values(run))


def _english_values(run: str) -> list[int]:
    """Return the numbers of words that follow one another: `the first two hundred` are two."""
    values = [0]
    for word in re.findall("[a-z]+", run.replace(" and ", " ")):
        last, value = values[-1], EN[word]
        tens = last % 100
        if (word in SCALES and 0 < last <= value) or (word in PARTS and last in (10, 100)):
            values[-1] *= value
        elif (tens in range(20, 100, 10) and value < 10) or (last and not tens and value < 100):
            values[-1] += value
        else:
            values.append(value)
    return values[1:]


def _digits(text: str) -> tuple[Numbers, str]:
    """Return the numbers in digits, and the text without them."""
    found = Numbers()
    for match in DIGITS.finditer(text):
        value = Decimal(match["number"].replace(",", "")) * SCALES.get(match["scale"], 1)
        found[-value if match["minus"] else value] += 1
    return found, DIGITS.sub(";", text)
