"""Books in other languages: the switch, and the words that scripts make."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def faults(page):
    """What scripts of the page throw."""
    found = []
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def test_each_language_of_a_book_has_its_mode(page, german, faults):
    page.goto(german)
    title = page.locator("h1")
    for code, seen, hidden in (("de", "Mein Buch", "My book"), ("en", "My book", "Mein Buch")):
        page.locator(f"[data-read={code}]").click()
        expect(title.get_by_text(seen)).to_be_visible()
        expect(title.get_by_text(hidden)).to_be_hidden()
        assert page.evaluate("document.documentElement.lang") == code
        assert page.title() == f"{seen} — {seen}"
    page.locator("[data-read=both]").click()
    expect(title).to_have_text("Mein Buch · My book#")
    assert faults == []


def test_scripts_name_things_in_english_where_the_book_is_not_chinese(page, german, faults):
    page.goto(f"{german}chapters/first/")
    expect(page.locator(".run-button").first).to_have_text("Run")
    expect(page.locator(".tool-copy").first).to_have_attribute("title", "Copy the code")
    assert faults == []


def test_a_book_in_one_language_has_no_switch_and_hides_nothing(page, english, faults):
    page.goto(f"{english}chapters/first/?lang=zh")
    expect(page.locator("h1")).to_have_text("Chapter 1: How a chapter is written#")
    expect(page.locator("[data-read]")).to_have_count(0)
    assert page.evaluate("document.documentElement.dataset.reading") == "en"
    expect(page.locator(".run-button").first).to_have_text("Run")
    assert faults == []


def test_the_search_of_a_book_in_one_language_shows_each_title_once(page, english, faults):
    page.goto(english)
    page.locator(".search-open").click()
    page.locator("dialog.search input").fill("figure")
    expect(page.locator(".search-title").first).to_have_text("Chapter 1: How a chapter is written")
    assert faults == []
