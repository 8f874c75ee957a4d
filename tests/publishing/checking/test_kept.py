import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking.book import Book
from mlbook.publishing.checking.dependencies import Dependencies
from mlbook.publishing.checking.kept import Kept


class Making:
    """Makes texts, and counts."""

    count = 0

    def __call__(self):
        self.count += 1
        return f"甲\r\n{self.count}\n"


@pytest.fixture
def kept(tmp_path):
    return Kept(tmp_path / "kept", Dependencies(), "")


def test_a_text_is_made_once_and_kept_byte_for_byte(kept, tmp_path):
    make = Making()
    texts = [kept.text("a/b.md", ["x"], make) for _ in range(2)]
    texts += [Kept(tmp_path / "kept", Dependencies(), "").text("a/b.md", ["x"], make)]
    assert texts == ["甲\r\n1\n"] * 3


def test_what_it_depends_on_asks_for_another_text_in_its_place(kept, tmp_path):
    make = Making()
    for depends in (["x", "y"], ["xy"], ["x", "y"]):
        kept.text("a/b.md", depends, make)
    assert make.count == 3
    assert len(list((tmp_path / "kept").iterdir())) == 1


@pytest.mark.parametrize("changed", ["of", "press"])
def test_another_package_or_another_press_asks_for_another_text(tmp_path, monkeypatch, changed):
    make = Making()
    Kept(tmp_path, Dependencies(), "").text("a", "x", make)
    other = Dependencies()
    monkeypatch.setattr(other, changed, {"of": lambda code: b"other", "press": b"other"}[changed])
    Kept(tmp_path, other, "").text("a", "x", make)
    assert make.count == 2


def test_other_settings_ask_for_another_text(tmp_path):
    make = Making()
    for settings in ("site_name: a", "site_name: b"):
        Kept(tmp_path, Dependencies(), settings).text("a", "x", make)
    assert make.count == 2


def test_an_exception_keeps_nothing(kept):
    def failing():
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        kept.text("a", "x", failing)
    assert kept.text("a", "x", Making()) == "甲\r\n1\n"


def test_a_source_is_checked_again_where_another_page_changes_what_is_wrong(kept):
    page = "```python\ndraw()\n```\n\n![图 · Figure](figures/a.svg)\n"
    other = parse_chapter(page, "y.md")
    for first, wrong in ((page, True), ("# 甲 · A\n", False), (page, True)):
        book = Book([parse_chapter(first, "x.md"), other])
        assert ("is drawn in x.md:5 too" in book.sentences_of(other, kept)) == wrong


def test_a_source_is_checked_again_where_the_glossary_rejects_a_word(kept):
    passages = '<div lang="zh" markdown>\n甲\n</div>\n\n<div lang="en" markdown>\nA\n</div>\n'
    page = parse_chapter(passages, "x.md")
    for rejected in ("", "rejected: {甲: 乙}"):
        glossary = parse_chapter(f"---\n{rejected}\n---\n", "docs/glossary.md")
        sentences = Book([page, glossary]).sentences_of(page, kept)
        assert sentences == (rejected and "x.md:2: write 乙, not 甲")
