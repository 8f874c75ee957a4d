from pathlib import Path

import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.rendering import Rendering, renderer
from mlbook.publishing.site.twins import passages_of, structure

MARKDOWN = renderer()


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
        ("对照模式。", 'The mode <span lang="zh">对照</span>.'),
    ],
)
def test_twins_built_alike_pass(zh, en):
    assert judge(zh, en) is None


@pytest.mark.parametrize(
    ("zh", "en", "place", "reason"),
    [
        ("一。\n\n二。", "One.", 1, "zh: p×2\n  en: p"),
        ("- 甲\n- 乙", "- A", 1, "zh: ul li×2 /ul\n  en: ul li /ul"),
        ("- 甲", "1. A", 1, "zh: ul li /ul\n  en: ol li /ol"),
        ("一。\n\n$$x$$", "One, $x$.", 1, "zh: p formula\n  en: p"),
        ("> 一。\n\n二。", "> One.\n>\n> Two.", 1, "p /blockquote p\n  en: blockquote p×2 /b"),
        ("一。\n\n    x = 1", "One.", 1, "code stands outside the language blocks"),
        ("一。", "One.\n\n    x = 1", 1, "code stands outside the language blocks"),
        ("English.", "English.", 1, "the Chinese block holds no Chinese"),
        ("中文。", "The 中文.", 5, "the English block holds Chinese characters"),
    ],
)
def test_twins_that_differ_are_told_with_their_line(zh, en, place, reason):
    found = judge(zh, en)
    assert found.startswith(f"docs/x.md:{place}: ")
    assert reason in found


def test_a_structure_is_what_a_passage_is_built_of():
    html = '<p>a <em>b</em></p><ul><li>c</li></ul><div class="arithmatex">x</div><div>y</div>'
    assert structure_of(html) == ["p", "ul", "li", "/ul", "formula"]


@pytest.mark.parametrize("name", ["ul", "ol", "blockquote", "details"])
def test_a_structure_tells_what_is_in_a_part_from_what_comes_after_it(name):
    assert structure_of(f"<{name}></{name}><p>a</p>") == [name, f"/{name}", "p"]


@pytest.mark.parametrize("html", ['<p lang="zh"></p>', '<div lang="zh"></div>', "x"])
def test_an_element_of_another_make_is_no_passage(html):
    assert not passages_of(Page(f'<div class="twins">{html}</div>'))
