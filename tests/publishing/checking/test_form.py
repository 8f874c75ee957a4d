import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking.form import faults_of_form

EXERCISES = """\
# 甲 · A

### 乙 · B {#b}

## 练习 · Exercises {#exercises}

### 丙 · C {#exercise-c}

<details class="answer" markdown>
<summary>答案 · Answer</summary>

</details>

### 丁 · D {#exercise-d}

<details class="answer" markdown>
</details>

## 小结 · Summary {#summary}
"""


def faults(text):
    return [(fault.line, fault.message) for fault in faults_of_form(parse_chapter(text))]


def test_a_page_in_its_form_passes():
    assert not faults(EXERCISES + f"\n```python\n{'x' * 79}\n```\n")


def test_a_long_line_of_code_is_refused_with_its_line():
    message = "the line of code has 80 characters: 79 fit"
    assert faults(f"# 甲 · A\n\n```python\n\n{'x' * 80}\n```\n") == [(5, message)]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("{#exercise-c}", "{#c}", 7, "an exercise, and nothing else, has an id exercise-…"),
        ("{#b}", "{#exercise-b}", 3, "an exercise, and nothing else, has an id exercise-…"),
        ("{#exercises}", "{#tasks}", 5, "the section `练习 · Exercises` has the id exercises"),
        ("{#summary}", "{#exercises}", 19, "the section `练习 · Exercises` has the id exercises"),
        (
            '<details class="answer" markdown>\n</details>\n',
            "",
            14,
            'the exercise has no answer: <details class="answer" markdown>',
        ),
    ],
)
def test_an_exercise_that_cannot_be_found_or_has_no_answer_is_refused(old, new, line, message):
    found = faults(EXERCISES.replace(old, new))
    assert (line, message) in found
