from functools import cache
from pathlib import Path

import pytest

from mlbook.publishing.checking.numbers import orphans
from mlbook.publishing.site.page import marked_source
from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.site.rendering import renderer
from mlbook.publishing.site.shown import PageError, check_blocks, check_page

ROOT = Path(__file__).parents[3]
CODE = '<div class="language-{0} highlight"><pre><span></span><code><i>{1}</i>\n</code></pre></div>'


def shown(*blocks):
    return "".join(CODE.format(*block) for block in blocks)


def chapter():
    return parse_chapter("```python\na &lt; 1\n```\n\n```text\n1\n```\n", "docs/x.md")


def test_a_page_that_shows_what_was_read_passes():
    html = shown(("python", "a &amp;lt; 1"), ("text", "1"))
    check_blocks(chapter(), html)
    check_blocks(chapter(), html.replace('class="', 'class="wide '))


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
        (shown(("python", "a &amp;lt; 1")), "docs/x.md: the page shows 1 blocks of code, but 2"),
        (
            shown(("python", "a &amp;lt; 1"), ("text", "1"), ("python", "c")),
            "docs/x.md: the page shows 3 blocks of code, but 2 are read",
        ),
    ],
)
def test_a_page_that_shows_anything_else_is_refused(html, message):
    with pytest.raises(PageError, match=message):
        check_blocks(chapter(), html)


@cache
def of_the_site():
    return renderer(ROOT / "mkdocs.yml")


def check(text):
    page = parse_chapter(text, "docs/x.md")
    assert [*page.problems, *orphans(page)] == []  # nothing that its source could tell
    check_page(page, of_the_site().reset().convert(marked_source(page)))


def twins(text):
    passage = '<div lang="{0}" markdown>\n{1}\n</div>\n'
    return "".join(passage.format(language, text) for language in ("zh", "en"))


def test_a_page_of_everything_that_markdown_makes_passes():
    check(
        "# 甲 · A\n\n[TOC]\n\n## 乙 · B {#b}\n\n" + twins(
            "*甲* **A** `x` [b](#b) [c](../x.md) <https://x.org> ![甲 · A](a.png) $x$ 0.125[^1]\n\n"
            "> 甲\n\n- a\n\n    1. b\n\n| a | b |\n| :-- | --: |\n| 1 | 2 |\n\n---\n\n$$x$$\n\n"
            "[^1]: 0.5\n\n<span lang=\"zh-CN\">书</span>\n"
        ) + '!!! note "甲 · A"\n\n    ```python title="a.py"\n    x = 0.125\n    ```\n\n'
        '=== "甲 · A"\n\n    ```sh\n    pytest\n    ```\n\n??? tip "甲 · A"\n\n    12\n\n'
        '<details class="answer" markdown>\n<summary>甲 · A</summary>\n\n12\n\n</details>\n\n'
        "```python\nx = 1\n```\n\n![甲 · A](figures/a.svg)\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "9&#57;.87", "99&period;87", "9**9**.87", "99\\.87", "99<!-- -->.87", "99．87",
        '<span title="99.87">x</span>', '<img src="x.png" alt="99.87">',
        "{99.87}", "9<span>9</span>.87",
    ],
)  # fmt: skip
def test_no_number_hides_from_its_check(text):
    with pytest.raises(PageError, match=r"docs/x.md: the page shows the number 99.87"):
        check(twins(text))


@pytest.mark.parametrize("text", ["mlbook-figure-loss 甲 · A\n", twins("mlbook-figure-loss A")])
def test_no_figure_stands_where_no_block_draws_it(text):
    with pytest.raises(PageError, match=r"docs/x.md: the page shows other figures than \[\]"):
        check(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<textarea>import numpy</textarea>", "no page is built of <textarea>"),
        ("<samp>import numpy<br>print(1)</samp>", "no page is built of <samp>"),
        ("<code>import numpy<br>print(1)</code>", "the element <br> stands in `code`"),
        ('<div class="language-python highlight">x</div>', "highlighted code holds no block"),
        (
            '<div style="white-space: pre">x\n1</div>',
            "no element of a page has the attribute style",
        ),
        ('<script type="py">print(1)</script>', "no page is built of <script>"),
        ('<iframe srcdoc="<pre>print(1)</pre>"></iframe>', "no page is built of <iframe>"),
        ("[x](javascript:print)", "the link javascript:print is neither a web nor a mail"),
        ("![x](https://example.org/x.png)", "the picture https://example.org/x.png is not part"),
    ],
)
def test_nothing_looks_like_a_block_or_runs_but_blocks(text, reason):
    with pytest.raises(PageError, match=f"docs/x.md: .*{reason}"):
        check(twins(text))
