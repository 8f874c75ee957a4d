"""Pages are small, and their layout does not shift while they load."""

import gzip

import pytest

LIMIT = 250_000  # bytes of a page, its styles, scripts and fonts; without figures
SHIFT = """() => new Promise(resolve => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(each => sum += each.value))
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => setTimeout(() => resolve(sum), 200));
})"""


def test_a_page_transfers_less_than_250_kilobytes(page, path, site, address):
    page.goto(path)
    page.wait_for_load_state("networkidle")
    fetched = {url.removeprefix(address) for url in page.requests if url.startswith("http")}
    files = [site / each for each in fetched if "/figures/" not in each]
    files = [each / "index.html" if each.is_dir() else each for each in files]
    assert sum(len(gzip.compress(each.read_bytes())) for each in files) < LIMIT


def test_figures_load_lazily_and_state_their_size(page, path):
    page.goto(path)
    for image in page.locator("article img").all():
        assert image.get_attribute("loading") == "lazy"
        assert int(image.get_attribute("width")) > 0
        assert int(image.get_attribute("height")) > 0


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("address_in_book", ["", "chapters/descent/", "labs/race/", "errata/"])
def test_the_layout_does_not_shift_while_a_page_loads(page, address_in_book, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address_in_book)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SHIFT) < 0.01


def test_code_needs_no_sideways_scrolling_on_a_desktop(page, path):
    wide = (
        "boxes => boxes.filter(box => box.scrollWidth > box.clientWidth).map(box => box.innerText)"
    )
    page.goto(f"{path}?lang=zh")
    for mode in ("zh", "en"):
        page.click(f"[data-read={mode}]")
        assert page.eval_on_selector_all(".language-python pre > code", wide) == []
