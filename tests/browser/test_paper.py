"""A printed page has its text, code and figures in the chosen language, and nothing else."""

import pytest


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
