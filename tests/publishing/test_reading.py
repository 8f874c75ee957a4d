import pytest

from mlbook.publishing.chapter import Problem
from mlbook.publishing.reading import parse_chapter, read_chapter

TWINS = '<div lang="zh" markdown>\n中文。\n</div>\n\n<div lang="en" markdown>\nEnglish.\n</div>\n'


def problems(text):
    return [(problem.line, problem.message) for problem in parse_chapter(text).problems]


def test_a_block_is_paired_with_the_output_and_the_figure_that_follow_at_once():
    chapter = parse_chapter(
        "```python\nprint(1)\n```\n\n```text\n1\n```\n\n![图 · A figure](figures/a-b.svg)\n"
    )
    (block,) = chapter.blocks
    assert (block.line, block.code.text, block.output.text) == (1, "print(1)\n", "1\n")
    assert (block.image.line, block.image.figure) == (9, "a-b")
    assert not chapter.problems


def test_a_figure_follows_its_block_without_an_output():
    chapter = parse_chapter("```python\npass\n```\n![图 · Figure](figures/a.svg)\n")
    assert chapter.blocks[0].output is None
    assert chapter.blocks[0].image.figure == "a"


def test_what_stands_between_block_and_text_parts_them():
    text = "```python\nprint(1)\n```\n" + TWINS + "```text\n1\n```\n"
    assert problems(text) == [(11, "this text follows no Python block: nothing proves it")]


def test_a_file_is_named_relative_to_its_root(tmp_path):
    page = tmp_path / "docs" / "x.md"
    page.parent.mkdir()
    page.write_text("---\ncovers: [S4.01]\n---\n# 标题 · Title\n", encoding="utf-8")
    chapter = read_chapter(page, tmp_path)
    assert chapter.where(4) == "docs/x.md:4"
    assert chapter.front_matter == "covers: [S4.01]"
    assert [heading.line for heading in chapter.headings] == [4]


@pytest.mark.parametrize(
    "info",
    ["python", 'python title="a.py"', 'python title="a.py" hl_lines="1 2"', "python "],
)
@pytest.mark.parametrize("marks", ["```", "````", "~~~"])
def test_a_python_fence_is_run_whatever_its_attributes(info, marks):
    chapter = parse_chapter(f"{marks}{info}\npass\n{marks}\n")
    assert [block.code.text for block in chapter.blocks] == ["pass\n"]
    assert not chapter.problems


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


PYTHON_IN_DISGUISE = [
    ("```py\nx\n```", 1, "write ```python and not ```py"),
    ("```pycon\nx\n```", 1, "write ```python and not ```pycon"),
    ("```Python\nx\n```", 1, "write ```python and not ```Python"),
    ("```python3\nx\n```", 1, "write ```python and not ```python3"),
    ("```{ .python }\nx\n```", 1, 'write ```python title="…" and not ```{ .python }'),
    ("```{.python .annotate}\nx\n```", 1, 'write ```python title="…"'),
    ("```python {title=x}\nx\n```", 1, 'write ```python title="…"'),
    ('```python linenums="1"\nx\n```', 1, 'write ```python title="…"'),
    ("```python no-run\nx\n```", 1, 'write ```python title="…"'),
    ("```python\n>>> x\n```", 2, ">>> is neither run nor copied"),
    ("```sh\n>>> x\n```", 2, ">>> is neither run nor copied"),
    ("```python\nIn [1]: x\n```", 2, ">>> is neither run nor copied"),
    ("```\nx\n```", 1, "the fence names no language"),
    ("```ruby\nx\n```", 1, "the language ruby is none of python, text,"),
    ("````markdown\n```python\nx\n```\n````", 2, "a Python block inside another block is not run"),
    ("````sh\n  ```{.python}\nx\n````", 2, "a Python block inside another block is not run"),
    ("<!--\n```python\nx\n```\n-->", 2, "a Python block inside a comment"),
    ("<!-- ```python -->", 1, "a Python block inside a comment"),
    ("    ```python\n    x\n    ```", 1, "indented by 4 spaces where 0 are expected"),
    ("  ```python\n  x\n  ```", 1, "indented by 2 spaces where 0 are expected"),
    ("\t```python\n\tx\n\t```", 1, "indented with a tab"),
    ("```python\nx", 1, "the fence ``` is never closed"),
    ("```python\nx\n````", 1, "the fence ``` is never closed"),
    ("- 甲 · A\n\n    ```python\n  x\n    ```", 4, "indented less than the fence around it"),
    ("- ```python\n  x\n  ```", 1, "a fence begins on a line of its own"),
    ("> ```python\n> x\n> ```", 1, "a fence begins on a line of its own"),
    ("    import numpy", 1, "indented by 4 spaces where 0 are expected"),
    ("<pre><code>import numpy</code></pre>", 1, "text outside a language block"),
    (TWINS.replace("中文。", "```python\nx\n```"), 2, "code stands outside the language blocks"),
    (TWINS.replace("中文。", "- ```python\n"), 2, "code stands outside the language blocks"),
    (TWINS.replace("English.", ">>> x"), 6, "write code in a ```python block"),
]


@pytest.mark.parametrize(("text", "line", "message"), PYTHON_IN_DISGUISE)
def test_what_looks_like_python_and_is_not_run_is_refused(text, line, message):
    found = problems(text + "\n")
    assert any(at == line and message in words for at, words in found), found


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("A sentence.", 1, "text outside a language block"),
        ("一句话。", 1, "text outside a language block"),
        ("甲 · A\n\n| 甲 | 1 |", 3, "text outside a language block"),
        ("# Title", 1, "the heading is not `中文 · English`: Title"),
        ("# 甲 · 乙", 1, "the heading is not"),
        ("# 甲 · A · B", 1, "the heading is not"),
        ("## 甲 · A", 1, "the heading has no id"),
        ("## 甲 · A {#a}\n\n## 乙 · B {#a}", 3, "the id a is taken by the heading in line 1"),
        ('!!! note "甲"', 1, "the title is not `中文 · English`: 甲"),
        ("- item", 1, "text outside a language block"),
        ("![A](figures/a.svg)", 1, "the caption is not `中文 · English`: A"),
        ("![甲 · A](figures/a.svg)", 1, "no block draws figures/a.svg"),
        ("```python\n```\n![甲 · A](figures/A b.svg)", 3, "a figure stands alone on its line"),
        ("```python\n```\n![甲 · A](figures/A.png)", 3, "a figure is named figures/lower-case"),
        (
            "```python\n```\n![甲 · A](figures/a.svg)\n![乙 · B](figures/b.svg)",
            4,
            "no block draws figures/b.svg",
        ),
        ("```python\nx = '\t'\n```", 2, "the line holds the control character '\\t'"),
        ("甲 · A\x0c", 1, "the line holds the control character '\\x0c'"),
        ("# 甲 · A\n甲 · A\u2028```python", 2, "the line holds the control character '\\u2028'"),
        ("\ufeff# 甲 · A", 1, "the line holds the control character '\\ufeff'"),
        ("<!-- never", 1, "the comment <!-- is never closed"),
        ("<!-- a --> b", 1, "text follows a comment on its line"),
        ('<p lang="en">A</p>', 1, "a language block begins with"),
        ("- 甲 · A\n\n    " + TWINS.splitlines()[0], 3, "a language block is not indented"),
    ],
)
def test_what_is_not_in_the_form_of_a_chapter_is_refused(text, line, message):
    found = problems(text)
    assert any(at == line and message in words for at, words in found), found


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (TWINS.split("\n\n")[0], 1, "not followed at once by its English twin"),
        (TWINS.split("\n\n")[1], 1, "this English block follows no Chinese one"),
        (TWINS.replace("\n\n", "\n\n甲 · A\n\n"), 1, "not followed at once by its English twin"),
        (TWINS.removesuffix("</div>\n"), 5, "this language block is never closed"),
        (TWINS.replace("</div>\n\n", "\n"), 4, "a language block inside a language block"),
    ],
)
def test_a_passage_without_its_twin_is_refused(text, line, message):
    found = problems(text)
    assert any(at == line and message in words for at, words in found), found


def test_twins_are_read_with_their_lines_and_their_inner_elements():
    chapter = parse_chapter("\n" + TWINS.replace("中文。", "<div>\n\n中文。\n\n</div>"))
    (twins,) = chapter.twins
    assert (twins.line, twins.en_line, twins.last) == (2, 10, 12)
    assert (twins.zh, twins.en) == ("<div>\n\n中文。\n\n</div>", "English.")


def test_lines_without_words_need_no_twin():
    text = (
        "<!-- a note\nfor authors -->\n\n---\n\n[TOC]\n\n<details markdown>\n"
        "<summary>答案 · Answer</summary>\n\n</details>\n\n"
        "| 甲 · A | $x$ | `code` | 0.5 |\n| --- | --- | --- | --- |\n\n[link]: https://example.org\n\n"
        "![甲 · A](../assets/a.png)\n\n```sh\npytest\n```\n"
    )
    chapter = parse_chapter(text)
    assert not chapter.problems
    assert chapter.images[0].figure is None


def test_problems_come_in_the_order_of_their_lines():
    assert parse_chapter("## 甲 · A {#a}\n\n## 乙 · B {#a}\n\nwords\n").problems == [
        Problem(3, "the id a is taken by the heading in line 1"),
        Problem(5, "text outside a language block is `中文 · English` or has no words: words"),
    ]
