from mlbook.publishing.chapters.options import Entry
from mlbook.publishing.mkdocs_options import read_options


def test_a_comment_beside_an_entry_of_nav_is_no_part_of_it(tmp_path):
    settings = "nav: # of the book\n  - 'index.md'\n  - A:\n      - chapters/x.md # the first\n"
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    assert read_options(tmp_path).nav == (Entry("index.md"), Entry("chapters/x.md", "A"))
