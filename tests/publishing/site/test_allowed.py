from pathlib import Path

import pytest

from mlbook.publishing.mkdocs_options import read_options
from mlbook.publishing.site.allowed import prose, strange, strays, unread
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.rendering import renderer


def strange_in(html):
    return list(strange(Page(html)))


@pytest.mark.parametrize(
    "tag", ["xmp", "svg", "math", "style", "base", "link", "meta", "form", "b"]
)
def test_an_element_that_markdown_does_not_make_is_strange(tag):
    assert strange_in(f"<p><{tag}>x</{tag}></p>") == [
        f"no page is built of <{tag}>: write Markdown"
    ]


@pytest.mark.parametrize("name", ["onclick", "hidden", "style", "srcset", "contenteditable"])
def test_an_attribute_that_markdown_does_not_write_is_strange(name):
    assert strange_in(f'<p {name}="x">1</p>') == [
        f"no element of a page has the attribute {name}: x"
    ]


def test_an_attribute_without_a_value_is_told_as_it_stands():
    assert strange_in("<p hidden>1</p>") == ["no element of a page has the attribute hidden: "]


def test_a_column_of_a_table_may_be_aligned():
    assert strange_in('<td style="text-align: right;">1</td>') == []


@pytest.mark.parametrize(
    "link", ["https://x.org", "HTTP://x.org", "mailto:a@x.org", "x.md#a", "#a", "../a b.md"]
)
def test_a_link_leads_into_the_site_or_to_the_web(link):
    assert strange_in(f'<a href="{link}">1</a>') == []


@pytest.mark.parametrize(
    "link",
    [
        "javascript:x",
        "JavaScript:x",
        " javascript:x",
        "&#106;avascript:x",
        "data:x",
        "//x.org",
        "",
        " ",
    ],
)
def test_a_link_does_nothing_else(link):
    (strange,) = strange_in(f'<a href="{link}">1</a>')
    assert strange.endswith("is neither a web nor a mail address")


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("甲：\n- 乙", "- 乙"), ("A:\n1. B", "1. B"), ("甲：\n| 乙 |\n|---|", "| 乙 |"),
        ("甲\n:   乙", ":   乙"), ("甲[^1]。", "[^1]"), ("**甲", "**"), ("~~甲~~", "~~"),
        ("[甲] (b.md)", "] (b.md"), ("[甲][b]", "]["), ("[甲](b", "]("), ("$x^2 甲", "$"),
    ],
)  # fmt: skip
def test_markup_that_markdown_does_not_read_is_told(markdown, found):
    assert [*unread(Page(renderer().convert(markdown)))] == [found]


@pytest.mark.parametrize(
    "markdown",
    [
        "甲：\n\n- **乙**\n- 丙", "`**` $a[1][2]$ \\$5 [0, 1] (甲)", "A\n-1 is\n3.5 or | B",
        "    - 甲", "<details markdown>\n<summary>`a` **b**</summary>\n</details>", "甲 - 乙 * 丙",
    ],
)  # fmt: skip
def test_what_markdown_reads_is_not_told(markdown):
    assert not [*unread(Page(renderer().convert(markdown)))]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>9<em>9</em>.<strong>8</strong>7</p><p>1</p>", "99.87 1"),
        ("<p>1<br>2</p><hr>3<sup>4</sup>", "1 2 3 4"),
        ("<p>1<code>2</code>3</p><pre><code><span>4</span>5</code></pre>6", "1 2 3 6"),
        ('<span class="quoted" title="1">2</span>3<a title="4">5</a>', "3 4 5"),
        ('<span class="arithmatex">\\(2\\)</span>5<img alt="6">', "\\(2\\)5 6"),
        ('<a href="../bibliography.md#a">1998</a>2<a href="#a">3</a>', "23"),
        ('<a href="../../bibliography/#a">1998</a>2<a href="../b/#a">3</a>', "23"),
        ("<code>1<code>2</code></code>3</p>", "1 2 3"),
        ('<p><span class="quoted" title="1">2</p><p>3</span>4</p>', "1 2 34"),
        ("<pre><code>1</pre>2", "2"),
        ("<p>1</p>2", "1 2"),
        ("<p>1</p>&#50", "1 2"),
        ('<a class="headerlink" title="1">2</a>3', "3"),
        ('<br class="quoted">1<hr class="quoted">2', "1 2"),
        ('<img class="quoted" alt="1">2<input class="quoted">3', "2 3"),
    ],
)
def test_the_text_is_what_is_neither_a_block_nor_quoted(html, text):
    assert " ".join(prose(Page(html)).split()) == text


def test_a_page_a_lab_and_a_listed_asset_are_no_strays(tmp_path):
    for name in (
        "a.md",
        "chapters/a.md",
        "labs/my-lab.py",
        "assets/a.png",
        ".hidden",
        ".git/a.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert not list(strays(tmp_path, ["assets/a.png"]))


def test_this_book_lists_its_assets():
    root = Path(__file__).parents[3]
    assert not list(strays(root / "docs", read_options(root).assets))


@pytest.mark.parametrize(
    "name",
    [
        "a.html", "a.ipynb", "a.txt", "a.py", "labs/a/b.py", "labs/A.py", "chapters/figures/a.svg",
        "assets/a.png", "a.MD", "a.markdown", "labs/__pycache__/a.pyc", "robots", "assets/a.js",
    ],
)  # fmt: skip
def test_another_file_is_a_stray(tmp_path, name):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    (fault,) = strays(tmp_path, [])
    assert fault.startswith(f"{tmp_path.name}/{name}: nobody checks this file: ")


def test_a_folder_that_a_link_leads_to_holds_strays_too(tmp_path):
    for name in ("docs/index.md", "elsewhere/a.md", "elsewhere/a.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "docs" / "linked").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (fault,) = strays(tmp_path / "docs", [])
    assert fault.startswith("docs/linked/a.html: nobody checks this file: ")
