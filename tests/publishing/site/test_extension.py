import re

import pytest
from markdown import Markdown

from mlbook.publishing.site.extension import BookExtension, makeExtension

HALVES = '<span lang="zh">甲</span><span class="dot"> · </span><span lang="en">A</span>'
TWINS = '<div lang="zh" markdown>\n中文。\n</div>\n\n<div lang="en" markdown>\nEnglish.\n</div>\n'


def rendered(text):
    return Markdown(extensions=[BookExtension()]).convert(text)


@pytest.mark.parametrize("heading", ["## 甲 · A {#a}", "## 甲 · A { #a }"])
def test_the_halves_of_a_heading_are_marked_and_its_id_is_kept(heading):
    assert rendered(heading).startswith(f'<h2 id="a">{HALVES}<a class="headerlink"')


def test_a_heading_in_one_language_stays_as_it_is():
    assert rendered("# A `b` c").startswith('<h1 id="a-b-c">A <code>b</code> c<a')


def test_a_passage_and_its_twin_stand_in_one_element():
    html = rendered(f"{TWINS}\n甲 · A\n\n{TWINS}")
    assert (
        html.split()
        == (
            '<div class="twins"> <div lang="zh"> <p>中文。</p> </div> <div lang="en"> '
            '<p>English.</p> </div> </div> <p>甲 · A</p> <div class="twins"> <div lang="zh"> '
            '<p>中文。</p> </div> <div lang="en"> <p>English.</p> </div> </div>'
        ).split()
    )


@pytest.mark.parametrize("between", ["甲 · A\n", "---\n"])
def test_passages_with_something_between_them_are_no_twins(between):
    zh, en = TWINS.split("\n\n")
    assert "twins" not in rendered(f"{zh}\n\n{between}\n{en}")


@pytest.mark.parametrize("indent", ["", "    "])
def test_an_image_from_figures_is_a_figure_with_two_drawings_and_a_caption(indent):
    html = rendered(f"- 甲 · A\n\n{indent}![甲 · A](figures/a-b.svg){{width=2}}\n")
    drawings = (
        '<img class="light" src="figures/a-b.svg" /><img class="dark" src="figures/a-b.dark.svg" />'
    )
    caption = f"<figcaption>{HALVES}</figcaption>"
    figure = f'<figure class="drawn" id="figure-a-b">{drawings}{caption}</figure>'
    assert figure in html.replace("\n", "")


def test_the_caption_of_a_figure_is_markdown():
    html = rendered("![甲 `x` · A $x$](figures/a.svg)\n\n![*a*](figures/b.svg)")
    assert '<span lang="zh">甲 <code>x</code></span>' in html
    assert '<span class="arithmatex">' in html
    assert "<figcaption><em>a</em></figcaption>" in html


@pytest.mark.parametrize("text", ["![甲 · A](assets/a.png)", "x\n![甲 · A](figures/a.svg)"])
def test_any_other_image_is_an_image(text):
    assert "<figure" not in rendered(text)


@pytest.mark.parametrize("blank", ["\u3000", "\xa0", "    "])
def test_a_line_that_shows_nothing_ends_a_paragraph(blank):
    assert rendered(f"a\n{blank}\nb").split() == ["<p>a</p>", "<p>b</p>"]


def test_a_list_begins_with_the_number_that_is_written():
    assert '<ol start="3">' in rendered("3. 甲\n4. 乙")


def test_the_builtin_extensions_of_mkdocs_change_nothing():
    text = f"# 甲 · A\n\n{TWINS}\n```python\nx = 1\n```\n\n| a |\n|---|\n| 1 |\n"
    named = "mlbook.publishing.site.extension"
    assert Markdown(extensions=["toc", "tables", "fenced_code", named]).convert(text) == rendered(
        text
    )
    assert isinstance(makeExtension(), BookExtension)


def test_a_labelled_equation_and_its_twin_have_one_id():
    passage = '<div lang="{}" markdown>\n$$x \\label{{a}}$$\n\n$$y$$\n</div>\n\n'
    html = rendered(passage.format("zh") + passage.format("en") + r"$$z \label{b}$$")
    identities = re.findall(r'class="arithmatex" id="([^"]+)"', html)
    assert identities == ["equation-a", "equation-b"]
