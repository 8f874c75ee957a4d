"""Every block of every page, run in Chromium by its Run button and held against the page.

Where the site has the stand-ins of stand_ins.py, blocks that need NumPy or Matplotlib are left out.
A block that needs what no browser has is not run: the page says so when Run is pressed.
"""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

LABS = sorted(path.stem for path in Path(__file__).parents[2].glob("docs/labs/*.py"))
LIMIT = 600_000  # milliseconds for the blocks of a page
# The check of an exercise runs after its other blocks, of which the start shows nothing.
CODE = r"""block => {
    const isOf = (check) => check.id.replace(/\d+$/, "") === block.id.replace(/\d+$/, "");
    const checks = [...document.querySelectorAll(".exercise-check")].filter(isOf);
    return [block, ...checks].map((each) => each.querySelector("code").textContent).join("\n");
}"""
BLOCKS = ".language-python.highlight:not(.exercise-start, .exercise-check, [data-needs])"
STARTS = ".exercise-start:not([data-needs])"
TOLD = ".language-python.highlight[data-needs]:not(.exercise-check)"
NEEDS = re.compile(r"\b(numpy|matplotlib|mlbook)\b")


@pytest.fixture(scope="session")
def whole(site):
    """Whether the site's Python has NumPy and Matplotlib."""
    lock = json.loads((site / "assets/run/pyodide/pyodide-lock.json").read_text(encoding="utf-8"))
    return lock["packages"]["numpy"]["version"] != "0"


def test_every_block_does_in_the_browser_what_the_page_shows(page, path, whole):
    page.goto(f"{path}?lang=en")
    for block in page.locator(BLOCKS).all():
        if whole or not NEEDS.search(block.evaluate(CODE)):
            block.locator(".run-button").evaluate("button => button.click()")
    expect(page.locator(".ran:not([data-state])")).to_have_count(0, timeout=LIMIT)
    different = page.locator(".ran:not([data-state=same])")
    assert different.all_inner_texts() == []


def test_every_start_of_an_exercise_gets_a_diagnosis_in_the_browser(page, path, whole):
    page.goto(f"{path}?lang=en")
    for start in page.locator(STARTS).all():
        if whole or not NEEDS.search(start.evaluate(CODE)):
            start.scroll_into_view_if_needed()
            start.locator(".check-button").click()
    expect(page.locator(".ran:not([data-state])")).to_have_count(0, timeout=LIMIT)
    assert page.locator(".ran:not([data-state=wrong])").all_inner_texts() == []


def test_every_block_that_no_browser_can_run_says_so(page, path):
    page.goto(f"{path}?lang=en")
    blocks = page.locator(TOLD).all()
    for block in blocks:
        block.locator(".run-button").evaluate("button => button.click()")
    told = page.locator(".ran[data-state=needs] .ran-state")
    expect(told).to_have_count(len(blocks))
    for words in told.all_text_contents():
        assert "A browser cannot run it: it needs " in words
    assert page.locator(".ran").count() == len(blocks)
    assert page.locator(".exercise-start[data-needs] .check-button").count() == 0


@pytest.mark.parametrize("lab", LABS)
def test_every_lab_does_in_the_browser_what_the_page_shows(page, lab, whole):
    if not whole:
        pytest.skip("a lab needs NumPy and Matplotlib")
    page.goto(f"labs/{lab}/?lang=en")
    page.click(".whole-lab .run-button")
    expect(page.locator(".whole-lab .ran-state")).to_contain_text("All cells", timeout=LIMIT)
    assert page.locator(".ran:not([data-state=same])").all_inner_texts() == []
