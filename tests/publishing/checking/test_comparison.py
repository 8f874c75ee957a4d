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
    ("[[1, 2],\n [3, 4]]", "[[1, 2], [3, 4]]"),
    ("w = [0.1  0.2]  b = [0.3]", "w = [0.1 0.2] b = [ 0.3]"),
    ("x    0.12", "x  0.1234"),  # rounded, and aligned anew
    ("0.53047822", "0.53047831"),  # a float32, rounded once more
    ("0.8999999999999999", "0.9"),
    ("2.302584092994546", "2.302584092994548"),
    ("1.0", "0.99999999"),
    ("9.999999e-05", "1.000000e-04"),
    ("[0, 1)\n[2, 3)", "[0, 1)\n[2, 3)"),
    ("nan inf", "nan inf"),
    ("97.4%", "97.40001%"),
    ("1e99999999999999999999", "1e99999999999999999999"),  # a word: no number has such a size
    ("0.12", "0.125"),
    ("0.0", "1e-14"),
    ("2.0", "1.97"),
    ("2.", "2.00000001"),
    ("['a  b', 1]", "['a  b', 1]"),
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
    ("0.0", "1e-5"),
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
    # digits that nobody printed
    ("0.30000000000000099", "0.3"),
    ("0.30000000000000099", "0.30000000000000004"),
    ("0.3000001", "0.3"),
    ("0.50", "0.5"),
    ("0.1234567891", "0.1234571891"),
    ("0.53047899", "0.53047822"),
    ("2.302584092994999", "2.302584092994546"),
    ("1.797693999e+308", "1.797693134e+308"),
    ("100000.0000001", "100000.0"),
    ("0.75000000000000000", "0.75"),
    # floats without a fraction
    ("16777217.0", "16777216.0"),
    ("1234567.", "1234568."),
    ("-16777217.0", "-16777216.0"),
    ("2.", "2.5"),
    ("[1. 1.]", "[0.9 1.4]"),
    # zeros and signs in front
    ("007", "7"),
    ("00.5", "0.5"),
    (".5", "0.5"),
    ("+3", "3"),
    ("+1.5", "1.5"),
    ("-0", "0"),
    ("１.５", "1.5"),
    ("\N{MINUS SIGN}1.5", "-1.5"),
    ("1.00e+02", "100.0"),
    ("0.00001", "1e-05"),
    # columns and indentation
    ("a  b\n1", "a  b\n   1"),
    ("1     ", "     1"),
    ("a  b", "a b"),
    ("a, b", "a,b"),
    ("[1,2]", "[1, 2]"),
    ("a\n\nb", "a\nb"),
    ("\na", "a"),
    ("   *", " *"),
    ("x    1.5", "x  1.5"),
    ("1 2 [3 4]", "1  2 [3 4]"),
    ("['a b']", "['a  b']"),
    ("['def f():', ' return 1']", "['def f():', '    return 1']"),
    ("[1] 'a b' [2]", "[1] 'a  b' [2]"),
    # lines that no array joins
    ("x in [0, 1)\n 2", "x in [0, 1) 2"),
    ("[=====\n  done", "[===== done"),
    ("[1 2\n3]", "[1 2 3]"),
    ("(0, 1]\n 2", "(0, 1] 2"),
]


@pytest.mark.parametrize(("page", "block"), SAME)
def test_outputs_that_mean_the_same_agree(page, block):
    assert difference(page, block) is None


@pytest.mark.parametrize(("page", "block"), DIFFERENT)
def test_different_outputs_are_reported(page, block):
    assert difference(page, block)


def test_the_first_line_that_differs_is_shown():
    assert difference("1\n2\n3", "1\n5\n6") == (1, "expected: 2\n     got: 5")
    assert difference("1", "1\n2") == (1, "printed a line more than the page shows: 2")
    assert difference("1\n2", "1") == (1, "did not print the page's line: 2")
    assert difference("a\n[[1 2]\n [3 4]]\nb", "a\n[[1 2]\n [3 5]]\nb") == (
        2,
        "expected:  [3 4]]\n     got:  [3 5]]",
    )
    assert difference("[[1 2]\n [3 4]]\nb", "[[1 2]\n [3 4]]\nc").line == 2
    assert difference("[[1 2]\n [3 4]]", "[[1 2] [3 5]]").line == 0


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


def settled_places(number):
    """Yield the places of a printed number that no machine prints differently."""
    mantissa = re.split("[eE]", number)[0]
    digits = [i for i, sign in enumerate(mantissa) if sign.isdigit()]
    leading = next((i for i in digits if mantissa[i] != "0"), None)
    significant = [] if leading is None else [i for i in digits if i >= leading]
    return significant if "." not in number else significant[: max(5, len(significant) - 2)]


numbers = st.one_of(
    st.integers(-(10**6), 10**6).map(str),
    st.floats(1e-10, 1e13).map(repr),
    st.floats(1e-10, 1e13).map(lambda x: f"{-x:.6e}"),
    st.floats(1e-3, 1e5).map(lambda x: f"{x:.3f}"),
    st.lists(st.floats(-9, 9), min_size=1, max_size=4).map(lambda row: str(np.array(row))),
)


@given(numbers)
def test_a_text_agrees_with_itself_and_with_no_falsified_digit_but_the_last_two(text):
    assert difference(text, text) is None
    for match in re.finditer(r"\d[\d.]*(?:[eE][-+]?\d+)?", text):
        if rounding_noise(match[0]):
            continue
        for place in settled_places(match[0]):
            assert difference(falsify(text, match, place), text), (text, match[0], place)
