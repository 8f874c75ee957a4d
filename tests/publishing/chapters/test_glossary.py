from mlbook.publishing.chapters.glossary import (
    everyday_words,
    glossary_of,
    rejected_words,
    terms_of,
)
from mlbook.publishing.chapters.reader import parse_chapter

ROWS = {
    "zh": """
| [梯度](chapters/x.md#g) | gradient | 偏导数的数组 |
| [梯度下降法](chapters/y.md#d) | gradient descent | 沿负梯度走 |
| [步](chapters/y.md#d) | step | 一次移动 |
""",
    "en": """
| [gradient](chapters/x.md#g) | 梯度 | the array of partial derivatives |
| [gradient descent](chapters/y.md#d) | 梯度下降法 | going along the negative gradient |
| [step](chapters/y.md#d) | 步 | one movement |
""",
}
MATTER = """---
rejected: {斜度: 梯度}
also: {steepest descent: gradient descent}
everyday: [步行, step by step]
---
"""
PAGE = "\n".join(f'<div lang="{each}" markdown>{rows}</div>\n' for each, rows in ROWS.items())
BOOK = {"glossary.md": parse_chapter(MATTER + PAGE)}


def test_a_term_has_names_and_meanings_in_both_languages_and_a_section():
    term = glossary_of(BOOK)[1]
    assert term.names == ("梯度下降法", "gradient descent")
    assert term.meanings == ("沿负梯度走", "going along the negative gradient")
    assert (term.page, term.id) == ("chapters/y.md", "d")


def test_the_glossary_says_which_section_teaches_which_terms():
    assert terms_of({"glossary.md": parse_chapter(PAGE)}) == {
        "chapters/x/#g": ["梯度", "gradient"],
        "chapters/y/#d": ["梯度下降法", "gradient descent", "步", "step"],
    }


def test_other_names_lead_to_the_section_of_the_term():
    terms = terms_of(BOOK)
    assert terms["chapters/x/#g"] == ["梯度", "gradient", "斜度"]
    assert terms["chapters/y/#d"][:3] == ["梯度下降法", "gradient descent", "steepest descent"]


def test_the_glossary_says_in_which_words_there_is_no_term():
    assert everyday_words(BOOK) == ["步行", "step by step"]


def test_the_glossary_says_which_words_no_page_uses():
    assert rejected_words(BOOK) == {"斜度": "梯度"}


def test_a_field_of_the_front_matter_may_be_empty():
    book = {"glossary.md": parse_chapter(f"---\nrejected:\nalso:\neveryday:\n---\n{PAGE}")}
    assert (rejected_words(book), everyday_words(book)) == ({}, [])
    assert terms_of(book)["chapters/x/#g"] == ["梯度", "gradient"]


def test_a_book_needs_no_glossary():
    book = {"index.md": parse_chapter(PAGE)}
    assert (terms_of(book), glossary_of(book), everyday_words(book)) == ({}, [], [])
