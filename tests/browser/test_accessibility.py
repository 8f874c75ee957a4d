"""Every reader can use every page: axe-core finds nothing, and the keyboard reaches everything."""

from axe_playwright_python.sync_playwright import Axe

NAME = """() => {
  const { dataset, className, tagName } = document.activeElement;
  const key = Object.keys(dataset).find(key => ["read", "link"].includes(key));
  return key || className.split(" ")[0] || tagName;
}"""
VISIBLE_FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
}"""


def test_axe_finds_no_violation(page, path, look):
    mode, scheme = look
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{path}?lang={mode}")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []


def test_axe_finds_no_violation_in_an_editor_and_under_it(page, block):
    page.emulate_media(reduced_motion="reduce")
    block.run("print(1)")
    block.area.fill("print(2)  # edited")
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []


def test_the_keyboard_reaches_modes_search_and_blocks_with_a_visible_focus(page):
    page.goto("how-to/")
    reached = set()
    while not reached or page.evaluate("document.activeElement !== document.body"):
        page.keyboard.press("Tab")
        name = page.evaluate(NAME)
        assert name in ("BODY", "IFRAME") or page.evaluate(VISIBLE_FOCUS), name
        reached.add(name)
    assert {"read", "search-open", "link", "md-skip"} <= reached
