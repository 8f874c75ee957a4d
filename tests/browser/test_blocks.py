"""Every block has an address: a button copies it, and following it leads to the block."""

import re

from playwright.sync_api import expect

BLOCKS = ".highlight:is(.language-python, .language-sh)"


def test_every_block_has_an_address_of_its_own(page, path):
    page.goto(path)
    ids = page.eval_on_selector_all(BLOCKS, "blocks => blocks.map(block => block.id)")
    assert all(re.fullmatch(r"([\w.-]+-)?block-\d+", each) for each in ids)
    assert len(set(ids)) == len(ids)


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
