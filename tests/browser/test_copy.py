"""The copy button copies exactly the source of a block, or an example that runs alone."""

import inspect
import pydoc
from pathlib import Path

from playwright.sync_api import expect

from mlbook.publishing.chapters.reader import read_chapter
from mlbook.publishing.site.reference import as_script

ROOT = Path(__file__).parents[2]
# Each button is pressed in the page, with an empty clipboard: 1000 clicks from here take minutes.
COPIES = """async (buttons) => {
    const { clipboard } = navigator;
    const copies = [];
    for (const button of buttons) {
        await clipboard.writeText("");
        button.click();
        while (!(await clipboard.readText())) await new Promise((done) => setTimeout(done, 1));
        copies.push(await clipboard.readText());
    }
    return copies;
}"""


def chapter_of(path):
    name = path.removesuffix("/") or "index"
    return read_chapter(ROOT / "docs" / f"{name}.md", ROOT)


def test_every_copied_block_is_the_source(page, path):
    page.goto(path)
    chapter = chapter_of(path)
    codes = [block.code.text for block in chapter.blocks]  # tests/scripts runs them as scripts
    if chapter.references:  # the build runs each of their examples alone
        members = [pydoc.locate(name) for name in chapter.references]
        codes = [code for member in members for code in examples_of(member)]
    buttons = page.locator(".language-python .tool-copy")
    expect(buttons).to_have_count(len(codes))
    copies = buttons.evaluate_all(COPIES)
    assert [copy.rstrip("\n") for copy in copies] == [code.rstrip("\n") for code in codes]


def test_a_click_on_the_button_of_a_block_copies_it(page):
    page.goto("chapters/python/")
    page.locator(".language-python .tool-copy").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.rstrip("\n") == chapter_of("chapters/python/").blocks[0].code.text.rstrip("\n")


def examples_of(member):
    """Return the scripts of a public name and of its public methods, in their order."""
    methods = vars(member).values() if inspect.isclass(member) else []
    public = [each for each in methods if inspect.isfunction(each) and each.__name__[0] != "_"]
    scripts = [as_script(inspect.getdoc(each) or "")[0] for each in (member, *public)]
    return [script for script in scripts if script]


def test_outputs_have_no_copy_button(page):
    page.goto("chapters/gradient/")
    assert page.locator(".language-text button").count() == 0


def test_a_page_without_a_clipboard_copies_all_the_same(page):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto("chapters/python/")
    page.locator(".language-sh .tool-copy").first.click()
    page.locator(".search-open").click()
    page.keyboard.press("Control+v")
    assert "python --version" in page.locator("dialog.search input").input_value()


def test_a_lab_offers_downloads_and_no_copy_buttons(page):
    page.goto("labs/race/")
    assert page.locator(".language-python").count() > 0
    assert page.locator(".tool-copy").count() == 0
    assert page.locator("a[download]").count() == 2
