"""The form of a prediction: a question in both languages, its block, and what is asked of it."""

import pytest

from mlbook.publishing.chapters.predictions import faults_of_predictions, predictions_of
from mlbook.publishing.chapters.reader import parse_chapter

PAGE = """\
<div class="prediction" markdown>

<div lang="zh" markdown>
会输出什么？

- **`[2]`** 因为这样。
- **`[4]`** 因为那样。
</div>

<div lang="en" markdown>
What does it print?

- **`[2]`** because of this.
- **`[4]`** because of that.
</div>

</div>

```python
print([2])
```

```text title="choice 1"
[2]
```
"""
BOX = "\n".join(["!!! note", "", *(f"    {line}".rstrip() for line in PAGE.splitlines())])


def faults(text):
    chapter = parse_chapter(text)
    return [(each.line, each.message) for each in faults_of_predictions(chapter)]


def test_a_prediction_has_its_question_its_block_and_what_is_asked():
    chapter = parse_chapter(PAGE)
    (prediction,) = predictions_of(chapter)
    assert (prediction.line, prediction.kind, prediction.at) == (1, "choice", 1)
    assert prediction.choices == ("[2]", "[4]")
    assert prediction.block.code.text == "print([2])\n"
    assert not chapter.problems
    assert not faults(PAGE)


@pytest.mark.parametrize("change", [("什么", "几个"), ("[2])", "[2] )"), ("choice 1", "line 1")])
def test_another_question_block_or_ask_has_another_key(change):
    old, new = (predictions_of(parse_chapter(page))[0] for page in (PAGE, PAGE.replace(*change)))
    assert old.key != new.key
    assert len(old.key) == len(new.key) == 12


def test_what_stands_elsewhere_and_the_output_do_not_change_the_key():
    moved = "# 甲 · A\n\n" + PAGE.replace("\n[2]\n", "\n[4]\n")
    assert predictions_of(parse_chapter(PAGE))[0].key == predictions_of(parse_chapter(moved))[0].key


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('<div lang="zh"', '# 甲 · A\n\n<div lang="zh"', 1, "begins with its question in both"),
        ("</div>\n\n```p", "甲 · A\n\n</div>\n\n```p", 1, "ends after its question in both"),
        ("\n```python", "\n甲 · A\n\n```python", 1, "the block right below it prints"),
        ('\n```text title="choice 1"\n[2]\n```\n', "", 1, "the block right below it prints"),
        (' title="choice 1"', "", 23, "lacks what is asked"),
        ("choice 1", "choice 0", 23, "lacks what is asked"),
        ("- **`[4]`** 因为那样。", "- `[4]` 因为那样。", 7, "`- **`code`** reason`, all of it on"),
        ("- **`[4]`** 因为那样。", "- **`[4]`**", 7, "`- **`code`** reason`, all of it on"),
        ("`** 因为那样。", "`** 那样。\n续行。\n- **`5`** 甲。", 9, "one list, with a blank"),
        ("什么？\n\n", "什么？\n", 5, "one list, with a blank line before it"),
        ("这样。\n", "这样。\n\n", 3, "no blank line parts one choice from the next"),
        ("- **`[4]`** because of that.", "", 1, "the same choices in the same order"),
        ("`[4]`** because", "`[5]`** because", 1, "the same choices in the same order"),
        (PAGE[: PAGE.index("```python")], "", 5, "asks for a prediction, and none stands right"),
    ],
)  # fmt: skip
def test_another_form_is_refused_with_its_line_and_what_to_write(old, new, line, message):
    assert PAGE.count(old) == 1
    found = faults(PAGE.replace(old, new))
    assert [at for at, said in found if message in said] == [line]


def test_one_choice_is_none():
    one = PAGE.replace("- **`[4]`** 因为那样。\n", "").replace("- **`[4]`** because of that.\n", "")
    assert faults(one) == [(1, "there are two choices at least: - **`code`** reason")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            f'<details class="answer" markdown>\n<summary>甲 · A</summary>\n\n{PAGE}\n</details>\n',
            4,
        ),
        (f'<div lang="zh" markdown>\n{PAGE}</div>\n', 2),
        (BOX, 3),
    ],
)
def test_a_prediction_stands_in_nothing_else(text, line):
    message = "a prediction stands in nothing else: no list, box, fold or passage"
    assert (line, message) in faults(text)


@pytest.mark.parametrize("around", ["<!--\n{}\n-->", "````markdown\n{}````"])
def test_what_is_not_shown_as_a_prediction_is_none(around):
    assert not predictions_of(parse_chapter(around.format(PAGE)))
