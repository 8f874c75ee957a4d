import gzip

import numpy as np
import pytest

from mlbook import load_digits
from mlbook.publishing.site.home import PROGRESS, packed_digits, with_first_screen

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


def test_the_packed_digits_are_those_of_the_book_in_their_order():
    rows = np.frombuffer(gzip.decompress(packed_digits()), np.uint8).reshape(-1, 65)
    for part, (x, t) in zip((rows[:1500], rows[1500:]), load_digits(), strict=True):
        assert np.array_equal(part[:, 0], t)
        assert np.array_equal(part[:, 1:] / 16, x)


def test_the_packed_digits_have_the_same_bytes_every_time():
    assert packed_digits() == packed_digits()
