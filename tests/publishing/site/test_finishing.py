import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.site.finishing import finish_content, finish_page
from mlbook.publishing.site.html import Page

HALVES = '<span lang="zh">甲</span><span class="dot"> · </span><span lang="en">A</span>'


@pytest.mark.parametrize("element", ["code", "pre", "script", "style", "title", "textarea"])
def test_verbatim_text_is_never_marked(element):
    for name in (element, element.upper()):
        verbatim = f"<{name} class='x'>\n甲 · A\n</{name}>"
        assert finish_page(f"<p>甲 · A</p>{verbatim}", "", None) == f"<p>{HALVES}</p>{verbatim}"


def test_the_words_of_the_theme_are_marked_with_their_spaces_kept():
    assert finish_page("<a title='甲 · A'>\n  甲 · A\n</a>", "", None) == (
        f"<a title='甲 · A'>\n  {HALVES}\n</a>"
    )
    assert finish_page("<b><svg></svg> 甲 · A</b>", "", None) == f"<b><svg></svg> {HALVES}</b>"


@pytest.mark.parametrize(
    "html", [f"<p>{HALVES}</p>", "<p>a · b</p>", "<p>甲，一句话 · 两句话</p>", "<!-- 甲 · A -->"]
)
def test_what_is_marked_or_in_one_language_stays(html):
    assert finish_page(html, "", None) == html


def test_only_pages_of_the_reference_ask_for_its_styles():
    own, others = (
        f'<link rel="stylesheet" href="../../assets/{name}.css">'
        for name in ("_mkdocstrings", "book")
    )
    assert finish_page(f"{own}\n{others}<p></p>", "", None) == f"\n{others}<p></p>"
    reference = f'{own}<div class="doc doc-object doc-function"></div>'
    assert finish_page(reference, "", None) == reference


def test_a_page_for_readers_has_a_policy():
    assert "Content-Security-Policy" in finish_page('<meta charset="utf-8">', "", "run/")


def test_content_that_is_finished_stays_and_its_styles_are_admitted():
    content = '<p style="text-align: right;">甲 · A</p>'
    frame = '<meta charset="utf-8"><b>甲 · A</b>{}<i>甲 · A</i>'
    page = finish_page(frame.format(content), content, "run/")
    assert page.count(HALVES) == 2
    assert content in page
    assert page.partition("<b>")[0] in finish_page(frame.format(content), "", "run/")


def test_the_content_of_a_page_gets_its_formulas_figures_addresses_and_links():
    page = Page(
        '<b>甲 · A</b><div lang="zh"><code>relu</code><span class="arithmatex">\\(x\\)</span></div>'
        '<figure id="figure-a"><img src="a.svg"><figcaption>甲</figcaption></figure>'
        '<div class="language-python highlight"></div>'
    )
    drawings = {"a": '<svg width="72pt" height="36pt">'}
    finish_content(page, parse_chapter("# 甲 · A\n"), drawings, {"relu": "r#relu"})
    for part in (HALVES, '<a class="name" href="r#relu">', "<math", 'alt="甲"', 'id="block-1"'):
        assert part in str(page)
