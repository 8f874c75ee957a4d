"""A printed page has its text, code and figures in the chosen language, and nothing else."""

import re
import subprocess
import sys

import pytest

PAPER = {"prefer_css_page_size": True}
SIZES = {"zh": (680, 994), "both": (1009, 665)}  # pixels of A4 and of A4 landscape, in the margins
PICTURES = "document.querySelectorAll('img').forEach(each => each.loading = 'eager')"
OUTSIDE = """width => [...document.querySelectorAll("article, article *")]
  .filter(each => each.getBoundingClientRect().right > width + 1).length"""


def pages_in(pdf):
    return len(re.findall(rb"/Type /Page\b", pdf))


@pytest.mark.parametrize(("mode", "shown", "hidden"), [("zh", "zh", "en"), ("en", "en", "zh")])
def test_a_printed_page_shows_the_chosen_language_and_no_navigation(page, mode, shown, hidden):
    page.goto(f"chapters/descent/?lang={mode}")
    page.emulate_media(media="print")
    assert page.locator(f".twins > [lang={shown}] > p").first.is_visible()
    assert not page.locator(f".twins > [lang={hidden}] > p").first.is_visible()
    for tool in (".md-header", ".md-sidebar", ".md-footer", ".offers", ".tools"):
        assert page.locator(f"{tool}:visible").count() == 0, tool


def test_a_dark_page_is_printed_with_light_figures(page):
    page.emulate_media(media="print", color_scheme="dark")
    page.goto("chapters/descent/")
    assert page.locator("figure.drawn img.light").first.is_visible()
    assert not page.locator("figure.drawn img.dark").first.is_visible()


def test_folded_parts_open_for_printing_and_close_afterwards(page):
    page.goto("chapters/descent/")
    folded = page.locator("article details:not([open])")
    before = folded.count()
    assert before > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert folded.count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert folded.count() == before


def test_folded_parts_are_printed_without_scripts(browser, address):
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("chapters/descent/")
        page.emulate_media(media="print")
        assert page.locator("article details:not([open]) p:visible").count() > 0


@pytest.mark.parametrize(("mode", "size"), SIZES.items())
@pytest.mark.parametrize("chapter", ["chapters/losses/", "chapters/optimisation/", "glossary/"])
def test_hardly_any_paper_stays_empty(page, mode, size, chapter):
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{chapter}?lang={mode}")
    page.evaluate(PICTURES)
    page.wait_for_load_state("networkidle")
    pages = pages_in(page.pdf(**PAPER))
    page.emulate_media(media="print")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    needed = page.locator("article").bounding_box()["height"] / height
    assert pages < 1.25 * needed + 1


@pytest.mark.parametrize(("mode", "width"), [("zh", 595), ("en", 595), ("both", 842)])
def test_both_languages_are_printed_on_paper_that_lies(page, mode, width):
    page.goto(f"how-to/?lang={mode}")
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+)", page.pdf(**PAPER))
    assert boxes
    assert all(float(box) == pytest.approx(width, abs=1) for box in boxes)


@pytest.mark.parametrize(("mode", "size"), SIZES.items())
def test_nothing_is_wider_than_the_paper(page, mode, size):
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    page.emulate_media(media="print")
    page.goto(f"chapters/gradient/?lang={mode}")
    assert page.evaluate(OUTSIDE, size[0]) == 0


def test_mode_both_is_printed_in_two_columns(page):
    page.emulate_media(media="print")
    page.goto("chapters/losses/?lang=both")
    pair = page.locator(".twins").nth(2).locator("> [lang]")
    zh, en = (each.bounding_box() for each in pair.all())
    assert zh["y"] == en["y"]
    assert zh["x"] + zh["width"] < en["x"]


def test_one_command_prints_the_whole_book(small_site, tmp_path):
    command = [sys.executable, "-m", "mlbook.publishing.site.paper", small_site, "both"]
    subprocess.run(command, cwd=tmp_path, check=True)
    assert pages_in((tmp_path / "book-both.pdf").read_bytes()) == 1


def test_no_page_begins_between_a_block_and_its_output(page):
    page.emulate_media(media="print")
    page.goto("chapters/losses/")
    block = page.locator(".printing").first
    assert block.evaluate("block => getComputedStyle(block).breakAfter") == "avoid"
    assert not block.locator("pre > span:empty").first.is_visible()
