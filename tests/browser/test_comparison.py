"""The page judges a guess as the press judges an output: comparison.js against comparison.py."""

import json
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mlbook.publishing.chapters.reader import read_chapter
from mlbook.publishing.checking.comparison import NUMBER, difference

ROOT = Path(__file__).parents[2]
LINES = sorted(
    {
        line.rstrip()
        for path in (ROOT / "docs").rglob("*.md")
        for block in read_chapter(path, ROOT).blocks
        if block.output
        for line in block.output.text.split("\n")
        if line.strip()
    }
)
# Changed as guesses are: other digits, fewer, another sign, other spaces, another form.
CHANGES = [
    lambda line: line,
    lambda line: NUMBER.sub(lambda found: found[0][:-1] or "0", line),
    lambda line: NUMBER.sub(lambda found: found[0] + "5", line),
    lambda line: NUMBER.sub(lambda found: f"{float(found[0]):.3g}", line),
    lambda line: NUMBER.sub(lambda found: f"{float(found[0]):.2e}", line),
    lambda line: NUMBER.sub(lambda found: f"-{found[0].lstrip('-')}", line),
    lambda line: line.replace(" ", "  "),
    lambda line: line.replace(", ", ","),
    lambda line: line.replace("[ ", "[").replace(" ]", "]"),
]
BOOK = [(change(line), line) for line in LINES for change in CHANGES]

DIGITS = st.text("0123456789", min_size=1, max_size=9)
SIGNS = st.sampled_from(["", "", "", "-", "+"])
EXPONENTS = st.sampled_from(["", "", "", "", "e-4", "e-14", "e-15", "e-20", "e+05", "E3", "e-7"])
NUMBERS = st.builds(
    "{}{}{}{}".format,
    SIGNS,
    st.one_of(
        DIGITS, DIGITS.map("{}.".format), DIGITS.map(".{}".format),
        st.builds("{}.{}".format, DIGITS, DIGITS), st.builds("0.{}{}".format, DIGITS, DIGITS),
    ),
    st.just(""),
    EXPONENTS,
)  # fmt: skip
PIECES = st.sampled_from(["[", "]", "(", ")", ",", " ", "  ", "a", "w", "甲", "_", ".", "=", "%"])
PARTS = st.lists(st.one_of(NUMBERS, NUMBERS, PIECES), min_size=1, max_size=6)


@st.composite
def pairs(draw):
    """Two lines, the second one like the first but for a part, a digit or its end."""
    one = draw(PARTS)
    other = list(one)
    at = draw(st.integers(0, len(one) - 1))
    how = draw(st.integers(0, 4))
    if how == 0:
        other[at] = draw(st.one_of(NUMBERS, PIECES))
    elif how == 1:
        other[at] = other[at][:-1]
    elif how == 2:
        other[at] += draw(st.sampled_from("0123456789 "))
    elif how == 3:
        place = draw(st.integers(0, len(other[at])))
        other[at] = other[at][:place] + draw(st.sampled_from("0159. ")) + other[at][place + 1 :]
    return "".join(one), "".join(other)


def agree(pairs):
    return [difference(wanted, came) is None for wanted, came in pairs]


@pytest.fixture(scope="module")
def in_page(browser, address):
    """A function that asks the page which of some pairs of lines agree."""
    with browser.new_context(base_url=address) as context:
        page = context.new_page()
        page.goto("")
        page.evaluate(
            """async () => {
                const path = new URL("assets/comparison.js", location);
                window.comparison = await import(path);
            }"""
        )
        ask = "pairs => pairs.map(([wanted, came]) => comparison.sameLine(wanted, came))"
        yield lambda pairs: page.evaluate(ask, pairs)


def test_the_book_has_outputs_enough_to_compare():
    assert len(LINES) > 500
    assert 0.1 < sum(agree(BOOK)) / len(BOOK) < 0.9


def test_the_page_and_the_press_agree_on_all_outputs_of_the_book(in_page):
    pairs = [each for each in BOOK if each[0].strip()]
    found = zip(pairs, agree(pairs), in_page(pairs), strict=True)
    assert [pair for pair, press, page in found if press != page] == []


# No shrinking: the pair that differs is told as it is.
@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(pairs(), min_size=20, max_size=40))
def test_the_page_and_the_press_agree_on_any_lines(in_page, examples):
    examples = [(one.rstrip(), other.rstrip()) for one, other in examples]
    examples = [pair for pair in examples if all(pair)]
    found = zip(examples, agree(examples), in_page(examples), strict=True)
    assert [json.dumps(pair) for pair, press, page in found if press != page] == []
