"""The output of a block answers what its prediction asks."""

import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking.book import Book
from mlbook.publishing.checking.comparison import is_whole_line
from mlbook.publishing.checking.numbers import orphans

PASSAGE = '<div lang="{}" markdown>\n{}\n</div>\n'
OUTPUT = "step 1: 0.0975\n\n[[1 2]\n [3 4]]\nend\n"


def page(ask, choices="", output=OUTPUT, path="docs/x.md"):
    zh = PASSAGE.format("zh", f"多少？\n\n{choices}")
    en = PASSAGE.format("en", f"How many?\n\n{choices}".replace("甲", "A"))
    question = f'<div class="prediction" markdown>\n\n{zh}\n{en}\n</div>\n\n'
    code = "```python\nprint(2)\n```\n\n"
    return parse_chapter(f'{question}{code}```text title="{ask}"\n{output}```\n', path)


def faults(chapter):
    return [each.message for each in Book([chapter]).problems_of(chapter)]


@pytest.mark.parametrize("ask", ["number 1", "number 2", "number 6", "line 1", "line 5"])
def test_a_number_and_a_line_of_the_output_can_be_asked_for(ask):
    assert not faults(page(ask))


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        ("number 7", "the output has no number 7, only 6: ask for another one"),
        ("line 6", "the output has no line 6, only 5: ask for another one"),
        ("line 2", "line 2 of the output is blank, or of an array of several lines"),
        ("line 3", "line 3 of the output is blank, or of an array of several lines"),
        ("line 4", "line 4 of the output is blank, or of an array of several lines"),
    ],
)
def test_what_the_output_does_not_have_is_refused(ask, message):
    (found,) = faults(page(ask))
    assert found.startswith(message)


def test_the_home_page_asks_for_no_prediction():
    message = "the home page asks for no prediction: its first screen shows what it prints"
    assert faults(page("number 1", path="docs/index.md")) == [message]


@pytest.mark.parametrize(
    ("codes", "count"),
    [
        (["step 1: 0.0975", "step 2: 0.0975"], 1),
        (["step 1: 0.096", "step 1: 0.01"], 0),
        (["step 1: 0.0975", "step 1: 0.1"], 1),  # a rounded number is another choice
        (["step 1: 0.1", "step 2: 0.1"], 0),  # and no right one
        (["step 1: 0.0975", "step 1: 0.0975"], 2),
        (["step 1:  0.0975", "step 1: 0.0976"], 0),
    ],
)
def test_one_choice_is_a_line_of_the_output_letter_by_letter(codes, count):
    choices = "\n".join(f"- **`{code}`** 甲" for code in codes)
    found = faults(page("choice 1", choices))
    message = f"{count} of the choices are line 1 of the output as it stands, and one has to be"
    assert [each.startswith(message) for each in found] == [True] * (count != 1)


def test_what_is_to_be_chosen_and_what_a_wrong_answer_says_need_no_evidence():
    choices = "- **`step 1: 0.0975`** 甲\n- **`step 1: 0.1234`** 甲"
    assert not list(orphans(page("choice 1", choices)))
    reason = "- **`step 1: 0.0975`** 甲\n- **`step 1: 2`** 甲 0.1234"
    assert len(list(orphans(page("choice 1", reason)))) == 2


QUESTION = """\
<details class="question" markdown>
<summary>为什么？ · Why?</summary>

<div lang="zh" markdown>
- ✓ **甲{right}。** 理由{reason}。
- ✗ **乙{wrong}。** 理由。
- ✗ **丙。** 理由。
</div>

<div lang="en" markdown>
- ✓ **A.** Reason.
- ✗ **B.** Reason.
- ✗ **C.** Reason.
</div>

</details>
"""


@pytest.mark.parametrize(("place", "count"), [("right", 1), ("reason", 1), ("wrong", 0)])
def test_the_right_answer_and_every_reason_need_evidence(place, count):
    blank = dict.fromkeys(("right", "reason", "wrong"), "")
    chapter = parse_chapter(QUESTION.format(**blank | {place: " 0.123"}))
    assert len(list(orphans(chapter))) == count


def test_the_form_of_predictions_and_questions_is_checked_with_the_page():
    chapter = parse_chapter(QUESTION.format(right="", reason="", wrong="").replace("✓", "✗"))
    assert sum(each.startswith("one answer is right, not 0") for each in faults(chapter)) == 2


def test_a_line_is_whole_that_is_neither_blank_nor_a_part_of_an_array():
    lines = OUTPUT.count("\n")
    assert [at for at in range(lines + 3) if is_whole_line(OUTPUT, at)] == [1, 5]
