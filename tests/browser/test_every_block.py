"""Every block of every page, run in Chromium by its Run button and held against the page.

Where the site's Python has the stand-ins of stand_ins.py, blocks that need NumPy or Matplotlib are
left out.
"""

from playwright.sync_api import expect


LIMIT = 600_000  # milliseconds for the blocks of a page
RUN = r"""only => {
    const blocks = [...document.querySelectorAll(".highlight")].filter(each => each.querySelector(".run-run"));
    const runs = blocks.filter(each => only || !/\b(numpy|matplotlib|mlbook)\b/.test(each.querySelector("pre").textContent));
    runs.forEach(each => each.querySelector(".run-run").click());
    return [runs.length, blocks.length];
}"""


def test_every_block(page, path):
    page.goto(f"{path}?lang=en")
    print(path, page.evaluate(RUN, True))
    expect(page.locator(".ran:not([data-state])")).to_have_count(0, timeout=LIMIT)
    other = page.locator(".ran:not([data-state=same])").all_text_contents()
    assert other == []
