import pytest

from mlbook.publishing.chapters.bilingual import (
    is_bilingual,
    is_neutral,
    mark_languages,
    split_bilingual,
)


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
