"""Run in the page: Python in the reader's browser, and what it says under the block.

Pyodide is the real one; NumPy and Matplotlib may be the stand-ins of stand_ins.py.
"""

import re
from urllib.parse import urlparse

import pytest
from playwright.sync_api import expect

from mlbook.publishing.browser.pyodide import CORE, PUBLIC
from mlbook.publishing.chapters.bilingual import HAN

CHAPTER = "chapters/python/?lang=both"
PATIENCE = 120_000  # milliseconds that a busy machine may take to start Python
expect.set_options(timeout=PATIENCE)
SAME, OTHER = "Same as in the book", "Not what the book shows"


class Block:
    """A block of the page: its buttons, and what stands under it."""

    def __init__(self, page, number=0):
        self.whole = page.locator(".language-python.highlight").nth(number)
        self.whole.evaluate("each => each.closest('details')?.setAttribute('open', '')")
        self.code = self.whole.locator("code")
        self.panel = self.whole.locator("xpath=following-sibling::div[@class='ran'][1]")

    def press(self, button):
        self.whole.locator(f".run-{button}").click()

    def edit(self, code):
        self.press("edit")
        self.whole.locator("textarea").fill(code)

    def run(self, code=None):
        """Press Run, and return what the page says in the end."""
        if code:
            self.edit(code)
        self.press("run")
        return self.end()

    def end(self):
        expect(self.panel).to_have_attribute("data-state", re.compile("."))
        return self.panel.locator(".ran-state").inner_text()

    def printed(self):
        return "".join(self.panel.locator("pre").all_inner_texts())


@pytest.fixture
def block(page):
    """The first block of a chapter: it prints Hello. and 3."""
    page.goto(CHAPTER)
    return Block(page)


def of_python(requests):
    return [url for url in requests if re.search(r"run-worker|pyodide|mlbook\.zip", url)]


def test_nothing_of_python_is_loaded_before_the_first_run(page, path):
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert of_python(page.requests) == []


def test_the_first_run_shows_its_download_size_and_progress(page, block):
    page.route("**/pyodide.asm.wasm", lambda route: None)  # never comes
    block.press("run")
    assert re.search(r"Loading Python, 1\d MB", block.panel.inner_text())
    expect(block.panel.locator("progress")).to_be_visible()


def test_an_edited_block_says_that_its_output_differs(block):
    assert OTHER in block.run("print('Hi.')")
    assert block.printed() == "Hi.\n"


def test_a_new_line_is_indented_as_python_needs_it(page, block):
    block.edit("")
    for line in ("for i in range(2):", "j = i", "print(j)"):
        page.keyboard.type(f"{line}\n")
    assert block.code.text_content().rstrip() == "for i in range(2):\n    j = i\n    print(j)"


def test_reset_restores_the_code_of_the_book(block):
    before = block.code.inner_html()
    block.edit("print('Hi.')")
    block.press("reset")
    assert block.code.inner_html() == before
    assert block.code.is_visible()


def test_the_copy_button_copies_the_edited_code(page, block):
    block.edit("print('Hi.')")
    block.whole.locator("[data-md-type=copy]").click()
    assert page.evaluate("navigator.clipboard.readText()").rstrip() == "print('Hi.')"


@pytest.mark.parametrize("keys", ["Control+Enter", "Meta+Enter"])
def test_control_enter_and_command_enter_run_the_edited_code(page, block, keys):
    block.edit("print('Hi.')")
    page.keyboard.press(keys)
    block.end()
    assert block.printed() == "Hi.\n"


def test_tab_and_escape_leave_the_editor(page, block):
    block.press("edit")
    area = block.whole.locator("textarea")
    expect(area).to_be_focused()
    page.keyboard.press("Tab")
    expect(area).not_to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Escape")
    expect(block.whole.locator(".run-run")).to_be_focused()


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
    expect(block.panel.locator(".ran-state")).to_contain_text("Running")
    page.keyboard.press("Control+Enter")
    assert "Not ended yet; to begin anew, press Stop first" in block.panel.inner_text()
    block.panel.locator(".ran-stop").click()
    assert "Stopped" in block.end()


def test_python_is_loaded_anew_after_a_run_that_took_much_memory(page, block):
    loaded = []
    page.on("request", lambda each: loaded.append("pyodide.mjs" in each.url))
    block.run("data = bytearray(600_000_000) * 2")
    Block(page, 1).run()
    Block(page, 1).run()
    assert sum(loaded) == 2


def test_a_run_sees_no_names_and_files_of_an_earlier_one(page, block):
    block.run("import builtins\nname = builtins.other = 1\nopen('file', 'w').close()")
    following = Block(page, 1)
    following.run("import os\nprint(os.listdir(), 'name' in globals())\nother")
    assert following.printed().startswith("[] False\n")
    assert "NameError: name 'other' is not defined" in following.printed()


def test_blocks_started_together_run_one_after_the_other(page, block):
    later = Block(page, 1)
    block.press("run")
    later.press("run")
    assert "Waiting" in later.panel.inner_text()
    assert SAME in later.end()
    assert SAME in block.end()


OURS = ["run-worker.js", "mlbook.zip", "records.zip"]
FILES = [*OURS, *CORE, "pyodide.asm.m?js", "numpy-", "matplotlib-"]
READS_A_RECORD = "import matplotlib\nfrom mlbook.training import recorded\nprint(1)"
FAILURES = {
    "aborted": lambda route: route.abort(),
    "missing": lambda route: route.fulfill(status=404),
    "a web page": lambda route: route.fulfill(content_type="text/html", body="<p>Log in</p>"),
}


@pytest.mark.parametrize("file", FILES)
def test_a_failed_download_is_reported_and_tried_again_on_click(page, block, file):
    address = re.compile(f"/{file}")
    block.edit(READS_A_RECORD)
    for failure in FAILURES.values():
        page.route(address, failure)
        assert "could not be loaded" in block.run(), failure
        page.unroute(address)
    assert block.code.text_content() == f"{READS_A_RECORD}\n"
    assert OTHER in block.run()
    assert block.printed() == "1\n"


NEVER_READY = {
    "never comes": lambda route: None,
    "damaged": lambda route: route.fulfill(content_type="application/wasm", body="?"),
}


@pytest.mark.parametrize("why", NEVER_READY)
def test_a_slow_start_is_told_after_10_seconds_and_given_up_after_60_without_a_byte(page, why):
    page.clock.install()
    page.goto(CHAPTER)
    block = Block(page)
    page.route("**/pyodide.asm.wasm", NEVER_READY[why])
    with page.expect_request("**/pyodide.asm.wasm"):
        block.press("run")
    page.clock.run_for(12_000)
    said = block.panel.inner_text()
    assert re.search(r"Python \(1\d MB\) is slow to come: wait, or press Stop", said)
    page.clock.run_for(62_000)
    assert "could not be loaded" in block.end()
    assert "nothing has come for 60 s" in block.printed()


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
    block.run("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
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
        block.whole.locator("textarea").fill(code)
        assert "An error" in block.run(), code
        assert why in block.printed(), code
    assert page.requests == asked


def test_a_run_breaks_no_policy_of_the_page(page, block):
    page.evaluate(
        "document.addEventListener('securitypolicyviolation', () => document.title = 'refused')"
    )
    block.run("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
    image = block.panel.locator("img:visible")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert page.title() != "refused"


@pytest.mark.parametrize("mode", ["zh", "en"])
def test_the_words_of_a_run_follow_the_reading_mode(page, block, mode):
    page.click(f"[data-read={mode}]")
    block.run("print(1)")
    words = block.panel.inner_text() + block.whole.locator(".run-run").get_attribute("title")
    assert bool(HAN.search(words)) == (mode == "zh")
    assert bool(re.search("book|Run", words)) == (mode == "en")


def test_a_run_is_no_wider_than_a_phone(page, block):
    page.set_viewport_size({"width": 390, "height": 800})
    block.run("print('x' * 1000)\n" + "y" * 1000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_lab_has_no_run_buttons(page):
    page.goto("labs/race/")
    assert page.locator(".language-python").count() > 0
    assert page.locator(".run-nav").count() == 0


# ---- Without a directory of Pyodide ---------------------------------------------------------


@pytest.fixture
def remote(page, elsewhere, site):
    """A block whose Python comes from Pyodide's own address; the test answers in its place."""

    def answer(route):
        name = urlparse(route.request.url).path.rpartition("/")[2]
        allowed = {"Access-Control-Allow-Origin": "*"}
        route.fulfill(path=site / "assets" / "run" / "pyodide" / name, headers=allowed)

    page.context.route(f"{PUBLIC}**", answer)
    page.goto(elsewhere)
    page.wait_for_load_state("networkidle")
    return Block(page)


def test_a_remote_host_is_named_before_anything_is_loaded_from_it(page, remote, elsewhere):
    host = urlparse(PUBLIC).hostname
    assert remote.whole.locator(".run-run").inner_text() == host
    assert [url for url in page.requests if not url.startswith((elsewhere, "data:"))] == []


def test_python_of_a_remote_host_runs_blocks(page, remote):
    assert remote.run().startswith("与书中相同")
    assert any(url.startswith(PUBLIC) for url in page.requests)
