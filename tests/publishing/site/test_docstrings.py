import pytest

from mlbook.publishing.site.docstrings import put_words
from mlbook.publishing.site.html import Page


def with_words(html):
    page = Page(html)
    put_words(page)
    return str(page)


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (
            '<span class="doc-section-title">Returns:</span>',
            '<span class="doc-section-title">返回 · Returns</span>',
        ),
        ("<summary>Notes</summary>", "<summary>说明 · Notes</summary>"),
        (
            '<small class="doc doc-label"><code>property</code></small>',
            '<small class="doc doc-label">属性 · property</small>',
        ),
    ],
)
def test_titles_and_labels_are_in_both_languages(html, said):
    assert with_words(html) == said


@pytest.mark.parametrize(
    "html", ["<span>Returns:</span>", "<summary>Source</summary>", "<small>Notes</small>"]
)
def test_other_words_stay(html):
    assert with_words(html) == html


def test_an_item_has_no_dash_and_says_in_both_languages_what_its_default_is():
    item = '<li class="doc-section-item"><b>–</b> ({} <code>0</code>){}<p>–</p></li>'
    said = item.format("<span>默认 · default</span>", "")
    assert with_words(item.format("default:", "\n –\n ")) == said
    assert with_words("<li>default: –</li>") == "<li>default: –</li>"
