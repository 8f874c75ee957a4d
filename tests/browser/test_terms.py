"""A term of the glossary says what it means where a section first uses it."""

import pytest

CHAPTER = "chapters/optimisation/"


@pytest.fixture
def term(page):
    """The first term of a chapter that the mode shows, and the meaning that its note has to say."""

    def found(mode):
        page.goto(f"{CHAPTER}?lang={mode}")
        term = page.locator("a.term:visible").first
        term.scroll_into_view_if_needed()
        return term, term.get_attribute("title")

    return found


@pytest.mark.parametrize(("mode", "words"), [("zh", "讲它的一节"), ("en", "The section that")])
def test_pointing_at_a_term_shows_its_meaning_in_the_language_of_the_mode(page, term, mode, words):
    word, meaning = term(mode)
    word.hover()
    note = page.locator(".term-note")
    assert note.is_visible()
    assert meaning in note.inner_text()
    assert words in note.inner_text()
    assert note.get_attribute("lang") == mode


def test_the_pointer_may_go_to_the_note_and_away_from_both(page, term):
    word, _ = term("zh")
    word.hover()
    page.hover(".term-note a")
    page.wait_for_timeout(500)
    assert page.locator(".term-note").is_visible()
    page.hover("h1")
    page.locator(".term-note").wait_for(state="hidden")


def test_the_keyboard_shows_a_note_describes_the_term_and_escape_closes_it(page, term):
    word, meaning = term("en")
    word.evaluate("term => term.focus({ focusVisible: true })")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    note = page.locator(".term-note")
    assert note.is_visible()
    assert page.locator(f"#{word.get_attribute('aria-describedby')}").inner_text() == meaning
    page.keyboard.press("Escape")
    assert not note.is_visible()
    assert word.get_attribute("title") == meaning


def test_a_tap_shows_the_note_and_a_second_one_leads_to_the_section(browser, address):
    with browser.new_context(
        base_url=address, has_touch=True, viewport={"width": 390, "height": 800}
    ) as context:
        page = context.new_page()
        page.goto(f"{CHAPTER}?lang=zh")
        word = page.locator("a.term:visible").first
        taught = word.evaluate("term => term.href")
        word.tap()
        note = page.locator(".term-note")
        assert note.is_visible()
        box = note.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert CHAPTER in page.url
        word.tap()
        page.wait_for_url(taught)
        assert page.locator(f"#{taught.partition('#')[2]}").is_visible()


def test_without_scripts_a_term_is_a_link_with_its_meaning_as_the_title(browser, address):
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(CHAPTER)
        assert page.locator("a.term[title]").count() > 50
        assert page.locator(".term-note").count() == 0
