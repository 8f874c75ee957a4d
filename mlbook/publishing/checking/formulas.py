r"""Formulas as lines of text, without the results of their own calculations.

``$\frac56 \times 10^{-3}$`` reads ``(5)/(6) × 1e-3``. In ``$28 \times 28 = 784$`` the 784 is proved
by what stands before it, and left out; 785 would stay.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from math import isfinite

_ARGUMENT = r"\s*(\{[^{}]*\}|\d)"
REWRITTEN = [
    (r"\\(?:begin|end)\s*\{\w+\*?\}|(?:\\\\\s*)?&\s*(?==|\\approx)", ""),  # aligned
    (r"\\(?:left|right|[bB]igg?[lr]?|(?:math|text)\w*|boldsymbol|operatorname|[,;:! ])|\{\}", ""),
    (r"\{,\}(?=\d{3})", ""),  # 63{,}400 is 63400
    (r"([_^])\s*(\w)", r"\1{\2}"),
    (r"\\[dt]?frac" + 2 * _ARGUMENT, r"(\1)/(\2)"),
    (r"\\sqrt" + _ARGUMENT, r"(\1)^(1/2)"),
    (r"\\times|\\cdot(?!s)", "×"),
    (r"\\div", "÷"),
    (r"\\approx", "="),
    (r"\\%", "%"),
    (r"\\[dl]dots", "…"),
    (r"\\(?:[A-Za-z]+|.)", " ⋅"),
    (r"(?<![\^_A-Za-z⋅}])\{([\d.]+)\}", r"\1"),  # digits in a group join those beside it
    (r"(?<=[\d.])\s+(?=[\d.])", ""),  # no space is shown between digits
    (r"\{", "("),
    (r"\}", ")"),
    (r"(?<=[A-Za-z])(?=[\d.])|(?<=\d)\s*(?=[kKM])", "  "),  # a factor, no scale
    (r"(^|[=(,&<>×÷/])\s*-\s*(?=\d)", r"\1 -"),
    (r"(?<=[\w)])\s*-\s*", " - "),
]
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
POWER = r"10 *\^ *\(? *(-?\d+)\)?"
OPERATORS = str.maketrans({"×": "*", "÷": "/", "^": "**"})
CALCULATION = re.compile(r"(?=.*(?:[+*/]| - ))(?:[\d.+*/() -]|(?<=\d)e(?=-?\d))+")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d{1,3})?…?")


def plain(latex: str) -> str:
    r"""Return a formula as a line of text, without the results that its calculations prove.

    Examples
    --------
    >>> from mlbook.publishing.checking.formulas import plain
    >>> print(plain(r"v = \frac12 \times -0.5 = -2.5 \times 10^{-1}"))
    v = (1)/(2) × -0.5 =
    """
    return " = ".join("" if is_result else side for side, is_result in _sides(latex))


def wrong_results(latex: str) -> list[str]:
    """Return the numbers in a formula that no calculation beside them has as its result."""
    return [side for side, is_result in _sides(latex) if is_result is False]


@cache  # both languages have it, and both are read more than once
def _sides(latex: str) -> list[tuple[str, bool | None]]:
    """Return the sides of a formula; is each the result of one beside it? None: neither counts."""
    for pattern, replacement in REWRITTEN:
        latex = re.sub(pattern, replacement, latex)
    sides = [side.strip() for side in with_exponents(latex.replace("\n", " ")).split("=")]
    values = [None, *map(calculated, sides), None]
    found: list[tuple[str, bool | None]] = []
    for side, *beside in zip(sides, values, values[2:], strict=False):
        known = [value for value in beside if value is not None and NUMBER.fullmatch(side)]
        found.append((side, any(is_rounded(side, value) for value in known) if known else None))
    return found


def with_exponents(text: str) -> str:
    """Return a text with its powers of ten, such as 3 × 10⁸ and 10^(-7), written 3e8 and 1e-7."""
    text = re.sub("10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: "10^" + m[1].translate(SUPERSCRIPTS), text)
    return re.sub(
        rf"(?<![\w.)^]){POWER}", r"1e\1", re.sub(rf"(?<=\d) *[×·] *{POWER}", r"e\1", text)
    )


def calculated(side: str) -> float | None:
    """Return the value of a side of an equation; None if it is no calculation with numbers."""
    expression = re.sub(r"(?<=[\d)]) *(?=\()", "*", side.translate(OPERATORS))
    if not CALCULATION.fullmatch(expression):
        return None
    try:  # in floats, which overflow where powers of integers take for ever
        value = eval(re.sub(r"(?<![\d.e])(?<!e-)\d+(?![\d.e])", r"\g<0>.0", expression))
    except (SyntaxError, TypeError, ArithmeticError):
        return None
    return value if isinstance(value, float) and isfinite(value) else None


def is_rounded(side: str, value: float) -> bool:
    """Say whether a side of an equation is a value, rounded to its digits or, with …, cut off."""
    number = Decimal(side.rstrip("…"))
    unit = Decimal(1).scaleb(int(number.as_tuple().exponent))
    return abs(Decimal(value) - number) <= (unit if side.endswith("…") else unit / 2)
