from pathlib import Path

import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.rendering import Rendering, renderer
from mlbook.publishing.site.twins import hidden_by_language, passages_of, structure

MARKDOWN = renderer()
CHAPTER = parse_chapter("甲 · A\n", "docs/x.md")


def judge(zh, en):
    chapter = parse_chapter(
        f'<div lang="zh" markdown>\n{zh}\n</div>\n\n<div lang="en" markdown>\n{en}\n</div>\n',
        "docs/x.md",
    )
    return Rendering(chapter, Path(), MARKDOWN).fault_of_twins(chapter.twins[0])


def structure_of(html):
    page = Page(f"<div>{html}</div>")
    return structure(page, next(page.elements()))


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("一段。", "A paragraph."),
        ("一。\n\n- 甲\n- 乙", "One.\n\n- A\n- B"),
        ("设 $x$。\n\n$$x^2$$", "Let $x$.\n\n$$x^2$$"),
        ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |", "| A | B |\n|---|---|\n| 1 | 2 |"),
        ("对照模式。", 'The mode <span lang="zh-CN">对照</span>.'),
    ],
)
def test_twins_built_alike_pass(zh, en):
    assert judge(zh, en) is None


@pytest.mark.parametrize(
    ("zh", "en", "reason"),
    [
        ("一。\n\n二。", "One.", "only the Chinese has p×1"),
        ("- 甲\n- 乙", "- A", "only the Chinese has li×1"),
        ("- 甲", "1. A", "only the Chinese has ul×1, /ul×1 and only the English has ol×1, /ol×1"),
        ("一。\n\n$$x$$", "One, $x$.", "only the Chinese has formula×1"),
        ("> 一。\n\n二。", "> One.\n>\n> Two.", "they have the same parts in another order"),
        ("一。\n\n    x = 1", "One.", "code stands outside the language blocks"),
        ("一。", "One.\n\n    x = 1", "code stands outside the language blocks"),
        ("一。\n\n甲乙丙。", "One.\n\nTwo 中文.", "the English block holds Chinese characters"),
        ("### 甲 · A {#a}", "### 甲 · A {#b}", "a heading stands outside the language blocks: #"),
        ("一。\n\n甲\n---", "One.\n\nA\n---", "a heading stands outside the language blocks: #"),
        ("三层。", "Two layers.", "the twins have other numbers: only the Chinese has 3"),
    ],
)
def test_twins_that_differ_are_told_with_their_line(zh, en, reason):
    found = judge(zh, en)
    assert found.startswith("docs/x.md:1: ")
    assert reason in found


def test_a_missing_row_of_a_long_table_is_told_in_one_line():
    rows = [f"| {{0}} | {number} |" for number in range(70)]
    zh, en = ("\n".join(["| {0} | 0 |", "|---|---|", *of]) for of in (rows, rows[1:]))
    (sentence,) = judge(zh.replace("{0}", "甲"), en.replace("{0}", "A")).splitlines()
    assert sentence.endswith("the twins are not built alike: only the Chinese has tr×1, td×2")


def test_each_part_that_differs_is_told_with_its_beginning():
    found = judge("甲是 3。\n\n乙。\n\n丙是 `x`。", "A is 4.\n\nB.\n\nC is `y`.").splitlines()
    assert [line for line in found if line.startswith("docs/")] == [found[0], found[3]]
    assert found[1:3] == ["  zh: 甲是 3。", "  en: A is 4."]


@pytest.mark.parametrize(
    "text",
    [
        '<span lang="zh">甲</span>',
        'A <span lang="en">word</span>',
        '<span lang="EN">word</span>',
        '<em><b lang="zh">甲</b></em>',
        '<span class="dot">hidden</span>',
        '<span class="quoted dot" title="x">hidden</span>',
    ],
)
def test_no_text_of_a_passage_is_hidden_in_a_reading_mode(text):
    page = Page(f'<div class="twins"><div lang="zh">甲{text}</div><div lang="en">A</div></div>')
    (sentence,) = hidden_by_language(CHAPTER, page)
    assert sentence.startswith("docs/x.md:1: a reading mode hides “")


def test_headings_captions_and_quoted_words_hide_nothing():
    half = (
        '<{0}><span lang="zh">甲</span><span class="dot"> · </span><span lang="en">A</span></{0}>'
    )
    quoted = '<p lang="zh-CN">甲</p><span lang="en-GB">A</span>'
    assert not list(
        hidden_by_language(CHAPTER, Page(half.format("h2") + half.format("figcaption") + quoted))
    )
    (sentence,) = hidden_by_language(
        CHAPTER, Page('<h2><span lang="en">A <b lang="zh">甲</b></span></h2>')
    )
    assert sentence == "docs/x.md:1: a reading mode hides “甲”: a quotation has the lang zh-CN"


def test_a_structure_is_what_a_passage_is_built_of():
    html = '<p>a <em>b</em></p><ul><li>c</li></ul><div class="arithmatex">x</div><div>y</div>'
    assert structure_of(html) == ["p", "ul", "li", "/ul", "formula"]


@pytest.mark.parametrize("name", ["ul", "ol", "blockquote", "details"])
def test_a_structure_tells_what_is_in_a_part_from_what_comes_after_it(name):
    assert structure_of(f"<{name}></{name}><p>a</p>") == [name, f"/{name}", "p"]


@pytest.mark.parametrize("html", ['<p lang="zh"></p>', '<div lang="zh"></div>', "x"])
def test_an_element_of_another_make_is_no_passage(html):
    assert not passages_of(Page(f'<div class="twins">{html}</div>'))
