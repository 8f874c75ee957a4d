import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.site.rendering import Rendering, body_of, renderer


@pytest.fixture
def faults(tmp_path):
    """Says what is wrong with a page of a site that has another one, with the ids `a` and `b`."""
    (tmp_path / "docs" / "assets").mkdir(parents=True)
    (tmp_path / "docs" / "assets" / "x.png").touch()
    (tmp_path / "docs" / "other.md").write_text('## 甲 · A {#a}\n\n<p id="b"></p>\n')
    (tmp_path / "docs" / "reference.md").write_text("::: mlbook.losses\n")
    page = tmp_path / "docs" / "x.md"

    def judge(text):
        page.write_text(text)
        chapter = parse_chapter(text, "docs/x.md")
        return Rendering(chapter, tmp_path, renderer()).faults_of_page()

    return judge


def test_a_page_whose_links_lead_somewhere_has_no_fault(faults):
    links = ["other.md", "other.md#a", "other.md#b", "#here", "reference.md#mlbook.losses.x",
             "assets/x.png", "https://example.org/x", "mailto:a@example.org"]  # fmt: skip
    assert faults("## 甲 · A {#here}\n\n" + "\n".join(f"[1]({link})" for link in links)) is None


def test_an_id_that_markdown_makes_of_a_heading_can_be_linked_to(faults):
    assert faults("# 甲 · Abc\n\n[1](#abc)\n") is None


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("[1](nowhere.md)", "the link nowhere.md leads to no file"),
        ("[1](other.md#c)", "the link other.md#c leads to no such id"),
        ("[1](#c)", "the link #c leads to no such id"),
        ("[1](https://x.org) [1](#) [2](y.md)", "the link y.md leads to no file"),
        ("[1](other.md#here)\n\n## 甲 · A {#here}", "the link other.md#here leads to no such id"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_with_its_line(faults, link, reason):
    assert faults(f"# 甲 · A\n\n{link}\n") == f"docs/x.md:3: {reason}"


def test_a_link_that_is_written_in_another_way_is_told_with_the_first_line(faults):
    link = '<a href="no&#119;here.md">1</a>'
    assert faults(f"# 甲 · A\n\n{link}\n") == "docs/x.md:1: the link nowhere.md leads to no file"


def test_a_formula_of_a_heading_is_read(faults):
    assert r"docs/x.md:1: the formula $\frac{1$ cannot be read" in faults(r"# 甲 · A $\frac{1$")


def test_a_figure_is_no_link_for_it_is_not_drawn_yet(faults):
    assert faults("```python\nx = 1\n```\n\n![甲 · A](figures/a.svg)\n") is None


def test_figures_and_equations_of_other_pages_have_ids(faults, tmp_path):
    other = "![甲 · A](figures/a.svg)\n\n$$x\\label{b}$$\n"
    (tmp_path / "docs" / "figures.md").write_text(other, encoding="utf-8")
    assert faults("# 甲 · A\n\n[1](figures.md#figure-a) [1](figures.md#equation-b)\n") is None
    assert "no such id" in faults("# 甲 · A\n\n[1](figures.md#figure-b)\n")


def test_front_matter_is_not_shown(faults):
    assert faults("---\ntitle: x\n<pre>: 1\n---\n\n# 甲 · A\n") is None


@pytest.mark.parametrize("matter", ["", "title: x\n", "title: x\n\n"])
def test_no_line_of_front_matter_is_left_in_the_body(matter):
    assert body_of(parse_chapter(f"---\n{matter}---\n# 甲 · A\n")) == "# 甲 · A"


def test_a_block_that_only_markdown_sees_is_refused(faults):
    assert (
        faults("1\n\n<pre>x</pre>\n")
        == "docs/x.md:3: the page shows 1 blocks of code, but 0 are read"
    )
