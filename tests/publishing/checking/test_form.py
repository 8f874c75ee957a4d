import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking.form import faults_of_form

SETTINGS = "nav:\n  - index.md\n  - 甲 · A:\n      - chapters/x.md\n      - 乙 · B: labs/y.py\n"
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


def faults(text, path="docs/chapters/x.md"):
    chapter = parse_chapter(text, path)
    return [(fault.line, fault.message) for fault in faults_of_form(chapter, SETTINGS)]


@pytest.mark.parametrize("path", ["docs/index.md", "docs/chapters/x.md", "docs/labs/y.py"])
def test_a_page_in_its_form_passes(path):
    assert not faults(EXERCISES + f"\n```python\n{'x' * 79}\n```\n", path)


@pytest.mark.parametrize("path", ["docs/x.md", "docs/chapters/chapters/x.md", "docs/ndex.md"])
def test_a_page_that_the_contents_do_not_name_is_refused(path):
    assert faults("# 甲 · A\n", path) == [(1, "no line of `nav` in mkdocs.yml names this page")]


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


def test_a_page_without_headings_has_no_exercises():
    assert not faults("甲 · A\n")
