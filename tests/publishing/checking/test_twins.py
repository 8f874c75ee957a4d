import pytest

from mlbook.publishing.chapters.bilingual import (
    is_bilingual,
    is_neutral,
    mark_languages,
    split_bilingual,
)
from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking.twins import fault_of_twins, structure


def judge(zh, en):
    chapter = parse_chapter(
        f'<div lang="zh" markdown>\n{zh}\n</div>\n\n<div lang="en" markdown>\n{en}\n</div>\n',
        "docs/x.md",
    )
    return fault_of_twins(chapter, chapter.twins[0])


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
        (r"坏的 $\frac{1$", "bad", 1, r"the formula $\frac{1$ cannot be read"),
    ],
)
def test_twins_that_differ_are_told_with_their_line(zh, en, place, reason):
    found = judge(zh, en)
    assert found.startswith(f"docs/x.md:{place}: ")
    assert reason in found


def test_a_structure_is_what_a_passage_is_built_of():
    html = "<p>a <em>b</em></p><ul><li>c</li></ul><math><mi>x</mi></math>"
    assert structure(html) == ["p", "ul", "li", "/ul"]


@pytest.mark.parametrize("name", ["ul", "ol", "blockquote", "details"])
def test_a_structure_tells_what_is_in_a_part_from_what_comes_after_it(name):
    assert structure(f"<{name}></{name}><p>a</p>") == [name, f"/{name}", "p"]


@pytest.mark.parametrize("text", ["梯度 · The gradient", "学习率 $\\eta$ · Learning rate $\\eta$"])
def test_a_text_in_both_languages_is_known(text):
    assert is_bilingual(text)


@pytest.mark.parametrize(
    "text", ["梯度", "Gradient", "a · b", "甲 · 1", "甲 · 乙", "甲 · a · b", "甲·A"]
)
def test_a_text_in_one_language_is_not_bilingual(text):
    assert not is_bilingual(text)


@pytest.mark.parametrize("text", ["", "0.5", "`print` 3", "$x$", "—", "x", "![](a) {#id-here}"])
def test_signs_numbers_code_and_formulas_are_neutral(text):
    assert is_neutral(text)


@pytest.mark.parametrize("text", ["梯度", "words", "`code` and"])
def test_words_are_not_neutral(text):
    assert not is_neutral(text)


def test_halves_carry_their_language():
    assert split_bilingual("甲 乙 · A b") == ("甲 乙", "A b")
    assert mark_languages("甲 · A") == (
        '<span lang="zh">甲</span><span class="dot"> · </span><span lang="en">A</span>'
    )
