"""An exercise in the page: the reader's program, the check, the hints and the answer."""

import re
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

RIGHT = "def twice(x):\n    return x + x"
SQUARE = "def twice(x):\n    return x * x"


def test_a_start_gets_its_diagnosis_a_mistake_its_own_and_an_answer_passes(practice):
    exercise = practice()
    assert exercise.check() == "Not yet: The number comes back unchanged"
    assert exercise.check(SQUARE) == "Not yet: That is the square"
    assert exercise.check(RIGHT) == "Right: it passes every check"
    expect(exercise.panel).to_have_attribute("data-state", "right")
    expect(exercise.state).to_have_attribute("role", "status")


def test_a_verdict_is_in_the_language_of_the_reader(page, practice):
    exercise = practice(mode="zh")
    assert exercise.check(SQUARE) == "还不对：这是平方"
    page.click("[data-read=en]")
    assert exercise.state.inner_text() == "Not yet: That is the square"
    page.click("[data-read=both]")
    assert exercise.check(RIGHT) == "对了，检查全部通过 · Right: it passes every check"


def test_a_diagnosis_shows_no_traceback_and_what_the_program_printed(practice):
    exercise = practice()
    exercise.check(f"print('so far')\n{SQUARE}")
    assert exercise.printed() == "so far\n"


def test_another_exception_shows_its_traceback_and_whose_it_is(practice):
    exercise = practice()
    assert "The program did not run to its end" in exercise.check("twice = 1 / 0")
    assert exercise.printed().splitlines()[-1] == "ZeroDivisionError: division by zero"
    assert "The check did not run to its end" in exercise.check("double = 2")
    assert "NameError: name 'twice' is not defined" in exercise.printed()


def test_run_runs_the_program_alone(practice):
    exercise = practice()
    assert exercise.run("print(3)") == "Done"
    assert exercise.printed() == "3\n"


def test_a_right_program_offers_the_answer(page, practice):
    exercise = practice()
    exercise.check(RIGHT)
    expect(exercise.answer).to_have_js_property("open", False)
    exercise.panel.locator(".open-answer").click()
    expect(exercise.answer).to_have_js_property("open", True)
    expect(exercise.answer.locator("> summary")).to_be_focused()


def test_the_answer_and_the_wrong_program_do_what_the_page_shows(page, practice):
    exercise = practice()
    assert exercise.other(page, "exercise-answer").run() == "Same as in the book"
    wrong = exercise.other(page, "exercise-wrong")
    assert wrong.run() == "Same as in the book"
    assert wrong.panel.locator(".ran-advice").inner_text() == "That is the square"
    assert wrong.run(SQUARE.replace("* x", "+ x")).startswith("Done; differs from the book")


def test_a_check_has_no_run_and_no_editor_of_its_own(page, practice):
    practice()
    check = page.locator("#exercise-twice-block-2")
    page.locator("details.check > summary").first.click()
    expect(check.locator(":is(.run-button, .tool-edit)")).to_have_count(0)
    expect(check.locator(".tool-copy")).to_be_visible()


def test_a_click_into_the_program_opens_the_editor_where_it_was(page, practice):
    exercise = practice()
    box = exercise.code.locator("..").bounding_box()
    exercise.whole.locator("pre").click(position={"x": 60, "y": box["height"] - 20})
    expect(exercise.area).to_be_focused()
    page.keyboard.type("!")
    lines = exercise.area.input_value().split("\n")
    assert lines[0] == "def twice(x):"
    assert "!" in lines[1]


def test_hints_come_one_by_one_and_stay(practice):
    hints = practice().hints
    seen = lambda: [hints.nth(i).is_visible() for i in range(3)]  # noqa: E731
    assert seen() == [True, False, False]
    hints.nth(0).locator("summary").click()
    expect(hints.nth(1)).to_be_visible()
    assert seen() == [True, True, False]
    hints.nth(0).locator("summary").click()
    hints.nth(1).locator("summary").click()
    expect(hints.nth(2)).to_be_visible()
    assert seen() == [True, True, True]


def test_before_the_first_try_the_answer_asks(practice):
    exercise = practice()
    question = exercise.answer.locator(".try-first")
    expect(question).to_have_text(re.compile("Try first?"))
    exercise.button.click()
    expect(question).to_have_count(0)


def test_one_click_opens_an_answer_that_asks(practice):
    answer = practice("half").answer
    answer.locator("> summary").click()
    expect(answer).to_have_js_property("open", True)


def test_a_program_survives_a_reload_and_reset_brings_the_start_back(page, practice):
    exercise = practice()
    exercise.edit(SQUARE)
    page.reload()
    assert exercise.code.text_content() == f"{SQUARE}\n"
    exercise.press("reset")
    assert exercise.code.text_content() == "def twice(x):\n    return x\n"


def test_control_enter_checks_and_says_so(page, practice):
    exercise = practice()
    exercise.press("edit")
    described = exercise.area.get_attribute("aria-describedby")
    expect(page.locator(f"#{described}")).to_contain_text("Ctrl+Enter checks")
    page.keyboard.press("Control+Enter")
    expect(exercise.button).to_have_attribute("aria-busy", "true")


def test_stop_ends_a_check_and_the_next_begins_anew(page, practice):
    exercise = practice()
    exercise.press("edit")
    exercise.area.fill("print('on')\nwhile True:\n    pass")
    exercise.button.click()
    expect(exercise.panel.locator("pre")).to_have_text("on\n")
    exercise.button.click()
    expect(exercise.state).to_contain_text("Not ended yet")
    exercise.panel.locator(".ran-stop").click()
    assert exercise.end() == "Stopped"
    expect(exercise.button).to_be_focused()
    assert exercise.check(RIGHT) == "Right: it passes every check"


def test_the_keyboard_reaches_check_before_run_hints_and_answer(page, practice):
    exercise = practice()
    exercise.button.focus()
    order = ["check-button", "run-button", "tool-edit", "tool-copy", "tool-link"]
    name = "document.activeElement.className.split(' ').at(-1)"
    reached = [page.evaluate(name)]
    for _ in order[1:]:
        page.keyboard.press("Tab")
        reached.append(page.evaluate(name))
    assert reached == order
    for summary in ("check", "hint", "answer"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.parentElement.className") == summary


def test_without_scripts_program_check_hints_and_answer_are_there(browser, small_book):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{small_book}chapters/doubling/")
    expect(page.locator("#exercise-twice-block-1")).to_be_visible()
    expect(page.locator("#exercise-twice ~ details.hint")).to_have_count(3)
    for each in page.locator("details > summary").all():
        expect(each).to_be_visible()
    context.close()


def test_nothing_of_an_exercise_is_loaded_before_it_comes_near(page, small_book):
    page.set_viewport_size({"width": 1280, "height": 100})
    page.goto(f"{small_book}chapters/doubling/?lang=both")
    page.wait_for_load_state("networkidle")
    assert not [url for url in page.requests if "exercises/exercise.js" in url]


def test_the_bar_of_a_program_fits_a_phone(browser, small_book):
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(f"{small_book}chapters/doubling/?lang=both#exercise-twice")
    page.locator(".check-button").first.wait_for()
    buttons = page.locator("#exercise-twice-block-1 .tools button:visible")
    boxes = [each.bounding_box() for each in buttons.all()]
    assert all(box["width"] >= 44 and box["height"] >= 44 for box in boxes)
    assert all(a["x"] + a["width"] <= b["x"] + 0.5 for a, b in pairwise(boxes))
    assert boxes[-1]["x"] + boxes[-1]["width"] <= 390 - 16
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_in_an_exercise(page, practice, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    exercise = practice(mode="both")
    exercise.check(SQUARE)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []
