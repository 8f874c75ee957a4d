import re
from functools import cache

import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking.book import Book
from mlbook.publishing.site import checks
from mlbook.publishing.site.checks import (
    faults_of,
    faults_of_blocks,
    faults_of_page,
)
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.rendering import render, renderer

CODE = '<div class="language-{0} highlight"><pre><span></span><code><i>{1}</i>\n</code></pre></div>'


def shown(*blocks):
    return "".join(CODE.format(*block) for block in blocks)


def chapter():
    return parse_chapter("```python\na &lt; 1\n```\n\n```text\n1\n```\n", "docs/x.md")


def test_a_page_that_shows_what_was_read_passes():
    html = shown(("python", "a &amp;lt; 1"), ("text", "1"))
    for shown_html in (html, html.replace('class="', 'class="wide ')):
        assert not list(faults_of_blocks(chapter(), Page(shown_html)))


@pytest.mark.parametrize(
    ("html", "message"),
    [
        (shown(("python", "b"), ("text", "1")), "docs/x.md:1: the page shows another python block"),
        (shown(("python", "a &amp;lt; 1"), ("py", "1")), "docs/x.md:5: the page shows another py"),
        ("<pre>b</pre>", "docs/x.md:1: the page shows another plain block"),
        ('<div class="highlight"><pre>b</pre></div>', "docs/x.md:1: the page shows another plain "),
        (
            shown(("python", "a &amp;lt; 1")) + "<pre>1</pre>",
            "docs/x.md:5: the page shows another plain block",
        ),
        (shown(("python", "a &amp;lt; 1")), "docs/x.md:5: the page shows 1 blocks of code, but 2"),
        (
            shown(("python", "a &amp;lt; 1"), ("text", "1"), ("python", "c")),
            "docs/x.md:1: the page shows 3 blocks of code, but 2 are read",
        ),
    ],
)
def test_a_page_that_shows_anything_else_is_refused(html, message):
    (fault,) = faults_of_blocks(chapter(), Page(html))
    assert fault.startswith(message)


@cache
def of_the_site():
    return renderer()


def faults(text):
    page = parse_chapter(text, "docs/x.md")
    return list(faults_of_page(page, render(page, of_the_site())))


def twins(text):
    passage = '<div lang="{0}" markdown>\n{1}\n</div>\n'
    return "".join(passage.format(language, text) for language in ("zh", "en"))


def test_a_page_of_everything_that_markdown_makes_passes():
    text = (
        "# 甲 · A\n\n[TOC]\n\n## 乙 · B {#b}\n\n" + twins(
            "*甲* **A** `x` [b](#b) [c](../x.md) <https://x.org> $x$ 0.125[^1]\n\n"
            "> 甲\n\n- a\n\n    1. b\n\n| a | b |\n| :-- | --: |\n| 1 | 2 |\n\n---\n\n$$x$$\n\n"
            "<span lang=\"zh-CN\">书</span>\n"
        ) + '[^1]: 甲 · A\n\n'
        '!!! note "甲 · A"\n\n    ```python title="a.py"\n    x = 0.125\n    ```\n\n'
        '=== "甲 · A"\n\n    ```sh\n    pytest\n    ```\n\n??? tip "甲 · A"\n\n    12\n\n'
        '<details class="answer" markdown>\n<summary>甲 · A</summary>\n\n12\n\n</details>\n\n'
        "```python\nx = 1\n```\n\n![甲 · A](figures/a.svg)\n"
    )  # fmt: skip
    page = parse_chapter(text)
    assert not Book([page]).problems_of(page)
    assert not faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "9&#56;.7", "98&period;7", "9**8**.7", "98\\.7", "98<!-- -->.7", "covers: 98.7",
        '<span title="98.7">x</span>', '<img src="x.png" alt="98.7">',
        "{98.7}", "9<span>8</span>.7", '<span class="quoted" title="x">9&#56;.7',
    ],
)  # fmt: skip
def test_no_number_hides_from_its_check(text):
    reason = "the page shows the number 98.7: write it as such, for it to be checked"
    assert f"docs/x.md: {reason}" in faults(twins(text))


@pytest.mark.parametrize(
    "figure", ['<figure id="figure-a" markdown>x</figure>', "<figure>x</figure>"]
)
def test_no_figure_stands_where_no_block_draws_it(figure):
    assert "docs/x.md: the page shows other figures than []" in faults(twins(figure))


def test_a_figure_that_markdown_shows_as_an_image_is_refused():
    text = "```python\nx = 1\n```\n\n![甲 · A](figures/a.svg)\n12\n"
    assert "docs/x.md: the page shows other figures than ['a']" in faults(text)


def test_a_formula_written_as_mathml_is_refused():
    assert "docs/x.md: no page is built of <math>: write Markdown" in faults(
        twins("<math>2</math>")
    )


def test_passages_that_only_markdown_sees_are_refused():
    page = Page('<div class="twins"><div lang="zh">甲</div><div lang="en">A</div></div>')
    assert "docs/x.md:1: the page shows 1 passages in both languages, but 0 are read" in faults_of(
        parse_chapter("", "docs/x.md"), page
    )


REFERENCE = parse_chapter("::: mlbook.relu\n", "docs/x.md")
EXAMPLE = "from mlbook import relu\nprint(relu([-1.5, 0.0, 2.5]))\n"


@pytest.mark.parametrize(
    "html",
    [
        shown(("python", EXAMPLE), ("text", "[0.  0.  2.5]")),
        '<div class="doc-signature highlight"><pre>relu(x)</pre></div>',
        '<details class="source"><div class="highlight"><pre>def relu(x): …</pre></div></details>',
        "<svg></svg>",
    ],
)
def test_a_page_of_the_reference_shows_examples_signatures_and_sources(html):
    assert not list(faults_of(REFERENCE, Page(html)))


@pytest.mark.parametrize(
    "html",
    [
        shown(("python", EXAMPLE.replace("2.5", "3.5"))),
        shown(("python", EXAMPLE), ("text", "[0.  0.  3.5]")),
        shown(("text", EXAMPLE)),
        "<pre><code>relu(2)</code></pre>",
        '<div class="highlight"><pre>relu(2)\n</pre></div>',
    ],
)
def test_code_of_a_docstring_that_nobody_runs_is_refused(html):
    (fault,) = faults_of(REFERENCE, Page(html))
    assert ": nobody runs this code of a docstring:\n" in fault


def test_code_of_a_docstring_is_refused_with_its_line():
    (fault,) = faults_of(REFERENCE, Page("<pre>from mlbook import relu\n</pre>"))
    assert re.match(r"mlbook/activations\.py:\d+: nobody runs", fault)


def test_a_docstring_is_judged_as_a_page_is(monkeypatch):
    docstring = parse_chapter("98.7 %\n", "mlbook/x.py")
    monkeypatch.setattr(checks, "docstrings_behind", lambda names: [docstring])
    (fault,) = faults_of(REFERENCE, Page(""))
    assert fault.startswith("mlbook/x.py:1: no block of this page prints 98.7 %")


def test_a_formula_of_a_docstring_is_checked():
    bad = Page('<span class="arithmatex">\\(\\frac{1\\)</span>')
    assert len(list(faults_of(REFERENCE, bad))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "![甲 · A](./figures/a.svg)", "![甲 · A](FIGURES/a.svg)",
        "![甲 · A](figures/../figures/a.svg)", "![甲 · A][b]\n\n[b]: figures/a.svg",
        "![甲 · A](../assets/page.png)", "<img src=figures/a.svg>",
        "[![甲 · A](figures/a.svg)](x.md)", '- ![甲 · A](figures/a.svg "甲")',
    ],
)  # fmt: skip
def test_a_picture_that_no_block_draws_is_refused(text):
    assert any(": no block draws the picture " in fault for fault in faults(twins(text)))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<textarea>import numpy</textarea>", "no page is built of <textarea>"),
        ("<samp>import numpy<br>print(1)</samp>", "no page is built of <samp>"),
        ("<code>import numpy<br>print(1)</code>", "<code> is no tag"),
        (
            '<div class="language-python highlight">x</div>',
            '<div class="language-python highlight"> is',
        ),
        (
            '<div style="white-space: pre">x\n1</div>',
            "no element of a page has the attribute style",
        ),
        ('<script type="py">print(1)</script>', "no page is built of <script>"),
        ('<iframe srcdoc="<pre>print(1)</pre>"></iframe>', "no page is built of <iframe>"),
        ("[x](javascript:print)", "the link javascript:print is neither a web nor a mail"),
        ("x:\n- y", "Markdown shows - y as it is written: close it, write its footnote"),
        ("![x](https://example.org/x.png)", "no block draws the picture https://example.org/x.png"),
    ],
)
def test_nothing_looks_like_a_block_or_runs_but_blocks(text, reason):
    page = parse_chapter(twins(text), "docs/x.md")
    told = [*map(page.sentence, page.problems), *faults(twins(text))]
    assert any(re.match(f"docs/x.md:([23]:)? .*{reason}", fault) for fault in told)
