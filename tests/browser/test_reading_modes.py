"""Chinese, English, or both side by side: one page, no reload, remembered."""

import pytest

from mlbook.publishing.chapters.bilingual import HAN

CHAPTER = "chapters/gradient/"


def visible(page, language):
    return page.locator(f".twins > [lang={language}] > p").first.is_visible()


@pytest.mark.parametrize(
    ("mode", "zh", "en"), [("zh", True, False), ("en", False, True), ("both", True, True)]
)
def test_a_mode_shows_its_languages_and_is_remembered(page, mode, zh, en):
    page.goto(CHAPTER)
    page.evaluate("window.stayed = true")
    page.click(f"[data-read={mode}]")
    assert (visible(page, "zh"), visible(page, "en")) == (zh, en)
    assert page.evaluate("window.stayed")  # no reload
    page.goto("chapters/descent/")
    assert (visible(page, "zh"), visible(page, "en")) == (zh, en)
    assert page.locator(f"[data-read={mode}]").get_attribute("aria-pressed") == "true"


def test_headings_contents_and_navigation_follow_the_mode(page):
    page.goto(f"{CHAPTER}?lang=en")
    for place in (
        "h1",
        ".md-sidebar--secondary",
        ".md-sidebar--primary",
        ".md-header",
        ".md-footer",
    ):
        words = page.locator(place).inner_text().replace("中文", "").replace("对照", "")
        assert not HAN.search(words), place


def test_both_languages_are_shown_without_scripts(browser, address):
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(CHAPTER)
        assert visible(page, "zh")
        assert visible(page, "en")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_dark_page_has_dark_figures_and_fetches_no_others(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(CHAPTER)
    figure = page.locator("figure.drawn").first
    figure.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert figure.locator("img.dark").is_visible() == (scheme == "dark")
    assert figure.locator("img.light").is_visible() == (scheme == "light")
    drawn = [url for url in page.requests if url.endswith(".svg") and "/figures/" in url]
    assert drawn
    assert all(url.endswith(".dark.svg") == (scheme == "dark") for url in drawn)


@pytest.mark.parametrize(
    ("locale", "mode", "language"),
    [("zh-TW", "zh", "zh-CN"), ("en-GB", "en", "en"), ("fr-FR", "en", "en")],
)
def test_a_first_visit_is_in_the_language_of_the_browser(browser, address, locale, mode, language):
    with browser.new_context(base_url=address, locale=locale) as context:
        page = context.new_page()
        page.goto(CHAPTER, wait_until="commit")
        page.wait_for_selector("h1", state="attached")
        root = page.locator("html")
        assert root.get_attribute("data-reading") == mode  # before the page has loaded: no flash
        assert root.get_attribute("lang") == language


def test_an_address_with_a_language_wins_and_is_remembered(page):
    page.goto(f"{CHAPTER}?lang=en")
    page.goto("chapters/descent/")
    assert page.locator("html").get_attribute("lang") == "en"
