"""Is what a block printed what the page says? Compared number by number, word by word.

Integers are exact and never equal to a float; two floats without a fraction are exact, too. A float
has the digits that the block printed, or fewer, rounded; `2.` is no rounded number. What machines
differ in is forgiven after the sixth significant digit: a few units of the last place printed, or
of the last bits. Only a printed zero has an absolute tolerance. Spaces are as printed, but for
those with which NumPy aligns the numbers of an array.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple

SIGNIFICANT_DIGITS = 6
UNITS = 20  # of the last place: a float64 has up to 18 between neighbours, a float32 6 to 12
LAST_BITS = Decimal("1e-15")  # of a number's size, four times what a float64 is rounded by
REPR_DIGITS = 15  # that Python prints of a number with rounding error, at least
NOISE = Decimal("1e-14")  # below it, the rounding errors of numbers near 1 begin
NOISE_FLOOR = Decimal("1e-20")  # and here they end: 1e-49 is a number that somebody meant

NUMBER = re.compile(
    r"""(?<![\w.])(?P<sign>(?<![\w)\]])[-+])?
        (?P<digits>[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?P<exponent>[eE][-+]?[0-9]{1,4})?
        (?![\w]|\.[0-9])""",
    re.VERBOSE,
)


class Difference(NamedTuple):
    """Where an output departs from the page: in which line of the page's text, from 0, and how."""

    line: int
    message: str


def difference(expected: str, actual: str) -> Difference | None:
    """Say where `actual` first departs from `expected`; None where they agree."""
    line = 0
    for wanted, came in zip_longest(_logical_lines(expected), _logical_lines(actual)):
        if wanted is None:
            return Difference(line, f"printed a line more than the page shows: {came}")
        if came is None:
            return Difference(line, f"did not print the page's line: {wanted}")
        if wanted != came and not _same_line(wanted, came):
            rows = enumerate(zip(wanted.split("\n"), came.split("\n"), strict=False), line)
            differing = ((at, row) for at, row in rows if not _same_line(*row))
            line, (wanted, came) = next(differing, (line, (wanted, came)))
            return Difference(line, f"expected: {wanted}\n     got: {came}")
        line += wanted.count("\n") + 1
    return None


def rounding_noise(text: str) -> str | None:
    """Return the first number in `text` that is nothing but rounding error, such as 3.3e-17."""
    for match in NUMBER.finditer(text):
        if _is_noise(Decimal(match[0])):
            return match[0]
    return None


def is_whole_line(text: str, number: int) -> bool:
    """Say whether a line of an output, counted from 1, says something on its own.

    A blank line does not, nor does one of an array that NumPy has broken.
    """
    first = 1
    for line in _logical_lines(text):
        last = first + line.count("\n")
        if first <= number <= last:
            return first == last and bool(line)
        first = last + 1
    return False


def _logical_lines(text: str) -> Iterator[str]:
    """Yield the lines, those of an array as one: NumPy breaks them by their width."""
    lines = [line.rstrip() for line in text.rstrip().split("\n")]
    while lines:
        count, opened = 1, _open_brackets(lines[0])
        while "[" in opened and count < len(lines) and lines[count].startswith(" "):
            opened = _open_brackets(opened + lines[count])
            count += 1
        if "[" in opened:  # and nothing closes it
            count = 1
        yield "\n".join(lines[:count])
        del lines[:count]


def _open_brackets(line: str) -> str:
    """Return the brackets that are open at the end of `line`; `[0, 1)` leaves none open."""
    brackets, count = re.sub(r"[^\[\]()]", "", line), 1
    while count:
        brackets, count = re.subn(r"[\[(][\])]", "", brackets)
    return brackets


def _same_line(wanted: str, came: str) -> bool:
    pairs = list(zip(NUMBER.findall(wanted), NUMBER.findall(came), strict=False))
    as_printed = all(page == block for page, block in pairs)
    return _skeleton(wanted, as_printed) == _skeleton(came, as_printed) and all(
        _same_number(page, block) for page, block in pairs
    )


def _skeleton(line: str, as_printed: bool) -> str:
    """Return `line` with every number replaced, without the spaces by which NumPy aligns arrays.

    Where the numbers are not `as_printed`, what stands around them may have moved.
    """
    bare = NUMBER.sub("\0", line)
    before, opening, rest = bare.partition("[")
    array, closing, after = rest.rpartition("]")
    if not re.search("[\"']", array):  # spaces of a string are its own
        array = re.sub(r"(?<=[\[(])\s+|\s+(?=[\]),])", "", " ".join(array.split()))
    bare = before + opening + array + closing + after
    return bare if as_printed else " ".join(bare.split())


def _same_number(wanted: tuple[str, str, str], came: tuple[str, str, str]) -> bool:
    page, block = Decimal("".join(wanted)), Decimal("".join(came))
    if _is_integer(wanted) or _is_integer(came):
        return wanted == came
    if page == 0:
        return abs(block) <= NOISE
    if _is_noise(page) and _is_noise(block):
        return True
    if _style(wanted) != _style(came) or (_is_whole(wanted) and _is_whole(came) and page != block):
        return False
    last, printed_last = (Decimal(1).scaleb(int(x.as_tuple().exponent)) for x in (page, block))
    if last < printed_last and _digits(wanted) > _digits(came):
        is_repr = len(page.normalize().as_tuple().digits) >= REPR_DIGITS
        return is_repr and abs(page - block) <= LAST_BITS * abs(block)
    sixth_digit = Decimal(1).scaleb(page.adjusted() - SIGNIFICANT_DIGITS + 1)
    noise = max(min(UNITS * printed_last, sixth_digit / 2), LAST_BITS * abs(block))
    rounded = last / 2 if last > printed_last and not wanted[1].endswith(".") else 0
    return abs(page - block) <= max(noise, rounded)


def _style(number: tuple[str, str, str]) -> tuple[str, bool]:
    """Return what stands before the first digit that matters, and whether an exponent follows."""
    sign, digits, exponent = number
    padding = re.match(r"\.|0*(?=[0-9])", digits)
    return sign.strip("-") + (padding[0] if padding else ""), bool(exponent)


def _digits(number: tuple[str, str, str]) -> int:
    """Return how many significant digits are printed."""
    return len(number[1].replace(".", "").lstrip("0"))


def _is_integer(number: tuple[str, str, str]) -> bool:
    _, digits, exponent = number
    return "." not in digits and not exponent


def _is_whole(number: tuple[str, str, str]) -> bool:
    _, digits, exponent = number
    return not (digits.partition(".")[2].strip("0") or exponent)


def _is_noise(number: Decimal) -> bool:
    return NOISE_FLOOR < abs(number) < NOISE
