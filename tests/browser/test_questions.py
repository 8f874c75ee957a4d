"""A question of why: each choice shows its reason, and one may go on choosing."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

CHAPTER = "chapters/python/"
RIGHT = 2  # the place of the right answer of the chapter's first question


class Question:
    def __init__(self, page, number=0):
        self.page = page
        self.whole = page.locator("details.question").nth(number)
        self.summary = self.whole.locator("summary")
        self.answers = self.whole.locator("li")
        self.said = self.whole.locator(".question-said")

    def button(self, at):
        return self.answers.nth(at).locator("button")

    def reason(self, at, language="zh"):
        return self.answers.nth(at).locator(f"[lang={language}] .reason")

    def kept(self):
        progress = self.page.evaluate("JSON.parse(localStorage.getItem('mlbook.progress'))")
        return progress["questions"][self.whole.get_attribute("data-key")]


@pytest.fixture
def question(page):
    """The first question of the chapter on Python, opened in a mode."""

    def found(mode="zh"):
        page.goto(f"{CHAPTER}?lang={mode}")
        question = Question(page)
        question.summary.click()
        return question

    return found


def test_no_answer_is_told_before_one_is_chosen(question):
    found = question()
    for at in range(found.answers.count()):
        expect(found.reason(at)).to_be_hidden()
        expect(found.answers.nth(at).locator("[lang=zh] .mark")).to_be_hidden()
    assert found.said.inner_text() == ""


def test_each_choice_shows_its_own_reason_and_one_may_go_on(page, question):
    found = question()
    found.button(0).click()
    expect(found.reason(0)).to_be_visible()
    expect(found.reason(RIGHT)).to_be_hidden()
    expect(found.said).to_contain_text("不对，请再选")
    found.button(RIGHT).click()
    expect(found.reason(0)).to_be_visible()
    expect(found.reason(RIGHT)).to_be_visible()
    expect(found.said).to_contain_text("对了，选了 2 次")
    assert found.kept() == {"chosen": [0, RIGHT], "right": False}


def test_the_right_answer_at_once_is_right(question):
    found = question("en")
    found.button(RIGHT).click()
    expect(found.reason(RIGHT, "en")).to_be_visible()
    expect(found.said).to_contain_text("Right")
    assert found.kept() == {"chosen": [RIGHT], "right": True}


def test_the_keyboard_opens_chooses_and_hears_whether_it_is_right(page):
    page.goto(f"{CHAPTER}?lang=en")
    found = Question(page)
    found.summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(found.button(0)).to_be_focused()
    page.keyboard.press("Enter")
    expect(found.button(0)).to_have_accessible_name("Wrong: Python adds wrongly.")
    expect(found.button(0)).to_have_attribute("aria-pressed", "true")
    expect(found.button(0)).to_be_focused()


def test_what_was_chosen_is_shown_when_the_reader_comes_back(page, question):
    found = question()
    found.button(0).click()
    page.reload()
    found.summary.click()
    expect(found.reason(0)).to_be_visible()
    expect(found.reason(1)).to_be_hidden()


def test_progress_that_is_forgotten_is_asked_for_again(page, question):
    found = question()
    found.button(0).click()
    page.evaluate(
        """async () => {
            const { forget } = await import(new URL("../../assets/progress.js", location));
            forget();
        }"""
    )
    expect(found.reason(0)).to_be_hidden()


@pytest.mark.parametrize(("mode", "count"), [("zh", 3), ("en", 3), ("both", 6)])
def test_the_answers_stand_in_the_languages_of_the_mode(question, mode, count):
    assert question(mode).whole.locator("li strong:visible").count() == count


def test_a_phone_has_room_and_targets_for_fingers(browser, address):
    with browser.new_context(
        base_url=address, has_touch=True, viewport={"width": 390, "height": 800}
    ) as context:
        page = context.new_page()
        page.goto(f"{CHAPTER}?lang=both")
        found = Question(page)
        found.summary.tap()
        for at in range(3):
            assert found.button(at).bounding_box()["height"] >= 43.9
        found.button(0).tap(position={"x": 20, "y": 20})
        expect(found.reason(0)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(("mode", "scheme"), [("both", "light"), ("zh", "dark")])
def test_axe_finds_no_violation_before_and_after_a_choice(page, question, mode, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = question(mode)
    for at in (None, 0, RIGHT):
        if at is not None:
            found.button(at).click()
        violations = Axe().run(page, context="details.question").response["violations"]
        assert [(each["id"], each["nodes"][0]["target"]) for each in violations] == []


def test_without_scripts_the_fold_holds_everything(browser, address):
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(CHAPTER)
        found = Question(page)
        found.summary.click()
        for at in range(3):
            expect(found.reason(at)).to_be_visible()
            mark = "✓" if at == RIGHT else "✗"
            assert found.answers.nth(at).inner_text().startswith(mark)
        assert found.whole.locator("button").count() == 0


def test_on_paper_the_reasons_and_the_marks_are_shown(page):
    page.goto(f"{CHAPTER}?lang=zh")
    found = Question(page)
    expect(found.whole.locator("button").first).to_be_attached()
    page.emulate_media(media="print")
    for at in range(3):
        expect(found.reason(at)).to_be_visible()
        expect(found.answers.nth(at).locator("[lang=zh] .mark")).to_be_visible()
        expect(found.button(at)).to_be_hidden()
