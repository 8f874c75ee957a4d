import re

import pytest

from mlbook.publishing.site.page import (
    marked_source,
    with_addresses,
    with_figures,
    with_languages,
    without_unused_styles,
)
from mlbook.publishing.chapters.reader import parse_chapter

HALVES = '<span lang="zh">甲</span><span class="dot"> · </span><span lang="en">A</span>'
SVG = '<svg width="72pt" height="36pt">'


def test_headings_twins_and_figures_are_marked_and_every_other_line_stays():
    source = (
        "# 甲 · A\n## 甲 · A {#a}\n<!-- x -->\n"
        '<div lang="zh" markdown>\n中文。\n</div>\n<div lang="en" markdown>\nEnglish.\n</div>\n'
        "- 甲 · A\n\n    ```python\n    pass\n    ```\n\n    ![甲 · A](figures/a.svg)\n"
        "![甲 · A](assets/a.png)\n"
    )
    assert marked_source(parse_chapter(source)) == (
        f"# {HALVES}\n## {HALVES} {{#a}}\n<!-- x -->\n"
        '<div class="twins" markdown>\n<div lang="zh" markdown>\n中文。\n</div>\n'
        '<div lang="en" markdown>\nEnglish.\n</div>\n</div>\n'
        f"- 甲 · A\n\n    ```python\n    pass\n    ```\n\n    mlbook-figure-a {HALVES}\n"
        "![甲 · A](assets/a.png)\n"
    )


def test_a_figure_has_two_drawings_a_size_and_a_caption_in_both_languages():
    html = with_figures(f"<p>mlbook-figure-a {HALVES}</p>", {"a": SVG}, "../figures/")
    image = 'alt="甲 · A" width="96" height="48" loading="lazy">'
    assert html == (
        '<figure class="drawn" id="figure-a">'
        f'<img class="light" src="../figures/a.svg" {image}'
        f'<img class="dark" src="../figures/a.dark.svg" {image}'
        f"<figcaption>{HALVES}</figcaption></figure>"
    )


@pytest.mark.parametrize("element", ["code", "pre", "script", "style", "title", "textarea"])
def test_verbatim_text_is_never_marked(element):
    for name in (element, element.upper()):
        verbatim = f"<{name} class='x'>\n甲 · A\n</{name}>"
        assert with_languages(f"<p>甲 · A</p>{verbatim}") == f"<p>{HALVES}</p>{verbatim}"


def test_the_words_of_the_theme_are_marked_with_their_spaces_kept():
    assert with_languages("<a title='甲 · A'>\n  甲 · A\n</a>") == (
        f"<a title='甲 · A'>\n  {HALVES}\n</a>"
    )
    assert with_languages("<b><svg></svg> 甲 · A</b>") == f"<b><svg></svg> {HALVES}</b>"
    for text in (f"<p>{HALVES}</p>", "<p>a · b</p>", "<p>甲，一句话 · 两句话</p>"):
        assert with_languages(text) == text


def test_every_block_has_the_address_of_its_section_and_its_number_there():
    block = '<div class="language-python highlight">'
    html = with_addresses(
        f'{block}<h2 id="a">…</h2>{block}{block}<h3 class="x" id="b">…</h3>{block}'
    )
    assert re.findall(r'highlight" id="([^"]+)"', html) == [
        "block-1",
        "a-block-1",
        "a-block-2",
        "b-block-1",
    ]


def test_an_address_is_a_selector_even_where_a_section_has_a_dotted_name():
    html = with_addresses('<h2 id="mlbook.relu">…</h2><div class="language-python highlight">')
    assert html.endswith('id="mlbook-relu-block-1">')


def test_an_output_has_no_address():
    output = '<div class="language-text highlight">'
    assert with_addresses(output) == output


def test_only_pages_of_the_reference_ask_for_its_styles():
    own, others = (
        f'<link rel="stylesheet" href="../../assets/{name}.css">'
        for name in ("_mkdocstrings", "book")
    )
    assert without_unused_styles(f"{own}\n{others}<p></p>") == f"\n{others}<p></p>"
    reference = f'{own}<div class="doc doc-object doc-function">'
    assert without_unused_styles(reference) == reference
