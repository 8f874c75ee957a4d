from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.search.glossary import terms_of

ROWS = """
| [梯度](chapters/x.md#g) | gradient | … |
| [梯度下降法](chapters/y.md#d) | gradient descent | … |
| [步](chapters/y.md#d) | step | … |
"""
MATTER = "---\nrejected: {斜度: 梯度}\nalso: {steepest descent: gradient descent}\n---\n"
PAGE = f'<div lang="zh" markdown>{ROWS}</div>\n\n<div lang="en" markdown>{ROWS}</div>\n'


def test_the_glossary_says_which_section_teaches_which_terms():
    assert terms_of({"glossary.md": parse_chapter(PAGE)}) == {
        "chapters/x/#g": ["梯度", "gradient"],
        "chapters/y/#d": ["梯度下降法", "gradient descent", "步", "step"],
    }


def test_other_names_lead_to_the_section_of_the_term():
    terms = terms_of({"glossary.md": parse_chapter(MATTER + PAGE)})
    assert terms["chapters/x/#g"] == ["梯度", "gradient", "斜度"]
    assert terms["chapters/y/#d"][:3] == ["梯度下降法", "gradient descent", "steepest descent"]


def test_a_book_needs_no_glossary():
    assert terms_of({"index.md": parse_chapter(PAGE)}) == {}
