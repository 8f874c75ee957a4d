"""The pad of the home page: what its network says of a digit, held against `mlbook`."""

import json
from itertools import pairwise

import numpy as np
import pytest
from playwright.sync_api import expect

from mlbook import SGD, TwoLayerNet, load_digits

(X_TRAIN, T_TRAIN), (X_TEST, T_TEST) = load_digits()
NAME = "a-program-that-learns"
GRADIENT = """async ([address, x, t]) => {
  const { initial, gradient } = await import(address);
  const slopes = gradient(initial(), Float64Array.from(x), t);
  return Object.fromEntries(Object.entries(slopes).map(([name, values]) => [name, [...values]]));
}"""
PICTURE = """async ([address, strokes]) => [...(await import(address)).picture(strokes)]"""
EXAMPLES = """async address =>
  (await import(address)).examples.map(({ digit, counts }) => [digit, ...counts])"""
CHANGES = """([element, milliseconds]) => new Promise(resolve => {
  let count = 0;
  new MutationObserver(() => count += 1).observe(element, { attributeFilter: ["data-state"] });
  setTimeout(() => resolve(count), milliseconds);
})"""
SHAPES = {
    "wide": [[[4, 3], [9, 2], [11, 6], [7, 9], [12, 14], [5, 20]], [[3, 12], [8, 12.5]]],
    "slim": [[[8, 3], [9, 2], [9, 18]]],
}


def taught(rate, updates):
    """Return the network of the home page, taught by `mlbook`."""
    net, optimizer = TwoLayerNet(64, 50, 10), SGD(lr=rate)
    for name in ("W1", "W2"):
        weights = net.params[name]
        weights[...] = 0.1 * np.sin(np.arange(weights.size) ** 2).reshape(weights.shape)
    for k in range(updates):
        batch = slice(k % 15 * 100, k % 15 * 100 + 100)
        optimizer.update(net.params, net.gradient(X_TRAIN[batch], T_TRAIN[batch]))
    return net


def counted(strokes):
    """Return the picture of strokes that fill the square: the 312 dots nearest to them, counted."""
    points = np.concatenate(strokes)
    least, most = points.min(axis=0), points.max(axis=0)
    scale = np.array([14, 27]) / (most - least)
    scale = np.minimum(scale, 1.25 * min(scale))
    dots = np.stack(np.meshgrid(np.arange(32) + 0.5, np.arange(32) + 0.5), axis=-1)
    nearest = np.full((32, 32), np.inf)
    for stroke in strokes:
        moved = 16 + (np.array(stroke) - (least + most) / 2) * scale
        for a, b in pairwise(moved):
            part = np.clip((dots - a) @ (b - a) / np.sum((b - a) ** 2), 0, 1)
            nearest = np.minimum(
                nearest, np.linalg.norm(dots - a - part[..., None] * (b - a), axis=-1)
            )
    on = nearest <= np.clip(np.sort(nearest, axis=None)[311], 1.5, 3.2)
    return on.reshape(8, 4, 8, 4).sum(axis=(1, 3)).ravel()


class Pad:
    """The figure of the home page, in the hands of a reader."""

    def __init__(self, page):
        self.page = page
        page.goto("?lang=zh")
        self.whole = page.locator(f"#figure-{NAME} .moving")
        self.whole.locator("data").first.wait_for()

    @property
    def state(self):
        return json.loads(self.whole.get_attribute("data-state"))

    def shown(self):
        texts = self.whole.locator(".moving-numbers data").all_inner_texts()
        return [float(text.replace("−", "-")) for text in texts]

    def module(self, name):
        address = self.page.evaluate("document.querySelector('script[data-figures]').src")
        return address.replace("moving.js", f"moving/digit/{name}.js")

    def until(self, condition):
        while not condition(self.state):
            self.page.wait_for_timeout(50)

    def press(self, button, times=1):
        for _ in range(times):
            self.whole.locator(button).click()

    def choose(self, number):
        self.whole.locator(".digit-sample").nth(number).click()
        self.until(lambda state: state["isTested"])

    def teach(self, updates):
        end = self.state["updates"] + updates
        self.press(".digit-teach")
        self.until(lambda state: state["updates"] >= end)
        self.press(".digit-teach")

    def write_three(self):
        box = self.whole.locator(".digit-pad").bounding_box()
        corners = (
            (0.3, 0.2),
            (0.6, 0.15),
            (0.7, 0.3),
            (0.45, 0.5),
            (0.7, 0.7),
            (0.5, 0.9),
            (0.3, 0.8),
        )
        points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in corners]
        self.page.mouse.move(*points[0])
        self.page.mouse.down()
        for point in points[1:]:
            self.page.mouse.move(*point, steps=4)
        self.page.mouse.up()
        self.until(lambda state: state["isTested"])


@pytest.fixture
def figure(page):
    return Pad(page)


def seen_by(figure):
    """Return what the network sees, as the copied program has it."""
    figure.press(".moving-copy")
    program = figure.page.evaluate("navigator.clipboard.readText()")
    rows = program.split("np.array([")[1].split("])\n")[0]
    return np.array(
        [int(each) for each in rows.replace("[", "").replace("]", "").split(",") if each.strip()]
    )


def check(figure):
    """Hold the numbers on the screen against `mlbook`."""
    state, x = figure.state, seen_by(figure) / 16
    net = taught(state["rate"], state["updates"])
    expected = [*net.predict(x), net.loss(X_TEST, T_TEST), net.accuracy(X_TEST, T_TEST)]
    assert figure.shown() == pytest.approx(expected, rel=1e-5)
    best = int(net.predict(x).argmax())
    expect(figure.whole.locator(".digit-bar[data-best] .digit-name")).to_have_text(str(best))
    expect(figure.whole.locator(".digit-reading p")).to_contain_text(f"认作 {best}")


def test_a_digit_of_the_mouse_is_read_as_mlbook_reads_it_before_and_after_learning(figure):
    figure.write_three()
    assert len(figure.state["strokes"][0]) > 7
    check(figure)
    figure.teach(120)
    assert figure.state["updates"] >= 120
    check(figure)
    assert figure.shown()[-1] > 0.5


def test_a_digit_of_the_keyboard_is_read_as_mlbook_reads_it(figure):
    figure.whole.locator(".digit-pad").focus()
    for key in ["Space", *["ArrowDown"] * 8, "Space", "ArrowRight", "Space", "ArrowUp"]:
        figure.page.keyboard.press(key)
    figure.until(lambda state: state["isTested"])
    first, second = figure.state["strokes"]
    assert first[-1] == [first[0][0], first[0][1] + 16]
    assert second == [[first[0][0] + 2, first[-1][1]], [first[0][0] + 2, first[-1][1] - 2]]
    check(figure)
    figure.whole.locator(".digit-pad").press("Backspace")
    assert figure.state["strokes"] == []


def test_a_digit_of_a_finger_is_read_as_mlbook_reads_it(browser, address):
    device = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    granted = ["clipboard-read", "clipboard-write"]
    with browser.new_context(
        base_url=address, locale="zh-CN", permissions=granted, **device
    ) as context:
        figure = Pad(context.new_page())
        box = figure.whole.locator(".digit-pad").bounding_box()
        touch = context.new_cdp_session(figure.page)
        at = [{"x": box["x"] + 60, "y": box["y"] + 30 + 20 * i} for i in range(7)]
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": at[:1]})
        for point in at[1:]:
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        figure.until(lambda state: state["isTested"])
        assert len(figure.state["strokes"][0]) > 2
        assert figure.page.evaluate("scrollY") == 0
        check(figure)


def test_a_digit_can_be_drawn_while_the_network_learns(figure):
    figure.press(".digit-teach")
    figure.until(lambda state: state["updates"] > 5)
    figure.write_three()
    drawn_at = figure.state["updates"]
    figure.until(lambda state: state["updates"] > drawn_at)
    figure.press(".digit-teach")
    check(figure)


def test_another_learning_rate_starts_over_and_keeps_the_digit(figure):
    figure.choose(3)
    figure.press(".digit-once", 3)
    check(figure)
    figure.whole.locator("input[value='5']").check(force=True)
    assert (figure.state["updates"], figure.state["example"]) == (0, 3)
    check(figure)


def test_hidden_units_light_up_by_what_they_say(figure):
    figure.choose(1)
    figure.teach(30)
    params = taught(0.5, figure.state["updates"]).params
    expected = 1 / (1 + np.exp(-(seen_by(figure) / 16 @ params["W1"] + params["b1"])))
    lit = figure.whole.locator(".digit-unit").evaluate_all(
        "dots => dots.map(dot => Number(dot.style.getPropertyValue('--value')))"
    )
    assert lit == pytest.approx(expected, abs=5e-4)


def test_below_each_unseen_digit_stands_what_the_network_says_now(figure):
    figure.press(".digit-once")
    figure.until(lambda state: state["updates"] == 1)
    figure.teach(150)
    for number, net in enumerate((taught(0.5, 0), taught(0.5, figure.state["updates"]))):
        row = figure.whole.locator(f".digit-sample > :nth-child({1 + 2 * number})")
        answers = net.predict(X_TEST[8:16]).argmax(axis=-1)
        assert [int(each) for each in row.all_inner_texts()] == answers.tolist()
        right = row.evaluate_all("all => all.map(each => 'right' in each.dataset)")
        assert right == (answers == T_TEST[8:16]).tolist()


def test_the_digits_are_fetched_when_the_reader_begins_and_not_before(figure):
    figure.page.wait_for_load_state("networkidle")
    assert not any("digits.bin" in url for url in figure.page.requests)
    assert len(figure.shown()) == 10
    figure.write_three()
    assert sum("digits.bin" in url for url in figure.page.requests) == 1
    assert len(figure.shown()) == 12


def test_digits_that_do_not_come_are_asked_for_again(figure):
    figure.page.route("**/digits.bin", lambda route: route.abort())
    status = figure.whole.locator(".digit-status")
    figure.press(".digit-teach")
    expect(status).to_contain_text("数字没有取到")
    figure.page.unroute("**/digits.bin")
    figure.teach(1)
    expect(status).to_contain_text("更新")


def test_a_screen_reader_hears_what_the_network_reads(figure):
    figure.write_three()
    expect(figure.whole.locator("[role=status]")).to_contain_text("认作")
    expect(figure.whole.locator("[role=status]")).to_contain_text("没见过的 297 个数字认对 10.1%")


def test_readers_who_want_no_motion_see_a_new_picture_three_times_a_second(page):
    page.emulate_media(reduced_motion="reduce")
    figure = Pad(page)
    figure.write_three()
    figure.press(".digit-teach")
    assert page.evaluate(CHANGES, [figure.whole.element_handle(), 1500]) <= 6
    duration = "element => getComputedStyle(element, '::after').transitionDuration"
    assert figure.whole.locator(".digit-track").first.evaluate(duration) == "0.001s"
    figure.press(".digit-teach")
    check(figure)


def test_the_gradient_is_that_of_mlbook(figure):
    x, t = X_TRAIN[:20], T_TRAIN[:20]
    slopes = figure.page.evaluate(
        GRADIENT, [figure.module("network"), x.ravel().tolist(), t.tolist()]
    )
    for name, expected in taught(0.5, 0).gradient(x, t).items():
        assert slopes[name] == pytest.approx(expected.ravel(), rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_picture_counts_the_inked_dots_wherever_and_however_large_the_digit_is(figure, shape):
    for scale, shift in ((1, 0), (0.5, 3), (1.25, 5)):
        strokes = [
            [[scale * x + shift, scale * y + shift] for x, y in each] for each in SHAPES[shape]
        ]
        picture = figure.page.evaluate(PICTURE, [figure.module("picture"), strokes])
        assert picture == counted(SHAPES[shape]).tolist()


def test_the_examples_are_the_digits_of_the_drawing(figure):
    kept = np.array(figure.page.evaluate(EXAMPLES, figure.module("examples")))
    assert kept[:, 0].tolist() == T_TEST[8:16].tolist()
    assert np.array_equal(kept[:, 1:] / 16, X_TEST[8:16])
