import pytest

from mlbook.publishing.chapters.numbering import Numbering
from mlbook.publishing.chapters.options import OPTIONS
from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.reference import (
    link_names,
    names_of,
    put_written,
    with_scripts,
    written_names,
)


def session(text):
    code = f"<pre><span></span><code>{text}</code></pre>"
    return f'<div class="language-pycon highlight">{code}</div>'


def test_a_session_becomes_a_block_without_prompts_and_its_output():
    html = with_scripts("<p>a</p>" + session("<b>&gt;&gt;&gt; </b>print(1 &lt; 2)\n<b>True</b>\n"))
    assert "&gt;&gt;&gt;" not in html
    assert html.count("<pre>") == 2
    assert html.startswith('<p>a</p><div class="language-python highlight">')
    assert html.endswith(
        '<div class="language-text highlight"><pre><span></span><code>True\n</code></pre></div>'
    )


def test_a_session_that_prints_nothing_has_no_output():
    html = with_scripts(session("&gt;&gt;&gt; x = 1\n"))
    assert "language-text" not in html
    assert html.endswith("</code></pre></div>")


def test_a_signature_is_not_marked_as_python():
    html = '<div class="language-python doc-signature highlight">f(x)</div>'
    assert with_scripts(html) == '<div class="doc-signature highlight">f(x)</div>'


def test_each_language_links_a_name_where_it_first_stands():
    name = "<code>softmax</code>"
    call = "<code>softmax(x)</code>"
    html = (
        f"<h2>{name}</h2>"
        f'<div lang="zh"><p><a href="x">{name}</a> {call} {name} <code>other</code></p></div>'
        f'<div lang="en"><p>{name}</p></div><div lang="en"><p>{name}</p></div>'
    )
    link = '<a class="name" href="r#s">'
    page = Page(html)
    link_names(page, {"softmax": "r#s"})
    assert str(page) == (
        f"<h2>{name}</h2>"
        f'<div lang="zh"><p><a href="x">{name}</a> {link}{call}</a> {name}'
        " <code>other</code></p></div>"
        f'<div lang="en"><p>{link}{name}</a></p></div><div lang="en"><p>{name}</p></div>'
    )


@pytest.mark.parametrize("around", ["h2", "a", "pre", "div"])
def test_code_of_no_passage_or_in_a_heading_or_a_link_is_not_linked(around):
    language = "" if around == "div" else ' lang="zh"'
    html = f"<div{language}><{around}><code>softmax</code></{around}></div>"
    page = Page(html)
    link_names(page, {"softmax": "r#s"})
    assert str(page) == html


def test_a_page_of_the_reference_names_what_it_shows():
    chapter = parse_chapter("# 甲 · A\n\n::: mlbook.softmax\n")
    assert chapter.references == ["mlbook.softmax"]
    assert not chapter.problems
    assert names_of({"r.md": chapter}) == {"softmax": ("r.md", "mlbook.softmax")}


def test_a_page_of_the_reference_has_no_blocks_of_its_own():
    chapter = parse_chapter("::: mlbook.softmax\n\n```python\npass\n```\n", "docs/x.md")
    assert [(problem.line, problem.message) for problem in chapter.problems] == [
        (3, "a page of the reference has no blocks but those of docstrings")
    ]


def contents(*inside):
    return f'<div class="doc doc-contents">{"".join(inside)}</div>'


def test_a_source_stands_below_what_is_said_of_its_name():
    details = (
        '<details class="mkdocstrings-source"><summary><code>mlbook/x.py</code></summary>'
        "<pre>1</pre><pre>pass</pre></details>"
    )
    name = f'<div class="doc doc-object">{contents(details, "<p>a</p>")}</div>'
    html = with_scripts(name)
    assert html.index("<p>a</p>") < html.index('<details class="source">')
    assert html.endswith("</div></details></div>")


TEXT = """# 甲 · A

## 熵 · Entropy {#entropy}

```python
def entropy(p):
    def inner(): ...


class Code: ...
```

## 又 · Again {#again}

```python
def entropy(p): ...
```
"""


def written(text=TEXT):
    chapter = parse_chapter(text, "docs/chapters/x.md")
    return written_names({"chapters/x.md": chapter}, Numbering([chapter]))


def test_the_first_section_that_defines_a_name_writes_it():
    section = written()["entropy"]
    assert (section.address, section.id) == ("chapters/x.md", "entropy")
    assert section.titles == ("第 1 章，熵", "Chapter 1, Entropy")
    assert written()["Code"] == section
    assert "inner" not in written()


def test_a_block_above_all_sections_writes_nothing():
    assert written("# 甲 · A\n\n```python\ndef f(): ...\n```\n") == {}
    assert written("# 甲 · A\n\n## A {#a}\n\n```python\ndef f(): ...\n```\n") == {}


def test_the_reference_of_a_name_leads_to_the_section_that_writes_it():
    page = Page('<h2 id="mlbook.entropy">entropy</h2><h2 id="mlbook.other">other</h2>')
    put_written(page, {"mlbook.entropy": written()["entropy"].seen_at("../x/#entropy")}, OPTIONS)
    assert str(page) == (
        '<h2 id="mlbook.entropy">entropy</h2><p class="written"><a href="../x/#entropy">'
        '<span lang="zh">写它的一节：第 1 章，熵</span><span class="dot"> · </span>'
        '<span lang="en">Written in Chapter 1, Entropy</span></a></p>'
        '<h2 id="mlbook.other">other</h2>'
    )
