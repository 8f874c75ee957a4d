import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlbook.publishing.checking.comparison import difference, rounding_noise

SAME = [
    ("0.09750000000000003", "0.0975"),
    ("0.0975", "0.09750000000000003"),
    ("[0. 4.]", "[ 0.  4.]"),
    ("[ 1.  10.]", "[1. 10.]"),
    ("array([1., 2.5])", "array([1. , 2.5])"),
    ("np.float64(0.30000000000000004)", "np.float64(0.3)"),
    ("1e-17", "3.3e-17"),
    ("0.0", "-2.2e-16"),
    ("-0.", "0."),
    ("loss: 2.302585", "loss: 2.3025850"),
    ("0.12", "0.1234"),  # an author's rounding
    ("[[1 2]\n [3 4]]", "[[1 2] [3 4]]"),
    ("a  b", "a b"),
    ("nan inf", "nan inf"),
    ("97.4%", "97.40001%"),
    ("1e99999999999999999999", "1e99999999999999999999"),  # a word: no number has such a size
    ("0.12", "0.125"),
    ("0.1234567891", "0.1234571891"),
    ("0.0", "1e-14"),
    ("", "\n"),
]
DIFFERENT = [
    ("4.07e-10", "7.07e-10"),
    ("1", "1.0"),
    ("1.0", "1"),
    ("array([1, 2])", "array([1., 2.])"),
    ("100000", "100001"),
    ("79,520", "79,530"),
    ("0.5", "-0.5"),
    ("x0=3", "x1=3"),
    ("W1", "W2"),
    ("0.123", "0.124"),
    ("0.1234", "0.12"),
    ("0.0", "1e-13"),
    ("1e-49", "2e-49"),
    ("2.4.6", "2.4.7"),
    ("a\nb", "a b"),
    ("a", "a\nb"),
    ("a\nb", "a"),
    ("[1 2", "[1 2]"),
    ("[1]\n[2]", "[1] [2]"),
    ("nan", "inf"),
    ("7-3", "7-2"),
    ("1.5e3", "1.5e4"),
    ("1e99999999999999999999", "1e99999999999999999998"),
    ("1 2", "12"),
    ("a 1 b", "a b"),
    ("1e-17", "1e-3"),
    ("0.1234567891", "0.1234574"),
]


@pytest.mark.parametrize(("page", "block"), SAME)
def test_outputs_that_mean_the_same_agree(page, block):
    assert difference(page, block) is None


@pytest.mark.parametrize(("page", "block"), DIFFERENT)
def test_different_outputs_are_reported(page, block):
    assert difference(page, block)


def test_the_first_line_that_differs_is_shown():
    assert difference("1\n2\n3", "1\n5\n6") == "expected: 2\n     got: 5"
    assert difference("1", "1\n2") == "printed a line more than the page shows: 2"
    assert difference("1\n2", "1") == "did not print the page's line: 2"


@pytest.mark.parametrize(
    ("text", "noise"),
    [
        ("sum 3.3e-17", "3.3e-17"),
        ("-1e-15 1", "-1e-15"),
        ("0.0", None),
        ("1e-49 2e-10", None),
        ("1e-20", None),
        ("1e-14", None),
    ],
)
def test_rounding_noise_is_recognised(text, noise):
    assert rounding_noise(text) == noise


def falsify(text, match, place):
    """Return `text` with one digit of the number `match` raised by one (9 becomes 0)."""
    at = match.start() + place
    return text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]


def significant_places(number):
    """Yield the places of the first five significant digits of a printed number."""
    mantissa = re.split("[eE]", number)[0]
    digits = [i for i, sign in enumerate(mantissa) if sign.isdigit()]
    leading = next((i for i in digits if mantissa[i] != "0"), None)
    return [] if leading is None else [i for i in digits if i >= leading][:5]


numbers = st.one_of(
    st.integers(-(10**6), 10**6).map(str),
    st.floats(1e-10, 1e13).map(repr),
    st.floats(1e-10, 1e13).map(lambda x: f"{-x:.6e}"),
    st.floats(1e-3, 1e5).map(lambda x: f"{x:.3f}"),
    st.lists(st.floats(-9, 9), min_size=1, max_size=4).map(lambda row: str(np.array(row))),
)


@given(numbers)
def test_a_text_agrees_with_itself_and_with_no_falsified_digit(text):
    assert difference(text, text) is None
    for match in re.finditer(r"\d[\d.]*(?:[eE][-+]?\d+)?", text):
        if rounding_noise(match[0]):
            continue
        for place in significant_places(match[0]):
            assert difference(falsify(text, match, place), text), (text, match[0], place)
