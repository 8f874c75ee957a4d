"""Whatever stands on a page: what the reader accepts is what Markdown shows, block for block."""

import re
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.site.allowed import strange
from mlbook.publishing.site.checks import faults_of_blocks
from mlbook.publishing.site.rendering import render, renderer
from mlbook.publishing.site.twins import faults_of_twins

ROOT = Path(__file__).parents[3]
PAGES = sorted(ROOT.glob("docs/chapters/*.md"))

INDENTS = st.sampled_from(["", "", "", "", "    ", "    ", "        ", " ", "  ", "   ", "\t"])
INFOS = """python|python|python|python|python|text|text|sh||py|python title="a"|{.python}|markdown
python {#a}|python hl_lines="1"|python title='`'| python|html|{ .text }|bibtex|text title="x"
python linenums="1"|python title="a" hl_lines="1 2"|python title=""|Python|pycon|text  """
MARKS = st.sampled_from(["```", "```", "```", "````", "~~~", "~~~~", "``"])
FENCES = st.builds("{}{}".format, MARKS, st.sampled_from(INFOS.replace("\n", "|").split("|")))
CODE = st.sampled_from(
    r"""x = 1;print(x);if x:;    y = 2;# 甲 · A;```;~~~;>>> x;<b>&amp;;''';&lt;
x  ;- x;$x$;  ```;<!--;-->
</div>;\;*;[a]: b;--8<-- 'a';wzxhzdk:0;</code></pre>; ;    """.replace("\n", ";").split(";")
) | st.sampled_from(
    ['"""', "\tx", "\f", "\u2028", "\x85", "\x0b", "\x02", "\ufeff", "&nbsp;", "x;"]
)
OTHERS = st.sampled_from(
    """甲 · A@# 甲 · A@## 甲 · A {#a}@- 甲 · A@1. 甲 · A@* 甲 · A
-   甲 · A@+ 甲 · A@10. 甲 · A@- @1.
!!! note "甲 · A"@??? note "甲 · A"@???+ tip "甲 · A"
=== "甲 · A"@===! "甲 · A"@!!! note@!!! note ""
> 甲 · A@---@***@<!-- x -->@<!--@-->@<details markdown>@<details>@</details>@=== '甲 · A'@*[A]: b
<summary>甲 · A</summary>@<div lang="zh" markdown>@<div lang="en" markdown>@</div>@<div markdown>
<div>@中文。@English.@| 甲 · A | 1 |@| --- | --- |@![甲 · A](figures/a.svg)@![甲 · A](a.png)
[a]: b@[^1]: 甲 · A@$$@$x$@::: mlbook.x@[TOC]@`x`@`@``@: 甲 · A@<pre>@</pre>@<pre><code>x@<span>
<script>@</script>@<style>@<br>@<p>@<hr/>@<table>@<ul>@<li>@&nbsp;@===@****@\\@甲 · A\\@1@2. 3@-
`` ` ``@<textarea>@<math>@甲 · A {: .x}@{: .x}@<?x@<![CDATA[@?>@<!DOCTYPE x@甲 · A ``` x""".replace(
        "\n", "@"
    ).split("@")
)


@st.composite
def fenced(draw):
    indent, fence = draw(INDENTS), draw(FENCES)
    body = draw(st.lists(CODE | OTHERS, max_size=4))
    marks = fence[: len(fence) - len(fence.lstrip("`~"))]
    end = draw(st.sampled_from([marks, marks, marks, marks + marks[0], marks + " ", ""]))
    inside = draw(st.sampled_from([indent, indent, indent, ""]))
    return "\n".join([indent + fence, *(inside + line for line in body), inside + end])


@st.composite
def twins(draw):
    lines = draw(st.lists(OTHERS | CODE | fenced(), max_size=3))
    zh, en = "\n".join([*lines, "中文。"]), "\n".join([*lines, "English."])
    gap = draw(st.sampled_from(["\n\n", "\n", "\n\n\n"]))
    return f'<div lang="zh" markdown>\n{zh}\n</div>{gap}<div lang="en" markdown>\n{en}\n</div>'


LINES = st.builds("{}{}".format, INDENTS, OTHERS | CODE)
ELEMENTS = st.just("") | LINES | fenced() | fenced() | twins()
TEXTS = st.lists(ELEMENTS | st.just(""), max_size=12).map("\n".join)


@cache
def of_the_site():
    return renderer()


def hold(text):
    chapter = parse_chapter(text)
    if not chapter.problems:
        page = render(chapter, of_the_site())
        refused = faults_of_twins(chapter, page) or list(strange(page))
        assert refused or not list(faults_of_blocks(chapter, page))


@given(TEXTS)
@settings(max_examples=max(200, settings().max_examples))
def test_what_the_reader_accepts_is_what_markdown_shows(text):
    hold(text)


@cache
def sections():
    """The sections of all pages, cut to what is rendered in a moment."""
    pages = [page.read_text(encoding="utf-8") for page in PAGES]
    return [part.splitlines() for page in pages for part in re.split(r"(?m)^(?=## )", page)[1:]]


@st.composite
def mutated(draw):
    lines = list(draw(st.sampled_from(sections())))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        change = draw(st.sampled_from(["drop", "double", "indent", "put", "cut", "swap"]))
        if change == "drop" and len(lines) > 1:
            del lines[at]
        elif change == "double":
            lines.insert(at, lines[at])
        elif change == "indent":
            lines[at] = draw(INDENTS) + lines[at]
        elif change == "put":
            lines.insert(at, draw(ELEMENTS))
        elif change == "cut":
            lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
        elif change == "swap":
            lines[at], lines[-1] = lines[-1], lines[at]
    return "\n".join(lines)


@given(mutated())
def test_no_change_of_a_page_hides_a_block(text):
    hold(text)
