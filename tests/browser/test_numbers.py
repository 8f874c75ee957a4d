"""References lead to what carries their number, in every reading mode; folded lines unfold."""

import pytest
from playwright.sync_api import expect

# The references of a page to its own parts: their words, and whether their target is seen and says
# the same number.
REFERENCES = r"""
() => [...document.querySelectorAll('.twins a[href*="#"]')]
  .filter((link) => link.offsetParent && link.pathname === location.pathname)
  .filter((link) => /^(图|表|式|Figure|Table|\()\s?\(?[A-Z\d]+\.\d+\)?$/.test(link.innerText))
  .map((link) => {
    const target = document.getElementById(link.hash.slice(1));
    const number = link.innerText.match(/[A-Z\d]+\.\d+/)[0];
    return [link.innerText, Boolean(target?.offsetParent) && target.innerText.includes(number)];
  })
"""


@pytest.mark.views("zh", "en", "both")
def test_a_reference_leads_to_what_carries_its_number(visited):
    assert not [words for words, leads in visited.evaluate(REFERENCES) if not leads]


def test_a_reference_shows_a_figure_that_waits_for_a_guess(page):
    page.goto("chapters/data/")
    figure = page.locator(".predicted figure").first
    assert not figure.is_visible()
    page.evaluate("id => { location.hash = id }", figure.get_attribute("id"))
    assert figure.is_visible()


@pytest.mark.parametrize(("mode", "words"), [("zh", "第 2 章"), ("en", "Chapter 2")])
def test_contents_titles_and_references_carry_the_number_of_a_chapter(page, mode, words):
    page.goto(f"?lang={mode}")
    link = page.locator("article a", has_text=words).locator("visible=true").first
    link.click()
    expect(page.locator("h1")).to_contain_text(words)
    entry = page.locator(".contents [aria-current=page]")
    assert entry.inner_text().split()[0] == "2"


def test_folded_lines_are_shown_at_the_press_of_a_button(page):
    page.goto("?lang=en")
    button, lines = page.locator(".unfold").first, page.locator(".folded").first
    expect(lines).to_be_hidden()
    before = button.evaluate("button => button.closest('code').textContent")
    button.click()
    expect(lines).to_be_visible()
    assert button.get_attribute("aria-expanded") == "true"
    assert button.evaluate("button => button.closest('code').textContent") == before
    button.click()
    expect(lines).to_be_hidden()
