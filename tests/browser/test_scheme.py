"""The switch between light, dark and the system's scheme."""

import pytest
from playwright.sync_api import expect

CHAPTER = "chapters/gradient/"
LOOK = """[
  document.documentElement.dataset.mdColorScheme,
  getComputedStyle(document.documentElement).colorScheme,
  getComputedStyle(document.body).backgroundColor,
]"""
LIGHT, DARK = ["default", "light", "rgb(253, 252, 249)"], ["slate", "dark", "rgb(22, 25, 31)"]
# The scheme of every frame, from the first that has a body to be painted.
WATCH = """window.frames_ = [];
const look = () => {
  if (document.body) frames_.push(getComputedStyle(document.body).backgroundColor);
  requestAnimationFrame(look);
};
requestAnimationFrame(look);"""
FORBID = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"


def switch(page):
    return page.locator("[data-next-scheme]:visible")


@pytest.mark.parametrize(("system", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_a_first_visit_follows_the_system_and_its_changes(page, system, colours):
    page.emulate_media(color_scheme="light" if system == "dark" else "dark")
    page.goto(CHAPTER)
    assert page.evaluate(LOOK) != colours
    page.emulate_media(color_scheme=system)
    expect(page.locator("html")).to_have_attribute("data-md-color-scheme", colours[0])
    assert page.evaluate(LOOK) == colours


@pytest.mark.parametrize(("system", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_no_frame_of_a_first_visit_has_the_other_colours(page, system, colours):
    page.emulate_media(color_scheme=system)
    page.add_init_script(WATCH)
    page.goto("chapters/backpropagation/")
    page.wait_for_load_state("networkidle")
    assert set(page.evaluate("frames_")) == {colours[2]}


def test_the_button_goes_round_and_a_choice_is_remembered(page):
    page.emulate_media(color_scheme="dark")
    page.goto(CHAPTER)
    for name, colours in (("换成浅色", LIGHT), ("换成深色", DARK), ("随系统明暗", DARK)):
        assert switch(page).get_attribute("aria-label") == name
        switch(page).click()
        assert page.evaluate(LOOK) == colours
        page.reload()
        assert page.evaluate(LOOK) == colours
    assert switch(page).get_attribute("aria-label") == "换成浅色"


def test_the_keyboard_goes_round_and_keeps_its_focus(page):
    page.goto(CHAPTER)
    switch(page).focus()
    for chosen in ("light", "dark", "system"):
        page.keyboard.press("Enter")
        assert page.locator("html").get_attribute("data-scheme") == chosen
        assert switch(page).evaluate("button => button === document.activeElement")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_theme_color_is_the_colour_of_the_header(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(CHAPTER)
    colour = page.locator("meta[name=theme-color]").get_attribute("content")
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    header = page.locator(".md-header").evaluate("each => getComputedStyle(each).backgroundColor")
    assert header == f"rgb({red}, {green}, {blue})"


def test_the_switch_works_where_storage_is_forbidden(page):
    page.add_init_script(FORBID)
    page.goto(CHAPTER)
    switch(page).click()
    assert page.locator("html").get_attribute("data-scheme") == "light"


def test_without_scripts_there_is_no_switch(browser, address):
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(CHAPTER)
        assert switch(page).count() == 0
