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
WATCH = """
  const look = () => {
    window.nameless ||= document.querySelector("nav.md-code__nav:not([role=none])") !== null;
    requestAnimationFrame(look);
  };
  look();
"""


def test_axe_finds_no_violation(page, path, look):
    mode, scheme = look
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{path}?lang={mode}")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []


def test_the_buttons_of_a_block_are_never_an_unnamed_landmark(page):
    page.add_init_script(WATCH)
    page.goto("chapters/descent/")
    page.locator(".highlight").nth(2).scroll_into_view_if_needed()  # only then do they come
    page.locator("nav.md-code__nav").first.wait_for(state="attached", timeout=10_000)
    page.wait_for_timeout(200)  # one by one
    assert not page.evaluate("window.nameless")


def test_the_keyboard_reaches_modes_search_and_blocks_with_a_visible_focus(page):
    page.goto("how-to/")
    reached = set()
    while not reached or page.evaluate("document.activeElement !== document.body"):
        page.keyboard.press("Tab")
        name = page.evaluate(NAME)
        assert name in ("BODY", "IFRAME") or page.evaluate(VISIBLE_FOCUS), name
        reached.add(name)
    assert {"read", "search-open", "link", "md-skip"} <= reached
