import pytest

from mlbook.publishing.site.home import PROGRESS, with_first_screen

PAGE = '<h1>书</h1><div class="twins"><div>x</div></div>{}<p>y</p>'
FIGURE = '<figure id="a"><img></figure>'
BUTTON = '<a class="md-button md-button--primary" href="a/"><span lang="zh">从这里开始</span>'


def test_the_button_and_the_picture_stand_under_the_first_passages():
    html = with_first_screen(PAGE.format(f"<pre></pre>{FIGURE}"), "a/")
    button, figure = html.index(BUTTON), html.index(FIGURE)
    assert html.index("x</div></div>") < button < figure < html.index(PROGRESS)
    assert html.index(PROGRESS) < html.index("<pre>")
    assert html.count("<figure") == 1


@pytest.mark.parametrize("html", [PAGE.format(""), "<h1>书</h1><figure></figure>"])
def test_a_book_without_chapters_or_passages_is_left_alone(html):
    assert with_first_screen(html, None) == html


def test_the_block_that_draws_the_picture_is_marked_for_run():
    block = '<div class="language-{} highlight"></div>'
    html = with_first_screen(PAGE.format(block.format("python") * 2 + FIGURE), None)
    first, second = [part.partition(">")[0] for part in html.split("highlight")[1:]]
    assert "data-figure" not in first
    assert "data-figure" in second
