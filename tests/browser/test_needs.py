"""A block that needs what no browser has: Run does not try, and says where it can be run."""

import re

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("zh", "在电脑上运行"),
        ("en", "Run on a computer"),
        ("both", "在电脑上运行·Run on a computer"),
    ],
)
def test_the_button_says_where_the_block_can_be_run(needs, mode, words):
    button = needs(mode)(0).whole.locator(".run-button")
    assert "".join(button.inner_text().split("\n")).replace(" · ", "·") == words


@pytest.mark.parametrize(
    ("number", "needed", "install"),
    [
        (0, "several processes", ""),
        (4, "jax", "pip install jax"),
        (5, "several processes and jax", "pip install jax"),
        (6, "autograd", "pip install autograd"),
    ],
)
def test_run_says_what_a_block_needs_and_does_not_load_python(page, needs, number, needed, install):
    block = needs()(number)
    block.press("run")
    expect(block.panel).to_have_attribute("data-state", "needs")
    assert f"A browser cannot run it: it needs {needed}" in block.panel.inner_text()
    assert "save it as block.py" in block.panel.inner_text()
    assert install in block.panel.inner_text()
    assert not [request for request in page.requests if "pyodide" in request or "worker" in request]


@pytest.mark.parametrize(("number", "needed"), [(4, "它需要 jax"), (5, "它需要几个进程、jax")])
def test_run_says_it_in_chinese_too(needs, number, needed):
    block = needs("zh")(number)
    block.press("run")
    expect(block.panel).to_contain_text(f"浏览器里运行不了：{needed}")


def test_the_whole_program_can_be_copied_with_its_check(page, needs):
    block = needs()(6)
    block.edit("slope = 5")
    block.area.press("Control+Enter")
    block.panel.get_by_role("button", name="Copy the whole program").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("slope = 5\n\nfrom autograd import grad\n")


def test_a_second_press_says_it_once(page, needs):
    block = needs()(0)
    block.press("run")
    block.press("run")
    expect(page.locator(".ran")).to_have_count(1)


def test_an_exercise_that_no_browser_can_check_has_no_check_and_is_not_counted(page, needs):
    block = needs()(6)
    block.whole.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert block.whole.locator(".check-button").count() == 0
    assert block.whole.get_attribute("data-key") is None


def test_the_page_names_the_needs_above_each_block(page, needs):
    needs()
    notes = page.locator(".language-python .filename.needs").all_text_contents()
    assert len(notes) == page.locator("[data-needs]").count() == 10
    assert all(re.match("需要.+ · Needs ", note) for note in notes)
