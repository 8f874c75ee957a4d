"""Run in the page: Python in the reader's browser, and what it says under the block.

Pyodide is the real one; NumPy and Matplotlib may be the stand-ins of stand_ins.py.
"""

import re

import pytest
from playwright.sync_api import expect

from mlbook.publishing.chapters.bilingual import HAN

SAME, OTHER = "Same as in the book", "differs from the book, as your code does"
DRAWS = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\n"


@pytest.mark.parametrize(("mode", "words"), [("zh", "运行"), ("en", "Run"), ("both", "运行·Run")])
def test_the_button_says_run_in_the_language_of_the_reader(page, block, mode, words):
    page.click(f"[data-read={mode}]")
    assert "".join(block.whole.locator(".run-button").inner_text().split("\n")) == words


def test_the_first_run_shows_its_download_size_and_progress(page, block):
    page.route("**/pyodide.asm.wasm", lambda route: None)  # never comes
    block.press("run")
    assert re.search(r"Loading Python, 1\d MB", block.panel.inner_text())
    expect(block.panel.locator("progress")).to_be_visible()


def test_an_edited_block_says_that_its_output_differs_as_its_code_does(block):
    assert OTHER in block.run("print('Hi.')")
    assert block.printed() == "Hi.\n"


HINTS = {
    "x = 3": "To see a value, write print(…)",
    "x = 3\nx + 1": "To see the result, write print(x + 1)",
    DRAWS: "end with plt.show()",
}


def test_a_run_that_shows_nothing_hints_at_what_would(block):
    for code, hint in HINTS.items():
        block.run(code)
        expect(block.panel.locator(".ran-advice")).to_contain_text(hint)
    block.run("print(1)")
    expect(block.panel.locator(".ran-advice")).to_have_count(0)


def test_an_error_shows_its_traceback(block):
    assert "An error" in block.run("def f():\n    return [][1]\n\nf()")
    lines = block.printed().splitlines()
    assert lines[:2] == [
        "Traceback (most recent call last):",
        '  File "block.py", line 4, in <module>',
    ]
    assert lines[-1] == "IndexError: list index out of range"


def test_a_long_run_shows_its_seconds_and_stop_ends_it(block):
    block.edit("print('on')\nwhile True:\n    pass")
    block.press("run")
    expect(block.panel.locator("pre")).to_have_text("on\n")
    expect(block.panel.locator(".ran-clock")).to_have_text(re.compile(r"\d s"))
    block.panel.locator(".ran-stop").click()
    assert "Stopped" in block.end()
    block.press("reset")
    assert SAME in block.run()


def test_control_enter_during_a_run_is_answered(page, block):
    block.edit("while True:\n    pass")
    page.keyboard.press("Control+Enter")
    expect(block.state).to_contain_text("Running")
    page.keyboard.press("Control+Enter")
    assert "Not ended yet; to begin anew, press Stop first" in block.panel.inner_text()
    block.panel.locator(".ran-stop").click()
    assert "Stopped" in block.end()


def test_python_is_loaded_anew_after_a_run_that_took_much_memory(page, block, blocks):
    loaded = []
    page.on("request", lambda each: loaded.append("pyodide.mjs" in each.url))
    block.run("data = bytearray(600_000_000) * 2")
    blocks(1).run()
    blocks(1).run()
    assert sum(loaded) == 2


def test_a_run_sees_no_names_and_files_of_an_earlier_one(blocks):
    block, following = blocks(0), blocks(1)
    block.run("import builtins\nname = builtins.other = 1\nopen('file', 'w').close()")
    following.run("import os\nprint(os.listdir(), 'name' in globals())\nother")
    assert following.printed().startswith("[] False\n")
    assert "NameError: name 'other' is not defined" in following.printed()


def test_blocks_started_together_run_one_after_the_other(blocks):
    block, later = blocks(0), blocks(1)
    block.press("run")
    later.press("run")
    assert "Waiting" in later.panel.inner_text()
    assert SAME in later.end()
    assert SAME in block.end()


def test_a_run_is_no_wider_than_a_phone(page, block):
    page.set_viewport_size({"width": 390, "height": 800})
    block.run("print('x' * 1000)\n" + "y" * 1000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_numpy_and_the_package_are_loaded_when_a_block_imports_them(page, block):
    block.run(
        "from mlbook import load_digits as f\nimport numpy as n\nprint(f.__module__, n.__name__)"
    )
    assert block.printed() == "mlbook.datasets.digits numpy\n"
    assert any("/numpy-" in url for url in page.requests)
    assert not re.search("/matplotlib-|/records.zip", " ".join(page.requests))


KEEP_BLOBS = """() => {
    const make = URL.createObjectURL;
    window.blobs = {};
    URL.createObjectURL = (blob) => {
        const address = make.call(URL, blob);
        window.blobs[address] = blob; // the page itself may not fetch it
        return address;
    };
}"""


@pytest.mark.parametrize(("scheme", "colour"), [("light", "#06478f"), ("dark", "#4a90e2")])
def test_a_figure_is_shown_in_the_colours_of_the_page(page, block, scheme, colour):
    page.emulate_media(color_scheme=scheme)
    page.evaluate(KEEP_BLOBS)
    block.run(f"{DRAWS}plt.show()")
    image = block.panel.locator(f"img.{scheme}")
    expect(image).to_be_visible()
    assert block.panel.locator("img:visible").count() == 1
    assert colour in page.evaluate("image => blobs[image.src].text()", image.element_handle())


NO_ACCESS = "no page, no storage and no network"
FORGED = """import json
from js import JSON, MessageEvent, self
asked = {"pyodide": "http", "archive": "http", "code": ""}
self.dispatchEvent(MessageEvent.new("message", JSON.parse(json.dumps({"data": asked}))))
self.fetch"""
FORBIDDEN = {
    "from js import fetch": NO_ACCESS,
    "from js import indexedDB": NO_ACCESS,
    "import js\njs.caches.open('x')": NO_ACCESS,
    "from js import XMLHttpRequest": NO_ACCESS,
    "from js import WebSocket": NO_ACCESS,
    "from js import Worker": NO_ACCESS,
    "import pyodide.http": NO_ACCESS,
    "from pyodide.http import open_url\nopen_url('/')": NO_ACCESS,
    "from js import document": "cannot import name 'document'",
    "from js import localStorage": "cannot import name 'localStorage'",
    "from js import navigator\nnavigator.storage.getDirectory()": "storage",
    "from pyodide.code import run_js\nrun_js('1')": "eval",
    FORGED: NO_ACCESS,
}


def test_a_block_reaches_neither_page_nor_storage_nor_network(page, block):
    block.run("print('Python is here')")
    asked = list(page.requests)
    for code, why in FORBIDDEN.items():
        block.area.fill(code)
        assert "An error" in block.run(), code
        assert why in block.printed(), code
    assert page.requests == asked


def test_a_run_breaks_no_policy_of_the_page(page, block):
    page.evaluate(
        "document.addEventListener('securitypolicyviolation', () => document.title = 'refused')"
    )
    block.run(f"{DRAWS}plt.show()")
    image = block.panel.locator("img:visible")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert page.title() != "refused"


@pytest.mark.parametrize("mode", ["zh", "en"])
def test_the_words_of_a_run_follow_the_reading_mode(page, block, mode):
    page.click(f"[data-read={mode}]")
    block.run("1 + 1")
    words = block.panel.inner_text()
    assert bool(HAN.search(words)) == (mode == "zh")
    assert bool(re.search("book", words)) == (mode == "en")
