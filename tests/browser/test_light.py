"""Work of the browser before a page can be read, counted and not timed."""

import json

import pytest

from mlbook.publishing.site.highlighting import LOOKS, PLAIN

LONG = ["chapters/descent/", "chapters/backpropagation/", "chapters/optimisation/", "errata/"]
ELEMENTS = "document.querySelectorAll('*').length"
STYLE_OF = """names => {
  const code = document.querySelector(".language-python pre > code");
  return names.map(name => {
    const element = Object.assign(document.createElement("span"), { className: name });
    code.append(element);
    const { color, fontWeight, fontStyle, backgroundColor } = getComputedStyle(element);
    return [color, fontWeight, fontStyle, backgroundColor].join();
  });
}"""


@pytest.mark.parametrize("long_page", LONG)
@pytest.mark.parametrize("width", [390, 1280])
def test_scripts_do_not_make_the_browser_style_all_elements_again(browser, page, long_page, width):
    page.set_viewport_size({"width": width, "height": 800})
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    page.goto(long_page)
    page.wait_for_load_state("networkidle")
    events = json.loads(browser.stop_tracing())["traceEvents"]
    styled = [
        each["args"].get("elementCount", 0)
        for each in events
        if each["name"] == "UpdateLayoutTree" and "args" in each
    ]
    assert 0 < sum(styled) < 1.5 * page.evaluate(ELEMENTS)


@pytest.mark.parametrize("long_page", LONG)
def test_a_page_is_laid_out_a_few_times_and_not_once_a_block(page, long_page):
    measured = page.context.new_cdp_session(page)
    measured.send("Performance.enable")
    page.goto(long_page)
    page.wait_for_load_state("networkidle")
    metrics = measured.send("Performance.getMetrics")["metrics"]
    count = {metric["name"]: metric["value"] for metric in metrics}
    assert 0 < count["LayoutCount"] < 20
    assert 0 < count["RecalcStyleCount"] < 40


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_joined_tokens_have_the_same_style(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto("chapters/descent/")
    plain = page.evaluate(STYLE_OF, ["", *PLAIN])
    assert len(set(plain)) == 1
    for name, stands_for in LOOKS.items():
        one, other = page.evaluate(STYLE_OF, [name, stands_for])
        assert one == other, name
