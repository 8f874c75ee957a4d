"""What does not fit its column shows so: code, outputs, tables, formulas and figures on a phone."""

import pytest
from playwright.sync_api import expect

CHAPTER = "chapters/losses/"
CUT = "boxes => boxes.filter(box => box.scrollWidth > box.clientWidth).length"
CODE = "article pre > code"
SMALL = """elements => elements.filter(element => {
  element.scrollIntoView({ block: "center", behavior: "instant" });
  const { left, top, width, height } = element.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const hits = (by, down) => element.contains(document.elementFromPoint(x + by, y + down));
  return width && ![-21, 21].every(by => hits(by, 0) && hits(0, by));
}).map(element => element.outerHTML.slice(0, 80))"""


@pytest.fixture
def phone(browser, address):
    """A page on a phone, in English."""
    device = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
    with browser.new_context(base_url=address, locale="en-GB", **device) as context:
        yield context.new_page()


def wrap(page):
    page.locator(".wrap-lines:visible").first.click()


STILL = "#figure-unit .enlarge"  # a figure that neither moves nor waits for a guess


def test_a_switch_wraps_the_lines_of_every_block_and_is_remembered(phone):
    phone.goto(CHAPTER)
    assert phone.locator(CODE).evaluate_all(CUT) > 0
    wrap(phone)
    assert phone.locator(CODE).evaluate_all(CUT) == 0
    phone.goto("chapters/descent/")
    assert phone.locator(CODE).evaluate_all(CUT) == 0
    assert phone.locator(".wrap-lines:visible").first.get_attribute("aria-pressed") == "true"
    wrap(phone)
    assert phone.locator(CODE).evaluate_all(CUT) > 0


def test_the_switch_stays_where_it_is_pressed(phone):
    phone.goto(CHAPTER)
    phone.wait_for_load_state("networkidle")
    switch = phone.locator(".wrap-lines:visible").nth(3)
    switch.scroll_into_view_if_needed()
    before = switch.bounding_box()["y"]
    switch.click()
    assert switch.bounding_box()["y"] == pytest.approx(before, abs=2)


def test_only_blocks_that_are_cut_have_the_switch(page):
    page.set_viewport_size({"width": 2000, "height": 800})
    page.goto(f"{CHAPTER}?lang=both")
    page.wait_for_load_state("networkidle")
    assert page.locator(".wrap-lines").count() > 0
    assert page.locator(".wrap-lines:visible").count() == 0


def test_a_traceback_is_never_cut(phone):
    phone.goto("errata/")
    outputs = phone.locator(".traceback pre > code")
    assert outputs.count() > 0
    assert outputs.evaluate_all(CUT) == 0


def test_what_scrolls_is_reached_by_the_keyboard(phone):
    phone.goto(CHAPTER)
    shown = phone.locator(f"{CODE}:visible")
    before = shown.evaluate_all(CUT)
    expect(phone.locator(f"{CODE}[tabindex='0']")).to_have_count(before)
    phone.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    after = shown.evaluate_all(CUT)
    assert 0 < before < after
    expect(phone.locator(f"{CODE}[tabindex='0']")).to_have_count(after)


def test_a_figure_opens_at_least_as_large_as_it_was_drawn(phone):
    phone.goto("chapters/networks/")
    phone.locator(STILL).tap()
    image = phone.locator("dialog.enlarged img")
    assert image.bounding_box()["width"] >= int(image.get_attribute("width"))
    phone.locator(".enlarged-close").tap()
    assert not phone.locator("dialog.enlarged").is_visible()


def test_a_large_figure_is_opened_and_closed_by_the_keyboard(page):
    page.emulate_media(color_scheme="dark")
    page.goto("chapters/networks/")
    link = page.locator(STILL)
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog.enlarged")
    assert dialog.locator("img").get_attribute("src").endswith(".dark.svg")
    assert dialog.get_attribute("aria-label")
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert link.evaluate("link => link === document.activeElement")


def test_a_figure_that_a_run_has_drawn_opens_large_too(page):
    page.goto("chapters/networks/")
    page.evaluate("""async () => {
        const { src } = document.querySelector("script[src*='run.js']");
        const at = (name) => new URL(name, src).href;
        const { Panel } = await import(at("run/panel.js"));
        const panel = new Panel(document.querySelector("article h1"), { onStop() {} });
        const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"/>';
        panel.draw({ light: svg, dark: svg, width: 400, height: 300 });
    }""")
    page.locator(".ran-output .enlarge").click()
    assert page.locator("dialog.enlarged img").get_attribute("src").startswith("blob:")


def test_a_figure_is_a_link_to_its_drawing_without_scripts(browser, address):
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("chapters/networks/")
        page.locator(STILL).click()
        assert page.url.endswith(".svg")


@pytest.mark.parametrize("mode", ["zh", "en", "both"])
def test_buttons_and_links_outside_the_text_have_room_for_a_finger(phone, mode):
    phone.goto(f"chapters/descent/?lang={mode}")
    for place in (".md-header button:visible", ".offers a", "article summary", ".md-footer a"):
        found = phone.locator(place)
        assert found.count() > 0
        assert found.evaluate_all(SMALL) == []
