"""Editing a block: its colours, its keys, and what becomes of it when the page is left."""

import pytest
from playwright.sync_api import expect


def colours_of(block):
    words = "spans => spans.map((each) => each.className + each.innerText.trim())"
    return block.code.locator("span").evaluate_all(words)


def test_code_is_coloured_while_it_is_typed(page, block):
    block.edit("")
    page.keyboard.type('if x: print(f"{x}!")  # 注')
    assert colours_of(block) == ["kif", "p:", "nbprint", "p(", 's"{', 's}!"', "p)", "c1# 注"]


def test_the_letters_of_the_editor_lie_on_those_of_the_code(block):
    block.edit("x = 1\n" * 3 + "y = " + "1 + " * 40 + "1")
    of_code, of_area = block.code.bounding_box(), block.area.bounding_box()
    assert of_code == pytest.approx(of_area, abs=0.5)


def test_reset_restores_the_code_of_the_book(block):
    before = block.code.inner_html()
    block.edit("print('Hi.')")
    block.press("reset")
    assert block.code.inner_html() == before
    assert block.code.is_visible()
    expect(block.whole.locator(".tool-reset")).to_be_hidden()


def test_edited_code_survives_a_reload_until_it_is_reset(page, block):
    block.edit("print('Hi.')")
    page.reload()
    assert block.code.text_content() == "print('Hi.')\n"
    assert colours_of(block)[0] == "nbprint"
    block.press("reset")
    page.reload()
    assert "Hi." not in block.code.text_content()
    assert page.evaluate("Object.keys(localStorage).filter(key => /edits/.test(key))") == []


def test_an_edit_is_not_put_into_other_code_of_a_later_edition(page, block):
    block.edit("print('Hi.')")
    page.evaluate(
        """() => {
            const key = Object.keys(localStorage).find((each) => /edits/.test(each));
            localStorage.setItem(key, localStorage.getItem(key).replace("Hello", "Goodbye"));
        }"""
    )
    page.reload()
    assert "Hi." not in block.code.text_content()


def test_an_editor_works_where_storage_is_forbidden(page, blocks):
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error(); } })"
    )
    page.reload()
    block = blocks(0)
    assert "Done" in block.run("print('Hi.')")


def test_a_new_line_is_indented_as_python_needs_it(page, block):
    block.edit("")
    for line in ("for i in range(2):", "j = i", "print(j)"):
        page.keyboard.type(f"{line}\n")
    assert block.code.text_content().rstrip() == "for i in range(2):\n    j = i\n    print(j)"


def test_tab_indents_to_the_next_step_and_shift_tab_takes_it_back(page, block):
    block.edit("x")
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    assert block.area.input_value() == "    x"
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    assert block.area.input_value() == "    x   "
    page.keyboard.press("Shift+Tab")
    assert block.area.input_value() == "x   "


def test_tab_indents_all_lines_that_are_marked_and_can_be_undone(page, block):
    block.edit("a\n\nb\nc")
    block.area.evaluate("area => area.setSelectionRange(0, 4)")
    page.keyboard.press("Tab")
    assert block.area.input_value() == "    a\n\n    b\nc"
    page.keyboard.press("Shift+Tab")
    assert block.area.input_value() == "a\n\nb\nc"
    page.keyboard.press("Control+z")
    assert block.area.input_value() == "    a\n\n    b\nc"


def test_escape_and_then_tab_leaves_the_editor_as_its_description_says(page, block):
    block.press("edit")
    described = block.area.get_attribute("aria-describedby")
    assert "Tab indents; Escape, then Tab leaves" in page.locator(f"#{described}").inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(block.area).not_to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(block.area).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Tab")
    expect(block.area).not_to_be_focused()


@pytest.mark.parametrize("keys", ["Control+Enter", "Meta+Enter"])
def test_control_enter_and_command_enter_run_the_edited_code(page, block, keys):
    block.edit("print('Hi.')")
    page.keyboard.press(keys)
    block.end()
    assert block.printed() == "Hi.\n"


def test_the_copy_button_copies_the_edited_code(page, block):
    block.edit("print('Hi.')")
    block.press("copy")
    assert page.evaluate("navigator.clipboard.readText()").rstrip() == "print('Hi.')"


def test_the_output_of_the_book_is_marked_under_edited_code(block):
    label = block.whole.locator("+ .language-text .of-the-book")
    block.edit("print('Hi.')")
    expect(label).to_contain_text("What the book's code gives")
    block.press("reset")
    expect(label).to_have_count(0)


def test_the_output_of_other_code_is_marked_as_old(block):
    block.run("print(1)")
    old = block.panel.locator(".ran-old")
    expect(old).to_have_count(0)
    block.area.fill("print(2)")
    expect(old).to_contain_text("From an earlier run")
    block.area.fill("print(1)")
    expect(old).to_have_count(0)


def test_folded_lines_are_edited_like_all_others(page):
    page.goto("chapters/backpropagation/?lang=en")
    folded = page.locator(".language-python.highlight:has(.unfold)").first
    folded.locator(".tool-edit").click()
    lines = folded.locator("textarea").input_value().count("\n") + 1
    height = folded.locator("code").bounding_box()["height"]
    assert height / lines == pytest.approx(21, abs=2)
