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


def test_what_a_book_has_no_word_for_is_named_in_english(page, german, faults):
    page.goto(f"{german}chapters/first/?lang=de")
    expect(page.locator(".tool-copy").first).to_have_attribute("title", "Copy the code")
    assert faults == []


def test_buttons_and_notices_speak_the_language_of_the_book(page, german, faults):
    page.goto(f"{german}chapters/first/?lang=de")
    expect(page.locator(".run-button").first).to_have_text("Starten · Run")
    expect(page.locator(".run-button").first.get_by_text("Starten")).to_be_visible()
    expect(page.locator(".run-button").first.get_by_text("Run")).to_be_hidden()
    page.locator(".tool-copy").first.click()
    expect(page.locator(".md-dialog").get_by_text("Kopiert")).to_be_visible()
    assert faults == []


def test_a_run_is_judged_in_the_language_of_the_book(page, german, pyodide, faults):
    page.goto(f"{german}german/?lang=de")
    page.locator(".guess-show").click()
    page.locator(".run-button").first.click()
    expect(page.locator(".ran-state").get_by_text("Wie im Buch")).to_be_visible()
    assert faults == []


def test_a_check_is_said_in_the_language_of_the_book(page, german, pyodide, faults):
    page.goto(f"{german}german/?lang=de")
    expect(page.locator(".difficulty").get_by_text("Schwierigkeit ★★☆")).to_be_visible()
    page.locator(".check-button").get_by_text("Prüfen").click()
    said = page.locator(".ran-state")
    expect(said.get_by_text("Noch nicht: das Doppelte ist 8")).to_be_visible()
    expect(said.get_by_text("twice 4 is 8")).to_be_hidden()
    assert faults == []


@pytest.mark.parametrize(
    ("guess", "said"), [("7", "Geraten: 7, nur eins daneben"), ("8", "Geraten: 8, right")]
)
def test_a_guess_is_judged_in_the_language_of_the_book(page, german, faults, guess, said):
    page.goto(f"{german}german/?lang=de")
    page.locator(".guess-field").fill(guess)
    page.locator(".guess-field").press("Enter")
    expect(page.locator(".guess-said").get_by_text(said)).to_be_visible()
    assert faults == []


def test_the_search_speaks_the_language_of_the_book(page, german, faults):
    page.goto(f"{german}?lang=de")
    page.locator(".search-open").click()
    field = page.locator("dialog.search input")
    expect(field).to_have_attribute("placeholder", "Was gesucht wird")
    expect(page.locator(".search-close").get_by_text("Schließen")).to_be_visible()
    field.fill("Verdoppeln")
    expect(page.locator("dialog.search [role=status]").get_by_text("1 Seite gef")).to_be_visible()
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
