import re
from pathlib import Path

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.running.figures import PARTNERS, SERIES
from mlbook.publishing.site.figures import (
    MODULES,
    complete_figures,
    drawings_of,
    figures_of,
    moving_figures,
)
from mlbook.publishing.site.html import Page

SVG = '<svg width="72pt" height="36pt" color="#23272e">'
FIGURE = (
    '<figure class="drawn" id="figure-a"><img class="light" src="a.svg" />\n'
    '<img class="dark" src="a.dark.svg" />\n'
    "<figcaption>甲 <math><mi>x</mi><mo>&lt;</mo><mn>2</mn></math> · A</figcaption></figure>"
)


def test_a_figure_is_known_by_its_name():
    assert [name for name, _ in figures_of(Page(f"<p></p>{FIGURE}<figure></figure>"))] == ["a", ""]


def test_a_drawing_has_a_size_the_words_of_its_caption_and_a_link():
    page = Page(FIGURE)
    complete_figures(page, {"a": SVG})
    rest = 'alt="甲 x&lt;2 · A" width="96" height="48" loading="lazy">'
    link = '<a class="enlarge" href="a.svg" title="看大图 · See it large">'
    assert f'{link}<img class="light" src="a.svg" {rest}\n' in str(page)
    assert f'<img class="dark" src="a.dark.svg" {rest}</a>\n' in str(page)


def test_a_chapter_has_a_light_and_a_dark_file_for_each_figure_that_is_drawn():
    images = "".join(
        f"![甲 · A]({name})\n\n" for name in ("figures/a.svg", "figures/b.svg", "c.png")
    )
    light, dark = drawings_of(parse_chapter(images), {"a": SVG})
    assert light == ("figures/a.svg", SVG)
    assert dark == ("figures/a.dark.svg", SVG.replace("#23272e", "#dfe2e7"))


def test_a_figure_that_moves_takes_the_place_of_a_drawing_of_the_book():
    pages = Path(__file__).parents[3].glob("docs/**/*.md")
    drawn = re.findall(r"figures/([a-z0-9-]+)\.svg", "".join(each.read_text() for each in pages))
    assert moving_figures()
    assert set(moving_figures()) <= set(drawn)


def test_figures_that_move_have_the_colours_of_those_that_do_not():
    styles = MODULES.with_suffix(".css").read_text(encoding="utf-8")
    light, dark = styles.split(".moving {")[1:3]
    for number, colour in enumerate(SERIES):
        assert f"--c{number}: {colour};" in light
        assert f"--c{number}: {PARTNERS[colour]};" in dark
