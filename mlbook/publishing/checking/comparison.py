"""Is what a block printed what the page says? Compared number by number, word by word.

Integers are exact and never equal to a float. Floats agree to six significant digits or to the
last digit the page prints, whichever is coarser; only a printed zero has an absolute tolerance.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest

SIGNIFICANT_DIGITS = 6
NOISE = Decimal("1e-14")  # below it, the rounding errors of numbers near 1 begin
NOISE_FLOOR = Decimal("1e-20")  # and here they end: 1e-49 is a number that somebody meant

NUMBER = re.compile(
    r"""(?<![\w.])(?P<sign>(?<![\w)\]])[-+])?
        (?P<digits>\d+\.\d*|\.\d+|\d+)(?P<exponent>[eE][-+]?\d{1,4})?
        (?![\w]|\.\d)""",
    re.VERBOSE,
)


def difference(expected: str, actual: str) -> str | None:
    """Say where `actual` first departs from `expected`; None where they agree."""
    pairs = zip_longest(_logical_lines(expected), _logical_lines(actual))
    for wanted, came in pairs:
        if wanted is None:
            return f"printed a line more than the page shows: {came}"
        if came is None:
            return f"did not print the page's line: {wanted}"
        if not _same_line(wanted, came):
            return f"expected: {wanted}\n     got: {came}"
    return None


def rounding_noise(text: str) -> str | None:
    """Return the first number in `text` that is nothing but rounding error, such as 3.3e-17."""
    for match in NUMBER.finditer(text):
        if _is_noise(Decimal(match[0])):
            return match[0]
    return None


def _logical_lines(text: str) -> Iterator[str]:
    """Yield the lines, with a bracket's lines joined: NumPy breaks them by their width."""
    pending, depth = "", 0
    for line in text.rstrip().split("\n"):
        pending = f"{pending} {line.strip()}" if depth > 0 else line.rstrip()
        depth = pending.count("[") - pending.count("]")
        if depth <= 0:
            yield pending
            pending, depth = "", 0
    if pending:
        yield pending


def _same_line(wanted: str, came: str) -> bool:
    return _skeleton(wanted) == _skeleton(came) and all(
        _same_number(one, other)
        for one, other in zip(NUMBER.findall(wanted), NUMBER.findall(came), strict=True)
    )


def _skeleton(line: str) -> str:
    """Return `line` with every number replaced, and the spaces that NumPy pads with removed."""
    bare = NUMBER.sub("\0", line)
    bare = re.sub(r"(?<=[\[(,]) +| +(?=[\]),])", "", bare)
    return " ".join(bare.split())


def _same_number(wanted: tuple[str, str, str], came: tuple[str, str, str]) -> bool:
    page, block = Decimal("".join(wanted)), Decimal("".join(came))
    if _is_integer(wanted) or _is_integer(came):
        return _is_integer(wanted) and _is_integer(came) and page == block
    if page == 0:
        return abs(block) <= NOISE
    if _is_noise(page) and _is_noise(block):
        return True
    sixth_digit = Decimal(1).scaleb(page.adjusted() - SIGNIFICANT_DIGITS + 1)
    last_digit = Decimal(1).scaleb(int(page.as_tuple().exponent))
    return abs(page - block) <= max(sixth_digit, last_digit) / 2


def _is_integer(number: tuple[str, str, str]) -> bool:
    _, digits, exponent = number
    return "." not in digits and not exponent


def _is_noise(number: Decimal) -> bool:
    return NOISE_FLOOR < abs(number) < NOISE
