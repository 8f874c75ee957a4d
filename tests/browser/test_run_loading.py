"""Python on its way to the reader: where it comes from, and what to do when it does not come."""

import re
from urllib.parse import urlparse

import pytest

from mlbook.publishing.browser.pyodide import CORE, PUBLIC

OURS = ["worker.js", "mlbook.zip", "records.zip"]
FILES = [*OURS, *CORE, "pyodide.asm.m?js", "numpy-", "matplotlib-"]
READS_A_RECORD = "import matplotlib\nfrom mlbook.training import recorded\nprint(1)"
FAILURES = {
    "refused, or something blocks it": lambda route: route.abort(),
    "did not give the file": lambda route: route.fulfill(status=404),
    "want you to log in": lambda route: route.fulfill(
        content_type="text/html", body="<p>Log in</p>"
    ),
}
# A browser fetches modules, and files whose digest it is given: why they fail it does not say.
ALIKE = ["worker.js", "pyodide.mjs", "pyodide.asm.m?js", "numpy-", "matplotlib-"]


@pytest.mark.parametrize("file", FILES)
def test_a_failed_download_says_what_to_do_and_is_tried_again_on_click(page, block, file):
    address = re.compile(f"/{file}")
    block.edit(READS_A_RECORD)
    for advice, failure in FAILURES.items():
        page.route(address, failure)
        assert "could not be loaded" in block.run(), advice
        told = block.panel.locator(".ran-advice").first.inner_text()
        assert "再按“运行”" in told
        assert advice in told or file in ALIKE
        page.unroute(address)
    assert block.code.text_content() == f"{READS_A_RECORD}\n"
    assert "Done" in block.run()
    assert block.printed() == "1\n"


def test_a_failure_offers_the_downloads_of_the_page(page, block):
    page.route("**/pyodide.mjs", lambda route: route.abort())
    block.run()
    offered = block.panel.locator(".ran-advice a")
    assert [each.get_attribute("download") for each in offered.all()] == ["", ""]


def test_a_reader_who_is_offline_is_told_so(page, block):
    page.context.set_offline(True)
    block.run()
    assert "You are offline. Connect, then press Run again." in block.panel.inner_text()


def test_a_browser_without_webassembly_is_told_so_at_once(page, block):
    page.evaluate("delete window.WebAssembly")
    block.run()
    assert "turn lockdown mode off" in block.panel.inner_text()


def test_damaged_webassembly_is_told_without_waiting_for_more(page, block):
    damaged = {"content_type": "application/wasm", "body": "?"}
    page.route("**/pyodide.asm.wasm", lambda route: route.fulfill(**damaged))
    assert "could not be loaded" in block.run()
    assert "No data came at all" not in block.panel.inner_text()


@pytest.fixture
def timed(page):
    """The first block of a page whose clock the test sets."""
    page.clock.install()

    def at(block, seconds):
        page.clock.run_for(1000 * seconds)
        return block.state.inner_text()

    return at


def test_a_download_that_hangs_is_told_within_10_seconds_and_given_up_after_60(page, timed, blocks):
    block = blocks(0)
    page.route("**/pyodide.asm.wasm", lambda route: None)
    with page.expect_request("**/pyodide.asm.wasm"):
        block.press("run")
    page.wait_for_timeout(2000)  # the other files come
    said = timed(block, 10)
    assert re.search(r"\d+ 秒没有收到数据：请检查网络", said)
    assert re.search(r"Nothing has come for \d+ s: check the connection, then press Stop", said)
    timed(block, 62)
    assert "could not be loaded" in block.end()
    assert "No data came at all. Try another network" in block.panel.inner_text()


COMES = """bytes => new Promise(done => {
    window.Worker.prototype.postMessage = function () {
        const send = () => this.dispatchEvent(
            new MessageEvent("message", { data: { kind: "came", bytes } }));
        setInterval(send, 1000);
    };
    done();
})"""


@pytest.mark.parametrize(
    ("bytes_a_second", "told"),
    [(100_000, r"The download is slow, about 1\d\d s to go"), (2_000_000, "Python is starting")],
)
def test_a_slow_download_says_how_long_it_will_take(page, timed, blocks, bytes_a_second, told):
    block = blocks(0)
    page.evaluate(COMES, bytes_a_second)
    block.press("run")
    assert re.search(told, timed(block, 10))
    assert re.search(r"\d+ / 1\d MB", block.panel.locator(".ran-clock").inner_text())


# ---- Without a directory of Pyodide ----------------------------------------------------------


def test_nothing_is_asked_of_a_remote_host_before_run(page, remote, elsewhere):
    assert [url for url in page.requests if not url.startswith((elsewhere, "data:"))] == []
    assert remote.whole.locator(".run-button").inner_text() == "运行"


def test_a_remote_host_is_named_when_python_is_loaded_from_it(page, remote):
    host = urlparse(PUBLIC).hostname
    page.context.route(f"{PUBLIC}**", lambda route: None)  # never comes
    remote.press("run")
    assert re.search(rf"来自 {host}，1\d MB", remote.state.inner_text())


def test_a_remote_host_that_is_blocked_is_named(page, remote):
    page.context.route(f"{PUBLIC}**", lambda route: route.abort())
    remote.run()
    host = urlparse(PUBLIC).hostname
    assert f"{host}拒绝了，或者被挡住了" in remote.panel.inner_text()


def test_python_of_a_remote_host_runs_blocks(page, remote):
    assert remote.run().startswith("与书中相同")
    assert any(url.startswith(PUBLIC) for url in page.requests)
