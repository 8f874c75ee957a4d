"""What holds on every page, in every view: tests that only read it.

Each view of a page is opened once for all of them (`visited`), which takes longer than they do.
"""

import gzip
import re
from contextlib import contextmanager

import pytest

from mlbook.publishing.chapters.bilingual import HAN

BOTH_WIDTHS = (390, 1280)
LIMIT = 250_000  # bytes of a page, its styles, scripts and fonts; without figures
LONGEST = 60  # pixels by which one of two translations may be longer
FONT = "STIX Two Math"
BLOCKS = ".highlight:is(.language-python, .language-sh)"
CODE = "article pre > code"
WIDE = "boxes => boxes.filter(box => box.scrollWidth > box.clientWidth).map(box => box.innerText)"
SHADES = """boxes => boxes.filter(box => box.scrollWidth > box.clientWidth)
  .every(box => getComputedStyle(box).backgroundImage.split("linear-gradient").length === 5)"""
COVERED = """bars => bars.filter((bar) => {
    const code = bar.parentElement.querySelector("pre > code");
    return bar.getBoundingClientRect().bottom > code.getBoundingClientRect().top + 1
        || bar.scrollWidth > bar.clientWidth;
}).length"""
NAMES = """blocks => [...new Set(blocks.map((block) =>
    [...block.querySelectorAll(".tools button:not([hidden], .check-button)")]
        .map((each) => each.className.replace("tool ", "")).join(" ")))]"""
ORDER = {
    ".language-python:not(.cell, .exercise-check)": "run-button tool-edit tool-copy tool-link",
    ".exercise-check": "tool-copy tool-link",
    ".language-sh": "tool-copy tool-link",
    ".cell": "run-button tool-edit tool-link",
}
OUTSIDE = """boxes => boxes.filter(box => {
  const column = box.closest("article").getBoundingClientRect();
  const { left, right } = box.getBoundingClientRect();
  return left < column.left - 1 || right > column.right + 1;
}).length"""
LOW_FENCES = """tables => tables.map(table => table.closest("mrow")).filter(row => {
  const height = row && row.querySelector("mtable").getBoundingClientRect().height;
  return row && row.firstElementChild.getBoundingClientRect().height < 0.9 * height;
}).length"""
HANDLERS = r"""[...document.querySelectorAll("*")].flatMap((each) => [...each.attributes])
    .filter(({ name, value }) => /^on/.test(name) || /^\s*javascript:/i.test(value))
    .map(({ name, value }) => `${name}=${value}`)"""
GAPS = """() => [...document.querySelectorAll("article .twins")]
  .filter(twins => twins.offsetParent && !twins.closest(".provenance"))
  .map(twins => [...twins.children].map(half => half.getBoundingClientRect().bottom))
  .map(([zh, en]) => Math.abs(zh - en))"""
COLOURS = """async () => {
    const { coloured } = await import(new URL("run/colours.js", document.querySelector("script[data-pyodide]").src));
    const letters = (nodes, kind = "") => [...nodes].flatMap((node) => node.nodeType === 3
        ? [...node.data].filter((letter) => letter.trim()).map((letter) => `${letter} ${kind}`)
        : letters(node.childNodes, node.matches(".folded") ? kind : node.className));
    return [...document.querySelectorAll(".language-python.highlight pre > code")]
        .filter((code) => letters(code.childNodes).join() !== letters(coloured(code.textContent)).join())
        .map((code) => code.textContent);
}"""  # noqa: E501


@contextmanager
def unfolded(page):
    """Open what is folded, as long as a test looks at it."""
    page.evaluate("""document.querySelectorAll("details:not([open])").forEach((each) => {
        each.open = each.dataset.unfolded = true;
    })""")
    yield
    page.evaluate("""document.querySelectorAll("[data-unfolded]").forEach((each) => {
        each.open = false;
        delete each.dataset.unfolded;
    })""")


@pytest.mark.views("zh", "en", "both", widths=BOTH_WIDTHS)
def test_no_page_asks_another_host_for_anything(visited, address):
    asked = [url for url in visited.requests if not url.startswith((address, "data:"))]
    assert asked == []


@pytest.mark.views("zh")
def test_nothing_of_python_is_loaded_before_the_first_run(visited):
    asked = r"worker|pyodide|mlbook\.zip"
    assert [url for url in visited.requests if re.search(asked, url)] == []


@pytest.mark.views("zh")
def test_a_page_transfers_less_than_250_kilobytes(visited, site, address):
    fetched = {url.removeprefix(address) for url in visited.requests if url.startswith("http")}
    fetched = {url.partition("?")[0] for url in fetched if "/figures/" not in url}
    files = [
        site / each / "index.html" if (site / each).is_dir() else site / each for each in fetched
    ]
    assert site / "assets" / "book.css" in files
    assert sum(len(gzip.compress(each.read_bytes())) for each in files) < LIMIT


@pytest.mark.views("zh")
def test_figures_load_lazily_and_state_their_size(visited):
    for image in visited.locator("article img").all():
        assert image.get_attribute("loading") == "lazy"
        assert int(image.get_attribute("width")) > 0
        assert int(image.get_attribute("height")) > 0


@pytest.mark.views("zh", "en", "both", widths=(390,))
def test_no_page_is_wider_than_a_phone(visited):
    assert visited.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.views("zh", "en")
def test_code_needs_no_sideways_scrolling_on_a_desktop(visited):
    assert visited.eval_on_selector_all(".language-python pre > code", WIDE) == []


@pytest.mark.views("en", widths=(390,))
def test_what_is_cut_has_shades_at_its_edges(visited):
    assert visited.locator(f":is({CODE}, article math[display=block])").evaluate_all(SHADES)


@pytest.mark.views("both", widths=BOTH_WIDTHS)
def test_the_bar_of_a_block_never_covers_its_code(visited):
    with unfolded(visited):
        assert (
            visited.locator(".tools").count() == visited.locator("article .highlight[id]").count()
        )
        assert visited.eval_on_selector_all(".tools", COVERED) == 0


@pytest.mark.views("zh")
def test_the_buttons_have_the_same_order_everywhere(visited):
    for kind, order in ORDER.items():
        names = visited.eval_on_selector_all(f"{kind}.highlight[id]", NAMES)
        wrapping = f"{order} md-code__button wrap-lines"  # last, where lines are too wide
        assert set(names) <= {order, wrapping}


@pytest.mark.views("zh")
def test_every_block_has_an_address_of_its_own(visited):
    ids = visited.eval_on_selector_all(BLOCKS, "blocks => blocks.map(block => block.id)")
    assert all(re.fullmatch(r"([\w.-]+-)?block-\d+", each) for each in ids)
    assert len(set(ids)) == len(ids)


@pytest.mark.views("zh")
def test_edited_code_has_the_colours_of_the_book(visited):
    assert visited.evaluate(COLOURS) == []


@pytest.mark.views("both")
def test_no_page_has_a_gap_beside_a_translation(visited):
    with unfolded(visited):
        gaps = visited.evaluate(GAPS)
        assert gaps
        assert max(gaps) <= LONGEST


@pytest.mark.views("zh")
def test_every_term_leads_to_a_section_of_the_book(visited, site):
    links = visited.eval_on_selector_all("a.term", "all => [...new Set(all.map(a => a.href))]")
    for link in links:
        file, _, anchor = link.partition("/a/b/")[2].partition("#")
        assert f'id="{anchor}"' in (site / file / "index.html").read_text(encoding="utf-8")


@pytest.mark.views("zh")
def test_no_page_has_an_event_handler_or_a_javascript_address(visited):
    assert visited.evaluate(HANDLERS) == []


@pytest.mark.views("zh", "both", widths=(390,))
def test_a_formula_stays_in_its_column_on_a_phone(visited):
    assert visited.locator("math[display=block]:visible").evaluate_all(OUTSIDE) == 0
    assert visited.locator("math mtable:visible").evaluate_all(LOW_FENCES) == 0


@pytest.mark.views("both")
def test_every_sign_is_drawn_with_the_font_of_the_book(visited):
    session = visited.context.new_cdp_session(visited)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    asked = {"nodeId": root, "selector": "article math"}
    nodes = session.send("DOM.querySelectorAll", asked)["nodeIds"]
    texts = visited.locator("article math").all_text_contents()
    for node, text in zip(nodes, texts, strict=True):
        used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        families = {each["familyName"] for each in used}
        assert families <= {FONT} or HAN.search(text), (text, families)
    session.detach()
