import json

import pytest

from mlbook.publishing.search import index as module
from mlbook.publishing.search.index import parts_of, postings_of, write_index
from mlbook.publishing.search.sections import sections_of


def found(word, pages, terms=None):
    """The addresses of the sections with a word, the best first."""
    sections = {page: sections_of(html) for page, html in pages.items()}
    places = [f"{page}#{each.id}" for page, several in sections.items() for each in several]
    postings = postings_of(sections, terms or {}).get(word, [])
    return [places[number] for number, _ in sorted(postings, key=lambda pair: -pair[1])]


def test_a_title_counts_more_than_a_text_and_a_short_text_more_than_a_long_one():
    pages = {
        "long": f"<p>slope {'and more ' * 50}</p>",
        "title": "<h1>Slope</h1><p>other words here</p>",
        "short": "<p>slope here</p>",
        "none": "<p>words</p>",
    }
    assert found("slope", pages) == ["title#", "short#", "long#"]


def test_the_section_that_teaches_a_term_comes_first_by_all_its_names():
    pages = {"a/": '<h2 id="x">On</h2><p>text</p>', "b/": "<p>slope slope slope</p>"}
    terms = {"a/#x": ["slope", "rate"]}
    assert found("slope", pages, terms) == ["a/#x", "b/#"]
    assert found("=rate", pages, terms) == ["a/#x"]


def test_what_is_looked_up_or_repeated_stands_back():
    text = "<p>slope</p>"
    pages = {"chapters/a/": f'<h2 id="summary"></h2>{text}<h2 id="x"></h2>{text}'}
    pages["reference/b/"] = text
    assert found("slope", pages) == ["chapters/a/#x", "chapters/a/#summary", "reference/b/#"]


def test_a_whole_title_is_a_word_of_its_own_but_not_of_a_section_to_look_up():
    page = '<h1>The chain rule</h1><h2 id="x">Slopes</h2>'
    assert found("=the chain rule", {"a/": page}) == ["a/#"]
    assert found("=slope", {"a/": page}) == ["a/#x"]
    assert found("=the chain rule", {"reference/a/": page}) == ["reference/a/#"]
    assert found("=slope", {"reference/a/": page}) == []


def test_words_of_the_rare_kind_count_more():
    pages = {str(i): "<p>often</p>" for i in range(9)} | {"both": "<p>often rarely</p>"}
    postings = postings_of({page: sections_of(html) for page, html in pages.items()}, {})
    assert postings["rarely"][0][1] > dict(postings["often"])[9]


def test_the_parts_are_in_order_and_about_as_long_as_they_should_be(monkeypatch):
    monkeypatch.setattr(module, "PART", 100)
    postings = {f"word{i:03}": [(i, 1)] * 5 for i in range(50)}
    parts = parts_of(postings)
    assert {word: numbers for part in parts for word, numbers in part.items()} == postings
    assert [next(iter(part)) for part in parts] == sorted(next(iter(part)) for part in parts)
    assert all(len(part) == 2 for part in parts[:-1])


@pytest.fixture
def written(tmp_path):
    """What `write_index` writes of a book of two pages, by name."""
    pages = {"": sections_of("<h1>坡</h1><p>一</p>"), "a/": sections_of('<h2 id="x">二</h2>')}
    write_index(tmp_path, pages, {})
    return {path.stem: json.loads(path.read_text("utf-8")) for path in tmp_path.rglob("*.json")}


def test_the_head_says_what_the_other_files_hold(written):
    head = written["index"]
    assert head["pages"] == ["", "a/"]
    assert head["sizes"] == [1, 2]
    assert head["parts"] == [next(iter(written[f"words-{n}"])) for n in range(len(head["parts"]))]
    assert written["words-0"]["=二"] == [2, 10]


def test_a_page_has_what_is_shown_of_its_sections(written):
    assert written["page-0"] == [["", ["坡", "坡"], ["一", "一"], [[], []]]]
    assert [each[0] for each in written["page-1"]] == ["", "x"]
