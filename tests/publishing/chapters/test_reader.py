import pytest

from mlbook.publishing.chapters.chapter import Problem
from mlbook.publishing.chapters.reader import parse_chapter, read_chapter

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


@pytest.mark.parametrize("text", ["", "\n", "---\ntitle: 甲 · A\n---\n\n"])
def test_an_empty_page_is_one_problem(text):
    message = "the page is empty: begin it with `# 中文 · English`"
    assert problems(text) == [(1, message)]


@pytest.mark.parametrize(
    ("sign", "remedy"),
    [("\t", "put spaces in its place"), ("\x07", "delete it"), ("\u3164", "delete it")],
)
def test_a_control_character_is_told_with_its_remedy(sign, remedy):
    message = f"the line holds the control character {sign!r}: {remedy}"
    assert (3, message) in problems(f"```python\n```\n甲{sign} · A\n")


def test_a_file_is_named_relative_to_its_root(tmp_path):
    page = tmp_path / "docs" / "x.md"
    page.parent.mkdir()
    page.write_text("---\ncovers: [S4.01]\n---\n# 标题 · Title\n", encoding="utf-8")
    chapter = read_chapter(page, tmp_path)
    assert chapter.where(4) == "docs/x.md:4"
    assert chapter.front_matter == "covers: [S4.01]"
    assert chapter.meta == {"covers": ["S4.01"]}
    assert [heading.line for heading in chapter.headings] == [4]


@pytest.mark.parametrize("rest", ["", "\n---\n"])
def test_front_matter_may_be_empty(rest):
    chapter = parse_chapter("---\n---\n# 标题 · Title\n" + rest)
    assert (chapter.front_matter, chapter.front_lines, chapter.problems) == ("", 2, [])
    assert [heading.line for heading in chapter.headings] == [3]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("covers: []\ntitle: a: b", 3, "this is no yaml: mapping values are not allowed here"),
        ("words", 1, "the front matter has no names: write description: …"),
    ],
)
def test_front_matter_that_names_nothing_is_refused_with_its_line(text, line, message):
    (problem,) = parse_chapter(f"---\n{text}\n---\n\n# 标题 · Title\n").problems
    assert (problem.line, problem.message[: len(message)]) == (line, message)


def test_a_page_of_the_reference_has_only_the_blocks_of_docstrings():
    page = "::: mlbook.softmax\n\n```sh\npytest\n```\n"
    assert problems(page) == [(3, "a page of the reference has no blocks but those of docstrings")]
    assert parse_chapter(page).references == ["mlbook.softmax"]


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
    ("<!-- a --> -->", 1, "text follows a comment on its line"),
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
        ("## 甲 · A {#a}\n\n## 乙 · B {#a}", 3, "the id a is taken by the heading in line 1"),
        ("```python\nx = '\t'\n```", 2, "the line holds the control character '\\t'"),
        ("甲 · A\x0c", 1, "the line holds the control character '\\x0c'"),
        ("# 甲 · A\n甲 · A\u2028```python", 2, "the line holds the control character '\\u2028'"),
        ("甲 · 9\u200b9", 1, "the line holds the control character '\\u200b'"),
        ("```python\nx = 1  # \u202e\n```", 2, "the line holds the control character '\\u202e'"),
        ("\ufeff# 甲 · A", 1, "the line holds the control character '\\ufeff'"),
        ("<!-- never", 1, "the comment <!-- is never closed"),
        ("<!-- a --> b", 1, "text follows a comment on its line"),
    ],
)
def test_what_is_not_in_the_form_of_a_chapter_is_refused(text, line, message):
    found = problems(text)
    assert any(at == line and message in words for at, words in found), found


def test_problems_come_in_the_order_of_their_lines():
    assert parse_chapter("## 甲 · A {#a}\n\n## 乙 · B {#a}\n\nwords\n").problems == [
        Problem(3, "the id a is taken by the heading in line 1"),
        Problem(
            5,
            "text outside a language block is `中文 · English` or has no words: "
            "one ` · ` has to part the two languages: words",
        ),
    ]


def test_a_rule_in_the_first_line_is_no_front_matter_unless_another_ends_it():
    chapter = parse_chapter("---\n\n# 甲 · A\n")
    assert chapter.front_matter == ""
    assert [heading.line for heading in chapter.headings] == [3]


def test_a_table_is_read_cell_by_cell_without_its_tags():
    assert not parse_chapter(
        '甲 · A\n\n| <span class="quoted" title="x y">甲 · A</span> | 乙 · B |\n'
    ).problems
    (problem,) = parse_chapter("甲 · A\n\n| 甲 · A | words |\n").problems
    assert problem.message.endswith("has to part the two languages: words")
    (problem,) = parse_chapter(f"{'words ' * 20}\n").problems
    assert problem.message.endswith(f"the two languages: {('words ' * 20)[:60]}")


@pytest.mark.parametrize("name", "sh markdown toml yaml json html css bibtex".split())
def test_a_language_that_is_only_shown_is_no_problem(name):
    assert not parse_chapter(f"```{name}\n[1]\n```\n").problems


@pytest.mark.parametrize("name", "py py3 Python3 python2 ipython ipython3 pyodide".split())
def test_another_name_of_python_is_refused(name):
    (problem,) = parse_chapter(f"```{name}\n[1]\n```\n").problems
    assert problem.message == f"write ```python and not ```{name}: only python is run"


def test_a_chapter_without_a_file_has_a_name_all_the_same():
    assert parse_chapter("").path == "chapter.md"
