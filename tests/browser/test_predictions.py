"""An output waits until the reader has said what it will be, or asked to see it."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

CHAPTER = "chapters/python/"
CHOICE, NUMBER, LINE = 0, 1, 2  # predictions of the chapter, of each kind
SHIFTS = """() => new Promise(done => {
  new PerformanceObserver(list => done(list.getEntries().map(each => each.value)))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done([]), 300);
})"""


class Prediction:
    def __init__(self, page, number):
        self.page = page
        self.whole = page.locator(".predicted").nth(number)
        self.code = self.whole.locator(".language-python")
        self.output = self.whole.locator(".language-text.highlight")
        self.field = self.whole.locator(".guess-field")
        self.said = self.whole.locator(".guess-said")
        self.again = self.whole.locator(".guess-again")

    def press(self, name):
        self.whole.locator(f".guess-{name}").click()

    def pick(self, code):
        self.whole.get_by_role("radio", name=code, exact=True).check()

    def guess(self, text):
        self.field.fill(text)
        self.field.press("Enter")
        return self.said.inner_text()

    def kept(self):
        progress = self.page.evaluate("JSON.parse(localStorage.getItem('mlbook.progress'))")
        return progress["predictions"][self.whole.get_attribute("data-key")]


@pytest.fixture
def predictions(page):
    """The predictions of the chapter on Python, in a mode."""

    def found(mode="zh"):
        page.goto(f"{CHAPTER}?lang={mode}")
        return lambda number: Prediction(page, number)

    return found


@pytest.mark.parametrize("number", [CHOICE, NUMBER, LINE])
def test_an_output_is_hidden_until_it_is_asked_for_and_stays_shown(page, predictions, number):
    prediction = predictions()(number)
    expect(prediction.output).to_be_hidden()
    prediction.press("show")
    expect(prediction.output).to_be_visible()
    expect(prediction.whole.locator(".guess-controls")).to_be_hidden()
    assert prediction.kept() == {"guess": None, "right": None}
    page.reload()
    expect(prediction.output).to_be_visible()


@pytest.mark.parametrize(
    ("guess", "right", "zh", "en"),
    [
        ("10.0", True, "对了", "right"),
        ("１０．０", True, "对了", "right"),
        ("10", True, "数值对了，只是写法不同", "the right value, printed in another way"),
        ("12.5", False, "数量级对了", "the right order of magnitude"),
        ("1000", False, "正负号对了，大小差得远", "the right sign, but far from the size"),
        ("-10", False, "正负号反了", "the sign is the other way round"),
        ("0", False, "不对", "not so"),
    ],
)
def test_enter_judges_a_number_and_says_how_near_it_is(predictions, guess, right, zh, en):
    prediction = predictions("both")(NUMBER)
    said = prediction.guess(guess)
    assert said == f"你猜 {guess}：{zh} · You guessed {guess}: {en}"
    expect(prediction.output).to_be_visible()
    assert prediction.kept() == {"guess": guess, "right": right}


@pytest.mark.parametrize("guess", ["", "many", "1 2", "1,5"])
def test_what_is_no_number_is_asked_for_again(predictions, guess):
    prediction = predictions()(NUMBER)
    assert prediction.guess(guess) == "请写一个数，比如 0.25 或 3e-4"
    expect(prediction.field).to_be_focused()
    expect(prediction.output).to_be_hidden()
    assert prediction.guess("10.0") == "你猜 10.0：对了"


@pytest.mark.parametrize(
    ("guess", "right", "said"),
    [
        ("[20, 30] [10, 20] [30, 40, 50]", True, "对了"),
        ("[20，30] [10，20] [30，40，50]", True, "对了"),
        ("[20,30] [10,20] [30,40,50]", False, "几乎对了，只有空格不同"),
        ("[20, 30, 40]", False, "不对"),
    ],
)
def test_a_line_is_judged_as_the_press_compares_lines(predictions, guess, right, said):
    prediction = predictions()(LINE)
    assert prediction.guess(guess) == f"你猜 {guess}：{said}"
    assert prediction.kept()["right"] is right


@pytest.mark.parametrize(
    ("code", "right", "said"),
    [("72 9", True, "对了"), ("9 9", False, "不对，打勾的才对")],
)
def test_a_choice_shows_the_reasons_and_the_one_that_is_right(predictions, code, right, said):
    prediction = predictions()(CHOICE)
    reasons = prediction.whole.locator("[lang=zh] .reason")
    expect(reasons.first).to_be_hidden()
    prediction.press("go")
    assert prediction.said.inner_text() == "请先选一个"
    prediction.pick(code)
    prediction.press("go")
    assert prediction.said.inner_text() == said
    expect(reasons.first).to_be_visible()
    assert prediction.whole.locator("li.right").count() == 1
    assert prediction.whole.locator("li.right.chosen").count() == right
    assert prediction.kept() == {"guess": code, "right": right}


def test_the_keyboard_chooses_and_submits_and_is_led_to_the_result(page, predictions):
    prediction = predictions()(CHOICE)
    prediction.whole.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(prediction.said).to_contain_text("对了")
    expect(prediction.said).to_be_focused()
    expect(prediction.output).to_be_visible()


def test_a_guess_is_told_again_when_the_reader_comes_back(page, predictions):
    prediction = predictions("en")(NUMBER)
    prediction.guess("12.5")
    page.reload()
    told = "You guessed 12.5: the right order of magnitude"
    expect(prediction.said).to_contain_text(told)
    expect(prediction.field).to_be_hidden()


def test_a_changed_prediction_is_new(page, predictions):
    prediction = predictions()(NUMBER)
    prediction.guess("12.5")
    old = prediction.whole.get_attribute("data-key")
    other = page.evaluate("localStorage.getItem('mlbook.progress')").replace(old, "0123456789ab")
    page.evaluate("text => localStorage.setItem('mlbook.progress', text)", other)
    page.reload()
    expect(prediction.output).to_be_hidden()


def test_one_switch_shows_all_outputs_for_good_and_another_asks_again(page, predictions):
    found = predictions()
    found(NUMBER).press("never")
    for number in (CHOICE, NUMBER, LINE):
        expect(found(number).output).to_be_visible()
        expect(found(number).whole.locator(".guess-controls")).to_be_hidden()
    expect(found(NUMBER).again).to_be_focused()
    page.reload()
    expect(found(LINE).output).to_be_visible()
    expect(page.locator(".guess-switch")).to_have_attribute("aria-pressed", "false")
    found(LINE).again.click()
    expect(found(LINE).field).to_be_focused()
    page.reload()
    expect(found(CHOICE).output).to_be_hidden()


def test_the_switch_in_the_header_is_the_same_one(page, predictions):
    found, switch = predictions(), page.locator(".guess-switch")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(found(NUMBER).output).to_be_visible()
    switch.click()
    expect(found(NUMBER).output).to_be_hidden()


def test_where_outputs_are_shown_the_question_stands_above_the_block(predictions):
    prediction = predictions()(NUMBER)
    question = prediction.whole.locator(".prediction")
    assert question.bounding_box()["y"] > prediction.code.bounding_box()["y"]
    prediction.press("never")
    assert question.bounding_box()["y"] < prediction.code.bounding_box()["y"]


def test_the_switch_moves_nothing_that_the_reader_looks_at(predictions):
    prediction = predictions()(LINE)
    prediction.whole.scroll_into_view_if_needed()
    before = prediction.code.bounding_box()["y"]
    prediction.press("never")
    assert abs(prediction.code.bounding_box()["y"] - before) < 1


def test_run_is_the_end_of_a_prediction(predictions):
    prediction = predictions()(NUMBER)
    prediction.whole.locator(".run-button").click()
    expect(prediction.output).to_be_visible()
    assert prediction.kept() == {"guess": None, "right": None}
    ran = prediction.whole.locator(".ran")
    expect(ran).to_have_attribute("data-state", "same")
    assert ran.bounding_box()["y"] > prediction.output.bounding_box()["y"]


def test_a_run_after_a_guess_leaves_the_guess(predictions):
    prediction = predictions()(NUMBER)
    prediction.guess("12.5")
    prediction.whole.locator(".run-button").click()
    assert prediction.kept() == {"guess": "12.5", "right": False}


def test_progress_that_is_forgotten_is_asked_for_again(page, predictions):
    prediction = predictions()(NUMBER)
    prediction.guess("12.5")
    page.evaluate(
        """async () => {
            const { forget } = await import(new URL("../../assets/progress.js", location));
            forget();
        }"""
    )
    expect(prediction.output).to_be_hidden()
    assert prediction.field.input_value() == ""


@pytest.mark.parametrize(("mode", "shown"), [("zh", [1, 0]), ("en", [0, 1]), ("both", [1, 1])])
def test_the_reading_mode_shows_the_question_and_the_words_in_its_languages(
    predictions, mode, shown
):
    prediction = predictions(mode)(NUMBER)
    for language, is_shown in zip(["zh", "en"], shown, strict=True):
        halves = prediction.whole.locator(f".prediction [lang={language}]:visible")
        assert halves.count() == 4 * is_shown  # the question and three buttons


def test_nothing_moves_when_the_scripts_come_nor_when_an_answered_page_does(page, predictions):
    prediction = predictions("both")(CHOICE)
    page.goto(f"{CHAPTER}#types")
    assert sum(page.evaluate(SHIFTS)) < 0.001
    prediction.pick("9 9")
    prediction.press("go")
    page.goto("about:blank")
    page.goto(f"{CHAPTER}#types")
    expect(prediction.output).to_be_visible()
    assert sum(page.evaluate(SHIFTS)) < 0.001


@pytest.mark.parametrize("mode", ["zh", "en", "both"])
def test_a_phone_has_room_and_targets_for_fingers(browser, address, mode):
    with browser.new_context(
        base_url=address, has_touch=True, viewport={"width": 390, "height": 800}
    ) as context:
        page = context.new_page()
        page.goto(f"{CHAPTER}?lang={mode}")
        for number in (CHOICE, NUMBER, LINE):
            whole = page.locator(".predicted").nth(number)
            for target in whole.locator(":is(button, input):visible:not(.tools *)").all():
                assert target.bounding_box()["height"] >= 43.9
        width = "document.documentElement.scrollWidth"
        assert page.evaluate(width) <= 390
        page.locator(".predicted").nth(LINE).locator(".guess-field").fill("2")
        page.locator(".predicted").nth(LINE).locator(".guess-go").tap()
        expect(page.locator(".predicted").nth(LINE).locator(".guess-said")).to_be_visible()
        assert page.evaluate(width) <= 390


@pytest.mark.parametrize(("mode", "scheme"), [("both", "light"), ("zh", "dark")])
def test_axe_finds_no_violation_before_and_after_a_guess(page, predictions, mode, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = predictions(mode)
    for act in (lambda: None, lambda: answer(found), lambda: found(5).press("never")):
        act()
        violations = Axe().run(page, context=".predicted").response["violations"]
        assert [(each["id"], each["nodes"][0]["target"]) for each in violations] == []


def answer(found):
    found(CHOICE).pick("9 9")
    found(CHOICE).press("go")
    found(NUMBER).guess("12.5")
    found(LINE).guess("[20, 30] [10, 20] [30, 40, 50]")


def test_without_scripts_the_question_stands_above_and_nothing_is_hidden(browser, address):
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(CHAPTER)
        for number in (CHOICE, NUMBER, LINE):
            prediction = Prediction(page, number)
            expect(prediction.output).to_be_visible()
            question = prediction.whole.locator(".prediction")
            assert question.bounding_box()["y"] < prediction.code.bounding_box()["y"]
            controls = prediction.whole.locator(":is(input, .prediction button)")
            assert not [each for each in controls.all() if each.is_visible()]
        assert page.locator(".predicted .reason").first.is_visible()


def test_on_paper_everything_is_shown(page, predictions):
    found = predictions("both")
    page.emulate_media(media="print")
    for number in (CHOICE, NUMBER, LINE):
        expect(found(number).output).to_be_visible()
        question = found(number).whole.locator(".prediction")
        assert question.bounding_box()["y"] < found(number).code.bounding_box()["y"]
        expect(found(number).whole.locator(".guess-controls")).to_be_hidden()
    expect(page.locator(".predicted .reason").first).to_be_visible()


def test_a_reader_who_forbids_storage_is_asked_all_the_same(page, predictions):
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } });"
    )
    prediction = predictions()(NUMBER)
    expect(prediction.output).to_be_hidden()
    assert prediction.guess("12.5") == "你猜 12.5：数量级对了"
    expect(prediction.output).to_be_visible()


def test_the_progress_holds_all_kinds_and_tells_of_each_change(page, predictions):
    prediction = predictions()(NUMBER)
    page.evaluate(
        "window.told = []; document.addEventListener('mlbook:progress', "
        "({ detail }) => told.push(detail.kind))"
    )
    prediction.guess("12.5")
    assert page.evaluate("told") == ["predictions"]
    kept = json.loads(page.evaluate("localStorage.getItem('mlbook.progress')"))
    assert list(kept) == ["exercises", "predictions", "questions", "chapters"]
