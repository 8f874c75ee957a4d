"""Light, dark, or as the system has it: at once, remembered, and in the browser's own parts too."""

import pytest
from playwright.sync_api import expect

CHAPTER = "chapters/gradient/"
LOOK = """() => [
  document.body.dataset.mdColorScheme,
  getComputedStyle(document.documentElement).colorScheme,
]"""
LIGHT, DARK = ["default", "normal"], ["slate", "dark"]

FORBID = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"


def switch(page):
    return page.locator("[data-next-scheme]:visible")


@pytest.mark.parametrize(("system", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_a_first_visit_follows_the_scheme_of_the_system(page, system, colours):
    page.emulate_media(color_scheme="light" if system == "dark" else "dark")
    page.goto(CHAPTER)
    assert page.evaluate(LOOK) != colours
    page.emulate_media(color_scheme=system)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", colours[0])
    assert page.evaluate(LOOK) == colours


def test_the_button_cycles_through_the_schemes_and_the_choice_is_remembered(page):
    page.emulate_media(color_scheme="dark")
    page.goto(CHAPTER)
    for name, colours in (("换成浅色", LIGHT), ("换成深色", DARK), ("随系统明暗", DARK)):
        assert switch(page).get_attribute("aria-label") == name
        switch(page).click()
        assert page.evaluate(LOOK) == colours
        page.reload()
        assert page.evaluate(LOOK) == colours
    assert switch(page).get_attribute("aria-label") == "换成浅色"


def test_enter_cycles_through_the_schemes_and_keeps_the_focus(page):
    page.goto(CHAPTER)
    switch(page).focus()
    for chosen in ("light", "dark", "system"):
        page.keyboard.press("Enter")
        assert page.locator("html").get_attribute("data-scheme") == chosen
        assert switch(page).evaluate("button => button === document.activeElement")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_colour_is_that_of_the_header(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(CHAPTER)
    colour = page.locator("meta[name=theme-color]").get_attribute("content")
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    header = page.locator(".md-header").evaluate("each => getComputedStyle(each).backgroundColor")
    assert header == f"rgb({red}, {green}, {blue})"


def test_the_scheme_can_be_switched_without_storage(page):
    page.add_init_script(FORBID)
    page.goto(CHAPTER)
    switch(page).click()
    assert page.locator("html").get_attribute("data-scheme") == "light"


def test_without_scripts_there_is_no_switch(browser, address):
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(CHAPTER)
        assert switch(page).count() == 0
