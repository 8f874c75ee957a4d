"""The bar above every block, and its address: a button copies it, and it leads to the block."""

import pytest
from playwright.sync_api import expect

BLOCKS = ".highlight:is(.language-python, .language-sh)"


def test_the_button_copies_the_address_without_the_language(page, until):
    page.goto("chapters/descent/?lang=en")
    block = page.locator(BLOCKS).nth(2)
    until("window.alert$")  # the theme has come, which says so
    block.locator("[data-link]").click()
    word = page.locator(".md-dialog")
    expect(word).to_have_text("Link copied", use_inner_text=True, timeout=10_000)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url.partition("?")[0] + "#" + block.get_attribute("id")


def test_the_address_of_a_block_leads_to_it_and_marks_it(page):
    page.goto("chapters/descent/#learning-rate-block-1")
    block = page.locator("#learning-rate-block-1")
    assert block.evaluate("block => block.matches(':target')")
    assert block.evaluate("block => getComputedStyle(block).outlineStyle") == "solid"
    below = page.locator(".md-header").bounding_box()["height"]
    assert below <= block.bounding_box()["y"] <= 400


def test_the_address_of_a_block_in_a_folded_answer_unfolds_it(page):
    page.goto("chapters/descent/")
    inside = page.locator(f"details {BLOCKS}").first.get_attribute("id")
    page.goto("about:blank")
    page.goto(f"chapters/descent/#{inside}")
    page.locator(f"#{inside}").wait_for(state="visible")


SMALL = """buttons => buttons.filter((button) => {
    const { width, height } = button.getBoundingClientRect();
    return width && (width < 44 || height < 44);
}).map((button) => button.outerHTML)"""


@pytest.fixture
def phone(browser, address):
    """A page on a phone, which is used by fingers."""
    screen = {"width": 390, "height": 800}
    context = browser.new_context(base_url=address, viewport=screen, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address_in_book", ["chapters/python/", "how-to/", "labs/race/"])
def test_a_finger_hits_every_button_of_a_block(phone, address_in_book):
    phone.goto(f"{address_in_book}?lang=both")
    phone.locator(".tools").first.wait_for()
    buttons = "article :is(.tools, .whole-lab) button, .unfold"
    assert phone.locator(buttons).count() > 5
    assert phone.eval_on_selector_all(buttons, SMALL) == []


def test_without_scripts_there_is_no_room_for_a_bar(browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("chapters/python/")
    block, code = (page.locator(f".highlight[id] {each}").first for each in ("pre", "code"))
    assert block.bounding_box()["y"] == page.locator(".highlight[id]").first.bounding_box()["y"]
    assert code.is_visible()
    context.close()
