"""The copy button copies exactly the source of a block, or an example that runs alone."""

import inspect
import os
import pydoc
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect

from mlbook.publishing.chapters.reader import read_chapter
from mlbook.publishing.site.reference import as_script

ROOT = Path(__file__).parents[2]


def chapter_of(path):
    name = path.removesuffix("/") or "index"
    return read_chapter(ROOT / "docs" / f"{name}.md", ROOT)


def test_every_copied_block_is_the_source(page, path, tmp_path):
    page.goto(path)
    show_all_blocks(page)
    chapter = chapter_of(path)
    buttons = page.locator(".language-python .tool-copy")
    codes = [block.code.text for block in chapter.blocks]  # tests/scripts runs them as scripts
    if chapter.references:
        members = [pydoc.locate(name) for name in chapter.references]
        codes = [code for member in members for code in examples_of(member)]
    expect(buttons).to_have_count(len(codes))
    for number, code in enumerate(codes):
        buttons.nth(number).click()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.rstrip("\n") == code.rstrip("\n"), chapter.path
        if chapter.references:
            run_alone(copied, tmp_path / str(number), chapter.path)


def show_all_blocks(page):
    """Open what is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


def examples_of(member):
    """Return the scripts of a public name and of its public methods, in their order."""
    methods = vars(member).values() if inspect.isclass(member) else []
    public = [each for each in methods if inspect.isfunction(each) and each.__name__[0] != "_"]
    scripts = [as_script(inspect.getdoc(each) or "")[0] for each in (member, *public)]
    return [script for script in scripts if script]


def run_alone(code, directory, where):
    directory.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=directory,
        env={**os.environ, "MPLBACKEND": "agg", "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{where}\n{done.stderr}"


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
