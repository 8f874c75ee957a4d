r"""Formulas as lines of text, without the results of their own calculations.

``$\frac56 \times 10^{-3}$`` reads ``(5)/(6) × 1e-3``. In ``$28 \times 28 = 784$`` the 784 is proved
by what stands before it, and left out; 785 would stay. What `=` joins has one value.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from math import isclose, isfinite

_ARGUMENT = r"\s*(\{[^{}]*\}|\d)"
REWRITTEN = [
    (r"\\\\(?!\s*&\s*(?:=|\\approx))(?=(?:(?!\\begin|\\end)[\s\S])*\\end\{[ags])", "; "),  # a row
    (r"\\(?:begin|end)\s*\{\w+\*?\}|(?:\\\\\s*)?&\s*(?==|\\approx)", ""),  # aligned
    (r"\\\\", " ⋅ "),
    (r"\\(?:q?quad|[lg]eq?|to|(?:left|right)arrow)(?![A-Za-z])|[<>]", "; "),  # parts equations
    (r"\\(?:left|right|[bB]igg?[lr]?|(?:math|text)\w*|boldsymbol|operatorname|[,;:! ])|\{\}", ""),
    (r"(?:\{,\}|(?<=\d),)(?=\d{3})", ""),  # 63{,}400 is 63400
    (r"([_^])\s*(\w)", r"\1{\2}"),
    (r"\\[dt]?frac" + 2 * _ARGUMENT, r"(\1)/(\2)"),
    (r"\\sqrt" + _ARGUMENT, r"(\1)^(1/2)"),
    (r"\\times|\\cdot(?!s)", "×"),
    (r"\\div", "÷"),
    (r"\\approx", "≈"),
    (r"\\%", "%"),
    (r"\\[dl]dots", "…"),
    (r"\\(?:[A-Za-z]+|.)", " ⋅"),
    (r"(?<![\^_A-Za-z⋅}])\{([\d.]+)\}", r"\1"),  # digits in a group join those beside it
    (r"(?<=[\d.])\s+(?=[\d.])", ""),  # no space is shown between digits
    (r"\{", "("),
    (r"\}", ")"),
    (r"(?<=[A-Za-z])(?=[\d.])|(?<=\d)\s*(?=[kKM])", "  "),  # a factor, no scale
    (r"(^|[=≈(,;&×÷/])\s*-\s*(?=\d)", r"\1 -"),
    (r"(?<=[\w)])\s*-\s*", " - "),
]
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
POWER = r"10 *\^ *\(? *(-?\d+)\)?"
OPERATORS = str.maketrans({"×": "*", "÷": "/", "^": "**"})
CALCULATION = re.compile(r"(?=.*(?:[+*/]| - ))(?:[\d.+*/() -]|(?<=\d)e(?=-?\d))+")
SHAPE = re.compile(r"[\d ×()]+")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d{1,3})?…?(?: ?%)?")


def plain(latex: str) -> str:
    r"""Return a formula as a line of text, without the results that its calculations prove.

    Examples
    --------
    >>> from mlbook.publishing.checking.formulas import plain
    >>> print(plain(r"v = \frac12 \times -0.5 = -2.5 \times 10^{-1}"))
    v = (1)/(2) × -0.5 =
    """
    return "".join("" if is_right else side for side, is_right in _sides(latex)).strip()


def wrong_results(latex: str) -> list[str]:
    """Return the sides of a formula that have another value than a calculation beside them."""
    return [side.strip() for side, is_right in _sides(latex) if is_right is False]


@cache  # both languages have it, and both are read more than once
def _sides(latex: str) -> list[tuple[str, bool | None]]:
    """Return the sides of a formula and its signs; is each right? None: no calculation says so."""
    for pattern, replacement in REWRITTEN:
        latex = re.sub(pattern, replacement, latex)
    found: list[tuple[str, bool | None]] = []
    for equation in re.split(r"([;,]\s)", with_exponents(latex.replace("\n", " "))):
        sides = re.split("([=≈])", equation)
        values = [calculated(side.strip()) for side in sides]
        known = [value for value in values if value is not None]
        for at, (side, value) in enumerate(zip(sides, values, strict=True)):
            is_near = (sides[at - 1 : at] or sides[1:2]) == ["≈"]  # the sign beside it
            is_right = None
            if known and NUMBER.fullmatch(side.strip()):
                is_right = any(is_rounded(side.strip(), each, is_near) for each in known)
            elif value is not None and "≈" not in equation and not SHAPE.fullmatch(side):
                is_right = isclose(value, known[0], rel_tol=1e-9, abs_tol=1e-15) and None
            found.append((side, is_right))
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


def is_rounded(side: str, value: float, is_near: bool = False) -> bool:
    """Say whether a side of an equation is a value, rounded to its digits or, with …, cut off."""
    number = Decimal(side.rstrip("…% ")).scaleb(-2 if "%" in side else 0)
    if is_near and number >= 1 and "." not in side:
        number = number.normalize()  # 784 ≈ 800
    unit = Decimal(1).scaleb(int(number.as_tuple().exponent))
    more = (Decimal(value) - number) * Decimal(1).copy_sign(number)
    return abs(more) <= unit / 2 or (side.endswith("…") and 0 <= more < unit)
