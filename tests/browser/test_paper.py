"""A printed page: its text, code and figures in the chosen languages, and nothing else."""

import pytest


@pytest.mark.parametrize(("mode", "shown", "hidden"), [("zh", "zh", "en"), ("en", "en", "zh")])
def test_paper_shows_the_chosen_language_and_no_navigation(page, mode, shown, hidden):
    page.goto(f"chapters/descent/?lang={mode}")
    page.emulate_media(media="print")
    assert page.locator(f".twins > [lang={shown}] > p").first.is_visible()
    assert not page.locator(f".twins > [lang={hidden}] > p").first.is_visible()
    for tool in (".md-header", ".md-sidebar", ".md-footer", ".offers", ".md-code__nav"):
        assert page.locator(f"{tool}:visible").count() == 0, tool


def test_paper_shows_light_figures_on_dark_pages(page):
    page.emulate_media(media="print", color_scheme="dark")
    page.goto("chapters/descent/")
    assert page.locator("figure.drawn img.light").first.is_visible()
    assert not page.locator("figure.drawn img.dark").first.is_visible()


def test_what_is_folded_is_open_on_paper_and_folded_again_afterwards(page):
    page.goto("chapters/descent/")
    folded = page.locator("article details:not([open])")
    before = folded.count()
    assert before > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert folded.count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert folded.count() == before


def test_without_a_script_paper_shows_what_is_folded_all_the_same(browser, address):
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("chapters/descent/")
        page.emulate_media(media="print")
        assert page.locator("article details:not([open]) p:visible").count() > 0
