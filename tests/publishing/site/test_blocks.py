import re

import pytest

from mlbook.publishing.checking.verdict import TRACEBACK
from mlbook.publishing.site.blocks import address_blocks, fold_lines, language_of, mark_cells
from mlbook.publishing.site.html import Page

BLOCK = '<div class="language-{} highlight"><pre><code>1\n</code></pre></div>'
PYTHON, TEXT = BLOCK.format("python"), BLOCK.format("text")


def addressed(html):
    page = Page(html)
    address_blocks(page)
    return str(page)


def test_every_block_has_the_address_of_its_section_and_its_number_there():
    html = addressed(
        f'{PYTHON}<h2 id="a">…</h2>{PYTHON}{BLOCK.format("sh")}<h3 class="x" id="b">…</h3>{PYTHON}'
    )
    assert re.findall(r'highlight" id="([^"]+)"', html) == [
        "block-1",
        "a-block-1",
        "a-block-2",
        "b-block-1",
    ]


def test_an_address_is_a_selector_even_where_a_section_has_a_dotted_name():
    html = addressed(f'<h2 id="mlbook.relu">…</h2>{PYTHON}')
    assert '<div class="language-python highlight" id="mlbook-relu-block-1">' in html


@pytest.mark.parametrize("html", [TEXT, "<h2>…</h2>", '<div class="language-python"></div>'])
def test_what_is_no_block_of_code_has_no_address(html):
    assert addressed(html) == html


def test_only_a_block_right_above_an_output_prints():
    html = addressed(f"{PYTHON}\n{TEXT}{PYTHON}<p></p>{TEXT}{BLOCK.format('sh')}{TEXT}{PYTHON}")
    assert re.findall(r'class="language-(\w+ highlight[^"]*)"', html) == [
        "python highlight printing",
        "text highlight",
        "python highlight",
        "text highlight",
        "sh highlight",
        "text highlight",
        "python highlight",
    ]


def test_an_output_is_marked_where_an_exception_ended_the_block():
    html = addressed(TEXT + TEXT.replace("1\n", f"{TRACEBACK}    ...\nValueError: x\n"))
    assert html.count('highlight"') == html.count('highlight traceback"') == 1


def test_the_blocks_of_a_lab_are_marked_as_cells():
    page = Page(PYTHON + TEXT)
    mark_cells(page)
    assert str(page) == PYTHON.replace("highlight", "highlight cell") + TEXT


@pytest.mark.parametrize(
    ("classes", "language"),
    [("highlight", ""), ("wide language-sh highlight", "sh"), ("language-sh", None)],
)
def test_a_frame_of_highlighted_code_names_its_language(classes, language):
    (frame,) = Page(f'<div class="{classes}"></div>').elements()
    assert language_of(frame) == language
    assert language_of(None) is None


def test_folded_lines_of_a_block_stand_behind_a_button():
    lines = "<span>a</span> = 1\nb\nc\nd\n"
    for folds, shown in (
        ([(1, 2), (4, 4)], "[2:<span>a] = 1\nb\n]c\n[1:d\n]"),
        ([(1, 2), (3, 4)], "[2:<span>a] = 1\nb\n][2:c\nd\n]"),
    ):
        page = Page(PYTHON.replace("1\n", lines))
        fold_lines(page, next(page.elements("div")), folds)
        begin = re.compile(r'<button [^>]*data-en="(\d) lines"></button><span class="folded">')
        assert begin.sub(r"[\1:", str(page).replace("</span>", "]")) == (
            PYTHON.replace("1\n", shown)
        )
