import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.site.rendering import render, renderer

MARKDOWN = renderer()
PIECES = """` `` ``` $ $$ \\ <b> {.dot} <!-- --> <!--> a_ > [x](y.md) ** [ ! &lt;b&gt; \\` \\$
    <https://a.b> 甲""".split()
PIECES += ["\n", "\n\n", "- ", "    ", "| a | b |\n|---|---|\n| c | d |\n", "<b>", "{.dot}", "`"]


def chapter_of(line):
    passages = f'<div lang="zh" markdown>\n{line}\n</div>\n<div lang="en" markdown>\na\n</div>\n'
    return parse_chapter(passages)


def problems(line):
    return [(problem.line, problem.message) for problem in chapter_of(line).problems]


@pytest.mark.parametrize(
    "line",
    [
        '<details class="answer" markdown>\n<summary>甲 · A</summary>\n\n1\n\n</details>',
        '<div class="prediction" markdown>\n\n1\n\n</div>',
        '<details class="question" markdown>\n<summary>甲？ · A?</summary>\n\n1\n\n</details>',
        '<span lang="zh-CN">书</span>', '<span class="quoted" title="LeCun, 1998">9 %</span>',
        "<https://example.org>", "`<img>` and `` `<a> ``", "a < b, 2<3", "<!-- <b> {.dot} -->",
        "$a<b$ and $x_{1}$", "$$\n\\frac{1}{2}\n$$", "## 甲 · A {#a}", "    ### 甲 · A { #a-1 }",
        "表 {#table-a}：率", "Table {#table-a}: rates",
        '!!! note "注意"', "???+ tip", "`{.dot}`", r"costs \\$5",
    ],
)  # fmt: skip
def test_what_markdown_makes_and_four_elements_of_html_pass(line):
    assert not problems(line)


@pytest.mark.parametrize(
    "tag",
    [
        '<a href="x.md">', "</a>", "<img src=x>", "<br>", "<IMG", '<span class="md-search">',
        '<span class="dot">', '<span lang="en">', '<span class="quoted">', "<details markdown>",
        '<div class="answer" markdown>', '<details class="prediction" markdown>',
        '<div class="question" markdown>', '<div class="prediction">', "<div hidden>",
        "<svg/onload=1>", "<!DOCTYPE html>",
        "<?php", "<!--", "<!-->", '<span class="quoted" title="">',
        '<details class="answer" open markdown>',
    ],
)  # fmt: skip
def test_another_tag_is_refused(tag):
    message = f"{tag} is no tag that pages are written with: use Markdown"
    assert (2, message) in problems(tag)


@pytest.mark.parametrize(
    "line",
    [
        "甲 <!-- a\n\n<b> -->", "<!-- <!--> <b> -->", "a $$<b>$$",
        "`a\n<b>\nb`", "- `a\n- <b>\n- b`", "costs $5 <b> and $6", "$a\n<b> c$",
        "\\`<b>\\`", "$$\n\n<b>\n\n$$",
    ],
)  # fmt: skip
def test_no_tag_hides_in_what_is_no_code_and_no_formula(line):
    assert any(message.startswith("<b> is no tag") for _, message in problems(line))


@pytest.mark.parametrize(
    "line",
    [
        "a {.dot}", "**a**{: .md-search }", "[a](x.md){title=x}", "## 甲 · A {#a .dot}",
        "{#a}", "a {hidden}", "Table {#b}: rates", "表 {#table-a}：率 {.dot}",
        "costs $5 {.dot} and $6",
    ],
)  # fmt: skip
def test_a_list_of_attributes_is_refused(line):
    assert any("nothing has attributes but a heading" in message for _, message in problems(line))


@pytest.mark.parametrize("line", ['!!! dot "甲"', "??? md-search", '???+ note inline "甲"', "!!!"])
def test_an_admonition_of_another_name_is_refused(line):
    assert any(message.startswith("the box") for _, message in problems(line))


def test_front_matter_and_fences_are_no_markup():
    text = "---\ncovers: {a: b}\n---\n\n```html\n<b>{.dot}</b>\n```\n"
    assert not parse_chapter(text).problems


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("| $|x|$ | 3 |", "the row has 4 cells, its table 2 columns"),
        ("| 1 |", "the row has 1 cells, its table 2 columns"),
        ("| 1 | 2 | 3", "the row has 3 cells, its table 2 columns"),
        ("| `a|b` | `` ` | `` |", None), ("| $\\vert x \\vert$ | a \\| b", None),
    ],
)  # fmt: skip
def test_a_row_has_as_many_cells_as_its_table_has_columns(row, message):
    found = problems(f"| 甲 | 乙 |\n|---|---|\n{row}\n\n| 丙 |\n|---|\n| 1 |")
    remedy = "in a formula write \\vert in place of |"
    assert found == ([(4, f"{message}: {remedy}")] if message else [])


@pytest.mark.parametrize("line", ["`a", "`a\nb`", "a `` b `", "\\`a"])
def test_code_that_does_not_end_in_its_line_is_refused(line):
    assert (2, "code in the text begins and ends in one line, here it does not") in problems(line)


@given(st.lists(st.sampled_from(PIECES), min_size=3, max_size=14).map("".join))
def test_no_tag_and_no_class_reaches_a_page_unseen(line):
    chapter = chapter_of(line)
    for element in [] if chapter.problems else render(chapter, MARKDOWN).elements():
        assert element.tag != "b"
        assert "dot" not in element.classes
