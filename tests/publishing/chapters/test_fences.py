import pytest

from mlbook.publishing.chapters.reader import parse_chapter


@pytest.mark.parametrize(
    "info",
    ["python", 'python title="a.py"', 'python title="a.py" hl_lines="1 2"', "python "],
)
@pytest.mark.parametrize("marks", ["```", "````", "~~~"])
def test_a_python_fence_is_run_whatever_its_attributes(info, marks):
    chapter = parse_chapter(f"{marks}{info}\npass\n{marks}\n")
    assert [block.code.text for block in chapter.blocks] == ["pass\n"]
    assert not chapter.problems


@pytest.mark.parametrize("title", ["a.py", "labs/race.py", "0.5", "甲 · A"])
def test_the_title_of_a_fence_is_a_file_or_in_both_languages(title):
    assert not parse_chapter(f'```python title="{title}"\npass\n```\n').problems


@pytest.mark.parametrize("title", ["number 3", "line 12", "choice 1"])
def test_the_title_of_an_output_may_say_what_of_it_is_to_be_predicted(title):
    page = f'```python\nprint(2)\n```\n\n```text title="{title}"\n2\n```\n'
    assert not parse_chapter(page).problems
    assert parse_chapter(page.replace(title, f"{title}st")).problems


@pytest.mark.parametrize("title", ["Training", "the first program", "第一个程序", "甲 · 乙"])
def test_the_title_of_a_fence_is_not_in_one_language(title):
    (problem,) = parse_chapter(f'```sh title="{title}" hl_lines="1"\nls\n```\n').problems
    assert problem.line == 1
    assert problem.message.startswith("the title is no file's name and not `中文 · English`: ")


def test_a_block_of_python_may_hold_a_fence_in_a_text_of_its_own():
    page = "````python\ntext = '''\n```python\n'''\n````\n"
    assert parse_chapter(page).problems == []


@pytest.mark.parametrize(
    "container",
    ['=== "甲 · A"', '!!! note "甲 · A"', '??? note "甲 · A"', '???+ note "甲 · A"', "1. 甲 · A",
     "- 甲 · A", '!!! note ""'],
)  # fmt: skip
def test_a_fence_in_a_container_is_run_without_its_indentation(container):
    chapter = parse_chapter(f"{container}\n\n    ```python\n    if 1:\n        pass\n    ```\n")
    assert [(b.line, b.code.text) for b in chapter.blocks] == [(3, "if 1:\n    pass\n")]
    assert not chapter.problems


def test_containers_nest_and_end_where_the_indentation_does():
    chapter = parse_chapter(
        '=== "甲 · A"\n\n    - 乙 · B\n\n        ```python\n        pass\n        ```\n\n'
        "    ```python\n    pass\n    ```\n\n```python\npass\n```\n"
    )
    assert [block.code.indent for block in chapter.blocks] == [8, 4, 0]
    assert not chapter.problems


@pytest.mark.parametrize(
    "line",
    [
        "import numpy as np", "import numpy", "import os, sys", "from mlbook import softmax",
        "def f(x):", "async def f():", "    class A:", "class A(B):", "print(1)", "print (x)",
        "for i in range(3):", "while True:  # ever", "with open(x) as f:", "if x == 1:", "elif x:",
        'python -c "print(1)"', "python3.14 -P -c x", "$ python - <<END", "cat x | python -",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["sh", "yaml", "html"])
def test_python_under_the_name_of_another_language_is_refused(language, line):
    (problem,) = parse_chapter(f"```{language}\n\n{line}\n```\n").problems
    assert problem.line == 3
    assert problem.message == f"this line of {language} looks like Python, but is not run"


@pytest.mark.parametrize(
    "line",
    [
        "pip install -e . && pytest", "python -m mlbook train --lr 0.1", "python x.py",
        "for i in 1 2; do", "if [ -f x ]; then", "import: x", "from: here", "class: answer",
        "with: x", "@import 'x.css';", "# print the losses", "while read line; do", "printf 1",
    ],
)  # fmt: skip
def test_other_languages_may_use_its_words(line):
    assert parse_chapter(f"```sh\n{line}\n```\n").problems == []


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        ("json", '{"a": 1,\n"b": 2,}', 3), ("json", "{'a': 1}", 2), ("json", "", 2),
        ("toml", "a = 1\nb = ", 3), ("toml", "[a\n", 2), ("toml", "a = 1\na = 2", 3),
        ("yaml", "a: 1\nb: [1, 2", 3), ("yaml", "a: b: c", 2),
        ("yaml", "a: !!python/name:os.system", 2),
    ],
)  # fmt: skip
def test_code_that_is_only_shown_is_refused_where_it_does_not_parse(language, text, line):
    (problem,) = parse_chapter(f"```{language}\n{text}\n```\n").problems
    assert problem.line == line
    assert problem.message.startswith(f"this is no {language}: ")


@pytest.mark.parametrize(
    ("language", "text"),
    [("json", '{"a": [1, null]}'), ("toml", "[a]\nb = 1"), ("yaml", "- a: 1\n  b: [2]")],
)
def test_code_that_is_only_shown_may_be_what_it_says(language, text):
    assert not parse_chapter(f"```{language}\n{text}\n```\n").problems


@pytest.mark.parametrize("language", ["yaml", "json", "sh", "markdown", "html"])
def test_no_other_language_stands_where_an_output_does(language):
    block = f"```python\nprint(1)\n```\n\n{{}}```{language}\n[1]\n```\n"
    (problem,) = parse_chapter(block.format("")).problems
    assert problem.line == 5
    assert problem.message.startswith(f"this {language} stands where a text shows what the block")
    assert not parse_chapter(block.format("```text\n1\n```\n\n")).problems
