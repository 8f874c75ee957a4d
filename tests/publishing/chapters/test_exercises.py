"""What an exercise has, and how a page is refused whose exercise lacks it."""

import pytest

from mlbook.publishing.chapters.exercises import exercises_of, faults_of_exercises
from mlbook.publishing.chapters.reader import parse_chapter

START = '```python title="start ★★"\nx = 0\n```\n\n'
CHECK = '```python title="check"\nassert x == 2, "不是二 · Not two"\n```\n\n'
ANSWER = '```python title="answer"\nx = 2\n```\n\n'
WRONG = '```python title="wrong"\nx = 3\n```\n\n```text\n不是二 · Not two\n```\n\n'
FOLD = '<details class="answer" markdown>\n<summary>答案 · Answer</summary>\n\n'
SECTION = "# 甲 · A\n\n## 练习 · Exercises {#exercises}\n\n### 二 · Two {#exercise-two}\n\n"
PAGE = SECTION + START + CHECK + FOLD + ANSWER + WRONG + "</details>\n"


def faults(page):
    return [(each.line, each.message) for each in faults_of_exercises(parse_chapter(page))]


def exercise(page=PAGE):
    return exercises_of(parse_chapter(page))[0]


def test_a_whole_exercise_has_no_fault():
    assert faults(PAGE) == []


def test_each_block_but_the_check_runs_with_the_check_after_it():
    check = 'assert x == 2, "不是二 · Not two"\n'
    programs = [block.program for block in parse_chapter(PAGE).programs]
    assert programs == [f"x = 0\n\n{check}", f"x = 2\n\n{check}", f"x = 3\n\n{check}"]


def test_a_block_of_another_section_runs_alone():
    page = parse_chapter(PAGE + "\n### 三 · Three {#exercise-three}\n\n" + START)
    assert page.programs[-1].program == "x = 0\n"


def test_the_stars_of_the_start_are_the_difficulty():
    assert exercise().level == 2


def test_a_changed_exercise_has_another_key_and_its_neighbour_has_not():
    other = "\n### 三 · Three {#exercise-three}\n\n" + START
    before, after = (
        [each.key for each in exercises_of(parse_chapter(page + other))]
        for page in (PAGE, PAGE.replace("x = 3", "x = 4"))
    )
    assert before[0] != after[0]
    assert before[1] == after[1]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (START, "", 5, "the blocks of an exercise are start, check, answer, wrong, wrong …"),
        (ANSWER, "", 5, "the blocks of an exercise are"),
        (CHECK, "", 5, "the blocks of an exercise are"),
        (WRONG, "", 5, "the blocks of an exercise are"),
        (START, START + START, 5, "the blocks of an exercise are"),
        (START + CHECK, CHECK + START, 5, "the blocks of an exercise are"),
        (WRONG, ANSWER + WRONG, 5, "the blocks of an exercise are"),
        (
            START,
            START + "```text\n0\n```\n\n",
            7,
            "nothing is shown under the start",
        ),
        (
            "```text\n不是二 · Not two\n```\n",
            "",
            22,
            "under a wrong program stands what the check says of it, in a ```text block",
        ),
        (
            "```text\n不是二 · Not two",
            "```text\nNot two",
            27,
            "the diagnosis is not `中文 · English`",
        ),
        (WRONG, WRONG + WRONG, 35, "two wrong programs have one diagnosis"),
        ("### 二 · Two {#exercise-two}", "### 二 · Two {#two}", 5, "an exercise, and nothing else"),
        ("# 甲 · A\n", "### 甲 · A {#exercise-a}\n", 1, "an exercise, and nothing else"),
        ("{#exercises}", "{#tasks}", 3, "the section `练习 · Exercises` has the id exercises"),
        ("# 甲 · A\n", "## 甲 · A {#exercises}\n", 1, "the section `练习 · Exercises` has the id"),
        ('class="answer"', 'class="hint"', 5, "the exercise has no answer"),
    ],
)
def test_an_exercise_that_lacks_something_is_refused(old, new, line, message):
    found = faults(PAGE.replace(old, new, 1))
    assert any(at == line and text.startswith(message) for at, text in found), found


def test_two_diagnoses_that_differ_in_a_number_alone_are_one():
    wrong = WRONG.replace("不是二 · Not two", "是 {0} · It is {0}")
    page = PAGE.replace(WRONG, wrong.replace("{0}", "3.5") + wrong.replace("{0}", "-4"))
    assert "two wrong programs have one diagnosis" in faults(page)[0][1]


def test_a_block_of_an_exercise_outside_of_one_is_refused():
    [(line, message)] = faults("# 甲 · A\n\n## 乙 · B {#b}\n\n" + START)
    assert (line, message[:24]) == (5, "only an exercise, ### 中文")


def test_a_title_that_is_no_block_of_an_exercise_is_a_title_like_others():
    page = parse_chapter(START.replace("★★", "★★★★"))
    assert "the title is no file's name" in page.problems[0].message
