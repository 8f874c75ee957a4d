"""Pages are small, and their layout does not shift while they load."""

import pytest

SHIFT = """() => new Promise(resolve => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(each => sum += each.value))
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => setTimeout(() => resolve(sum), 200));
})"""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("address_in_book", ["", "chapters/descent/", "labs/race/", "errata/"])
def test_the_layout_does_not_shift_while_a_page_loads(page, address_in_book, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address_in_book)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SHIFT) < 0.01
