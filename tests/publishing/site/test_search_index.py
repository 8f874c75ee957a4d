import json

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.site.search_index import rank, terms_of, with_terms

ROWS = """
| [梯度](chapters/x.md#g) | gradient | … |
| [梯度下降法](chapters/y.md#d) | gradient descent | … |
| [步](chapters/y.md#d) | step | … |
"""
GLOSSARY = parse_chapter(
    f'<div lang="zh" markdown>{ROWS}</div>\n\n<div lang="en" markdown>{ROWS}</div>\n'
)
TERMS = {
    "chapters/x/#g": ["梯度", "gradient"],
    "chapters/y/#d": ["梯度下降法", "gradient descent", "步", "step"],
}


def ranked(*locations):
    docs = [{"location": location} for location in locations]
    return json.loads(with_terms(json.dumps({"docs": docs}), TERMS, ("reference/",)))["docs"]


def test_the_glossary_says_which_section_teaches_which_terms():
    assert terms_of(GLOSSARY) == TERMS


def test_a_section_carries_its_terms_and_the_basic_ones_count_more():
    basic, plain, other = ranked("chapters/x/#g", "chapters/y/#d", "chapters/z/")
    assert basic["tags"] == ["梯度", "gradient"]
    assert basic["boost"] > 1
    assert plain["tags"] == TERMS["chapters/y/#d"]
    assert "boost" not in plain
    assert set(other) == {"location"}


def test_the_index_keeps_letters_as_they_are():
    index = json.dumps({"docs": [{"location": "chapters/x/#g"}]})
    text = with_terms(index, TERMS, ())
    assert text.count("梯度") == 1
    assert text.startswith('{"docs":[{"location":"chapters/x/#g","tags":[')


def test_references_exercises_and_summaries_stand_back():
    quiet = ranked("reference/x/#mlbook.x", "chapters/x/#exercise-a", "chapters/x/#summary")
    assert all(entry["boost"] < 1 for entry in quiet)


def test_the_index_of_a_site_is_changed_where_there_are_an_index_and_a_glossary(tmp_path):
    rank(tmp_path, {"glossary.md": GLOSSARY})
    assert not list(tmp_path.iterdir())
    index = tmp_path / "search" / "search_index.json"
    index.parent.mkdir()
    index.write_text('{"docs": [{"location": "chapters/x/#g"}]}')
    rank(tmp_path, {})
    assert "tags" not in index.read_text()
    rank(tmp_path, {"glossary.md": GLOSSARY})
    assert json.loads(index.read_text())["docs"][0]["tags"] == TERMS["chapters/x/#g"]
