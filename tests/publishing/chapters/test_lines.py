import pytest

from mlbook.publishing.chapters.reader import parse_chapter


def problems(text):
    return [(problem.line, problem.message) for problem in parse_chapter(text).problems]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("A sentence.", 1, "text outside a language block"),
        ("一句话。", 1, "text outside a language block"),
        ("甲 · A\n\n| 甲 | 1 |", 3, "text outside a language block"),
        ("# Title", 1, "the heading is not `中文 · English`: one ` · ` has to part the two lang"),
        ("# 甲 · A · B", 1, "the heading is not `中文 · English`: one ` · ` has to part the two"),
        (
            "# Dropout · Dropout",
            1,
            "`中文 · English`: no Chinese stands on the left of the dot: Drop",
        ),
        ("# 甲 · 乙", 1, "`中文 · English`: English, and nothing else, stands on the right of the"),
        ("# 三 four words of English · A", 1, "English stands on the left of the dot: four words"),
        ("*[SGD]: stochastic gradient descent", 1, "text outside a language block"),
        ("甲 · A[^1]\n\n[^1]: a footnote", 3, "text outside a language block"),
        ('甲 · A\n\n[甲]: https://example.org "a title"', 3, "text outside a language block"),
        ("## 甲 · A", 1, "the heading has no id"),
        ('!!! note "甲"', 1, "the title is not `中文 · English`: one"),
        ("甲 · A\n\n<pre>", 3, "<pre> is no tag that pages are written with"),
        ("- item", 1, "text outside a language block"),
        ("![A](figures/a.svg)", 1, "the caption is not `中文 · English`: one"),
        ("![甲 · A](figures/a.svg)", 1, "no block draws figures/a.svg"),
        ("```python\n```\n![甲 · A](figures/A b.svg)", 3, "a figure stands alone on its line"),
        ("```python\n```\n![甲 · A](figures/A.png)", 3, "a figure is named figures/lower-case"),
        (
            "```python\n```\n![甲 · A](figures/a.svg)\n![乙 · B](figures/b.svg)",
            4,
            "no block draws figures/b.svg",
        ),
    ],
)
def test_a_line_that_is_not_in_both_languages_or_in_its_form_is_refused(text, line, message):
    found = problems(text)
    assert any(at == line and message in words for at, words in found), found


def test_lines_without_words_need_no_twin():
    text = (
        '<!-- a note\nfor authors -->\n\n---\n\n[TOC]\n\n<details class="answer" markdown>\n'
        "<summary>答案 · Answer</summary>\n\n</details>\n\n"
        "甲 | 乙 · A | B\n\n"
        "| 甲 · A | $x$ | `code` | 1 |\n| --- | --- | --- | --- |\n\n[link]: https://example.org\n\n"
        '<span class="quoted" title="1">Whoever wrote this</span>\n\n'
        "[^1]: 注 · A footnote\n\n```sh\npytest\n```\n"
    )
    chapter = parse_chapter(text)
    assert not chapter.problems
