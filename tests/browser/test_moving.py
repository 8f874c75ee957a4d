"""Figures that move: every state is a program that prints what the screen shows.

`FIGURES` says of each where it is and how to drive it. A new one needs an entry here, with the acts
before each of its goals and to it; the answers are asked of `mlbook`.
"""

import contextlib
import io
import json
import re
from functools import partial

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from mlbook import (
    SGD,
    AdaGrad,
    Adam,
    Momentum,
    MulLayer,
    Perceptron,
    RMSProp,
    cross_entropy_error,
    descent_path,
    softmax,
)
from mlbook.publishing.site.figures import MODULES, moving_figures

LIMIT = 15_000  # bytes of a module
NEAR = 300  # pixels from the window at which moving.js fetches it
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
SMALL = """elements => elements.filter(element => {
  element.scrollIntoView({ block: "center", behavior: "instant" });
  const { left, top, width, height } = element.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const hits = (by, down) => element.contains(document.elementFromPoint(x + by, y + down));
  return width && ![-21, 21].every(by => hits(0, by));
}).map(element => element.outerHTML.slice(0, 80))"""
# The observers of a page have looked, and what they asked for is on its way.
LOOKED = "new Promise(done => requestAnimationFrame(() => setTimeout(done, 500)))"
DRAW = """async ([address, seed]) => {
  const next = (await import(address)).uniform(seed);
  return [next(), next(), next()];
}"""
# The figure of a prediction waits with the output for the reader's guess.
SHOW_OUTPUTS = "localStorage.setItem('mlbook.guessing', 'off')"
CALL = """async ([address, name, state]) => (await import(address))[name](state)"""


class Figure:
    """A figure of a page, in the hands of a reader."""

    def __init__(self, page, name):
        self.page, self.name = page, name
        page.add_init_script(SHOW_OUTPUTS)
        page.goto(FIGURES[name]["page"])
        self.place = page.locator(f"#figure-{name}")
        self.place.scroll_into_view_if_needed()
        self.whole = self.place.locator(".moving")
        self.whole.locator("data").first.wait_for()

    @property
    def state(self):
        return json.loads(self.whole.get_attribute("data-state"))

    def choose(self, value):
        self.whole.locator(f"input[value='{value}']").check(force=True)

    def slide(self, label, value):
        self.whole.locator(f"input[type=range][name='{label}']").fill(str(value))

    def drag(self, across, up, handle=0):
        """Drag a handle by so many pixels."""
        box = self.whole.locator(".moving-handle").nth(handle).bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + across, y - up, steps=4)
        self.page.mouse.up()

    def keys(self, *keys, handle=0):
        self.whole.locator(".moving-handle").nth(handle).focus()
        for key in keys:
            self.page.keyboard.press(key)

    def press(self, button, times=1):
        for _ in range(times):
            self.whole.locator(button).click()

    def shown(self):
        texts = self.whole.locator(".moving-numbers data").all_inner_texts()
        return [float(text.replace("−", "-")) for text in texts]

    def copied(self):
        self.whole.locator(".moving-copy").click()
        return self.page.evaluate("navigator.clipboard.readText()")

    def computed(self, function, state):
        """Return what a function that the module exports makes of a state."""
        return self.page.evaluate(CALL, [self.module(self.name), function, state])

    def module(self, name):
        """Return the address of a module beside that of the figure."""
        address = self.page.evaluate("document.querySelector('script[data-figures]').src")
        return address.replace("moving.js", f"moving/{name}.js")

    @property
    def reached(self):
        """Return how many goals are reached."""
        return self.whole.locator(".moving-goal[data-reached]").count()


def printed_by(program):
    """Return the numbers that a program prints, run by itself."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(program, "copied", "exec"), {"__name__": "__main__"})
    return [float(each) for each in NUMBER.findall(out.getvalue())]


DESCENT = {
    "bowl": lambda x: x[0] ** 2 + x[1] ** 2,
    "valley": lambda x: x[0] ** 2 / 20 + x[1] ** 2,
    "two": lambda x: x[0] ** 4 - 4 * x[0] ** 2 + x[0] + x[1] ** 2,
}
RATES = np.arange(1, 121) / 100


def ends(f, start, step_num):
    """Return the value after so many steps with each learning rate of the slider."""
    return np.array([f(descent_path(f, start, lr, step_num)[-1]) for lr in RATES])


def first_growing():
    f, start = DESCENT["bowl"], [-3.0, 4.0]
    return RATES[ends(f, start, 20) > f(start) * (1 + 1e-9)][0]


def lowest():
    return RATES[ends(DESCENT["valley"], [-7.0, 2.0], 30).argmin()]


def last_left():
    starts = np.arange(10) / 10
    left = [descent_path(DESCENT["two"], [x, 1.5], 0.02, 60)[-1, 0] < 0 for x in starts]
    return starts[left][-1]


def keys_until_reached(figure, key, handle=0):
    before = figure.reached
    while figure.reached == before:
        figure.keys(key, handle=handle)


def to_the_last_left(figure):
    keys_until_reached(figure, "ArrowLeft")
    assert figure.state["x"] in (last_left(), round(last_left() + 0.1, 1))


def rate_before(rate, function="bowl"):
    """Return an act: go to the learning rate a notch below the one that is asked for."""

    def act(figure):
        figure.choose(function)
        figure.slide("η", round(rate() - 0.01, 2))

    return act


def until_the_loss_is_above_two(figure):
    keys_until_reached(figure, "ArrowUp", handle=1)
    a, b, c = figure.state["a"]
    losses = [cross_entropy_error(softmax([a, score, c]), 0) for score in (b - 0.1, b)]
    assert losses[0] <= 2 < losses[1]


def to_a_bill_of_a_hundred(figure):
    figure.slide("p_1", 20)
    figure.slide("p_2", 8)
    goods = MulLayer()
    goods.forward(20 * 3 + 8 * 5, figure.state["r"])
    assert goods.backward(1.0)[1] == 100


def to_the_ends(figure):
    figure.keys(*["Shift+ArrowUp"] * 8, handle=0)
    figure.keys(*["Shift+ArrowDown"] * 14, handle=1)
    figure.keys(*["Shift+ArrowDown"] * 10, handle=2)


GATES = {"and": [0, 0, 0, 1], "xor": [0, 1, 1, 0]}
CORNERS = np.array([[0, 0], [1, 0], [0, 1], [1, 1]])


def random_points():
    x = np.random.default_rng(11).uniform(-1, 1, (200, 2))
    side = x @ [0.6, 0.8] - 0.1
    far = abs(side) > 0.08
    return x[far][:60], (side[far][:60] > 0).astype(int)


def lines(x, t, most):
    """Return weights and bias after each update, until all answers are right."""
    learner, found, i = Perceptron([0, 0], 0), [[0, 0, 0]], 0
    while len(found) <= most and (learner.predict(x) != t).any():
        if learner.fit(x[i : i + 1], t[i : i + 1], max_epochs=1) == [1]:
            found.append([*learner.weights, learner.bias])
        i = (i + 1) % len(x)
    return found


def one_before_the_last_update(figure):
    figure.press(".moving-next", len(lines(*random_points(), 100)) - 3)  # one is made at the start


def by_hand(gate, *settings):
    def act(figure):
        figure.choose(gate)
        for label, value in settings:
            figure.slide(label, value)

    return act


RULES = {rule.__name__: rule for rule in (SGD, Momentum, AdaGrad, RMSProp, Adam)}
BOOK = {"SGD": 0.95, "Momentum": 0.1, "AdaGrad": 1.5, "RMSProp": 0.1, "Adam": 0.3}
NOTCHES = (np.arange(1, 41) / 20).tolist()


def race(rule, lr, updates):
    """Return the points that an optimiser passes in the valley."""
    params, optimizer = {"p": np.array([-7.0, 2.0])}, RULES[rule](lr=lr)
    points = [params["p"].copy()]
    for _ in range(updates):
        optimizer.update(params, {"p": params["p"] * [0.1, 2.0]})
        points.append(params["p"].copy())
    return points


def distances(rule, updates):
    return [np.linalg.norm(race(rule, lr, updates)[-1]) for lr in NOTCHES]


def nearest(rule):
    return NOTCHES[int(np.argmin(distances(rule, 30)))]


def rate_of_winning_adam():
    others = [np.linalg.norm(race(rule, BOOK[rule], 30)[-1]) for rule in BOOK if rule != "Adam"]
    return next(lr for lr, d in zip(NOTCHES, distances("Adam", 30), strict=True) if d < min(others))


def first_away(rule):
    start = np.hypot(7, 2)
    return next(lr for lr, d in zip(NOTCHES, distances(rule, 100), strict=True) if d > start)


def write_three(figure):
    """Draw a 3 with the mouse on the pad of the home page."""
    box = figure.whole.locator(".digit-pad").bounding_box()
    corners = (
        (0.3, 0.2),
        (0.6, 0.15),
        (0.7, 0.3),
        (0.45, 0.48),
        (0.7, 0.7),
        (0.5, 0.88),
        (0.3, 0.8),
    )
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in corners]
    figure.page.mouse.move(*points[0])
    figure.page.mouse.down()
    for point in points[1:]:
        figure.page.mouse.move(*point, steps=4)
    figure.page.mouse.up()
    wait_for(figure, lambda: figure.state["isTested"])


def wait_for(figure, condition):
    while not condition():
        figure.page.wait_for_timeout(50)


def teach(figure, updates):
    """Teach the network of the home page at least so many updates more."""
    end = figure.state["updates"] + updates
    figure.press(".digit-teach")
    wait_for(figure, lambda: figure.state["updates"] >= end)
    figure.press(".digit-teach")


def teach_to_read_three(figure):
    while figure.shown()[3] <= 0.9:
        teach(figure, 50)


def teach_slowly(figure):
    figure.choose("0.005")
    teach(figure, 300)
    assert figure.shown()[-1] < 0.2


FIGURES = {
    "a-program-that-learns": {
        "page": "",
        "acts": [
            write_three,
            lambda figure: figure.press(".digit-once", 2),
            lambda figure: teach(figure, 20),
            lambda figure: figure.whole.locator(".digit-sample").nth(3).click(),
            lambda figure: figure.choose("5"),
            lambda figure: teach(figure, 20),
            lambda figure: figure.press(".digit-again"),
            lambda figure: figure.press(".digit-clear"),
        ],
        "goals": [
            (write_three, teach_to_read_three),
            (lambda figure: figure.choose("0.05"), teach_slowly),
        ],
    },
    "bill-graph": {
        "page": "chapters/backpropagation/",
        "acts": [
            lambda figure: figure.slide("p_1", 20),
            lambda figure: figure.press(".moving-first"),
            lambda figure: figure.press(".moving-next", 3),
            lambda figure: figure.press(".moving-next", 3),
            lambda figure: figure.press(".moving-next", 2),
            lambda figure: figure.slide("r", 0.35),
            lambda figure: figure.press(".moving-next", 3),
            lambda figure: figure.slide("n_2", 0),
            lambda figure: figure.press(".moving-back"),
            lambda figure: figure.press(".moving-reset"),
        ],
        "goals": [
            (
                lambda figure: figure.slide("p_1", 13),
                lambda figure: (figure.press(".moving-reset"), figure.slide("d", 7)),
            ),
            (
                lambda figure: (figure.press(".moving-reset"), figure.slide("r", 0.5)),
                to_a_bill_of_a_hundred,
            ),
        ],
    },
    "cross-entropy-curve": {
        "page": "chapters/losses/",
        "acts": [
            lambda figure: figure.drag(0, 40),
            lambda figure: figure.drag(0, -30, handle=1),
            lambda figure: figure.choose(1),
            lambda figure: figure.keys("ArrowUp", "Shift+ArrowUp", handle=2),
            lambda figure: figure.keys(*["Shift+ArrowDown"] * 30, handle=0),
            lambda figure: figure.choose(0),
            lambda figure: figure.press(".moving-reset"),
        ],
        "goals": [
            (lambda figure: figure.keys("ArrowUp", handle=1), until_the_loss_is_above_two),
            (
                lambda figure: (figure.press(".moving-reset"), figure.keys("ArrowUp", handle=0)),
                lambda figure: [figure.keys("ArrowUp", handle=each) for each in (1, 2)],
            ),
            (lambda figure: figure.press(".moving-reset"), to_the_ends),
        ],
    },
    "descent-path": {
        "page": "chapters/descent/",
        "acts": [
            lambda figure: figure.slide("η", 0.5),
            lambda figure: figure.drag(90, -60),
            lambda figure: figure.keys("ArrowUp", "Shift+ArrowLeft"),
            lambda figure: figure.slide("η", 1.2),
            lambda figure: figure.slide("n", 60),
            lambda figure: figure.choose("valley"),
            lambda figure: figure.slide("η", 1.05),
            lambda figure: figure.choose("two"),
            lambda figure: figure.drag(-70, -30),
            lambda figure: figure.slide("η", 0.15),
            lambda figure: figure.choose("saddle"),
            lambda figure: figure.slide("n", 0),
            lambda figure: figure.press(".moving-reset"),
        ],
        "goals": [
            (rate_before(first_growing), lambda figure: figure.slide("η", first_growing())),
            (rate_before(lowest, "valley"), lambda figure: figure.slide("η", lowest())),
            (lambda figure: figure.choose("two"), to_the_last_left),
            (lambda figure: figure.choose("saddle"), lambda figure: figure.keys("ArrowDown")),
        ],
    },
    "perceptron-learning": {
        "page": "chapters/perceptron/",
        "acts": [
            lambda figure: figure.press(".moving-next", 4),
            lambda figure: figure.slide("b", 0.3),
            lambda figure: figure.drag(20, 50),
            lambda figure: figure.drag(-30, 10, handle=1),
            lambda figure: figure.press(".moving-next", 2),
            lambda figure: figure.keys("ArrowUp", "Shift+ArrowRight", handle=1),
            lambda figure: figure.press(".moving-anew"),
            lambda figure: figure.choose("and"),
            lambda figure: figure.keys("ArrowDown"),
            lambda figure: figure.press(".moving-next", 3),
            lambda figure: figure.choose("xor"),
            lambda figure: figure.slide("w_2", -1.35),
            lambda figure: figure.press(".moving-next", 9),
            lambda figure: figure.press(".moving-reset"),
        ],
        "goals": [
            (one_before_the_last_update, lambda figure: figure.press(".moving-next")),
            (by_hand("and", ("w_2", 0.5)), by_hand("and", ("w_1", 0.5), ("w_2", 0.5), ("b", -0.7))),
            (by_hand("xor"), by_hand("xor", ("b", -0.2))),
        ],
    },
    "optimiser-paths": {
        "page": "chapters/optimisation/",
        "acts": [
            lambda figure: figure.slide("n", 100),
            lambda figure: figure.slide("SGD", 1.05),
            lambda figure: figure.slide("Momentum", 1.95),
            lambda figure: figure.slide("AdaGrad", 0.05),
            lambda figure: figure.slide("RMSProp", 0.6),
            lambda figure: figure.slide("Adam", 2),
            lambda figure: figure.slide("n", 0),
            lambda figure: figure.slide("n", 1),
            lambda figure: figure.press(".moving-reset"),
        ],
        "goals": [
            (
                lambda figure: figure.slide("Momentum", round(nearest("Momentum") - 0.05, 2)),
                lambda figure: figure.slide("Momentum", nearest("Momentum")),
            ),
            (
                lambda figure: figure.slide("Adam", round(rate_of_winning_adam() - 0.05, 2)),
                lambda figure: figure.slide("Adam", rate_of_winning_adam()),
            ),
            (
                lambda figure: figure.slide("n", 100),
                lambda figure: figure.slide("Momentum", first_away("Momentum")),
            ),
        ],
    },
}


@pytest.fixture(params=FIGURES)
def figure(request, page):
    return Figure(page, request.param)


def test_every_figure_that_moves_is_on_its_page_and_driven_here(page):
    assert sorted(FIGURES) == moving_figures()
    for name, figure in FIGURES.items():
        page.goto(figure["page"])
        assert page.locator(f"figure#figure-{name} .enlarge").count() == 1


def test_the_copied_program_prints_the_numbers_on_the_screen(figure):
    assert figure.shown() == pytest.approx(printed_by(figure.copied()), rel=1e-5)
    states = [figure.state]
    for act in FIGURES[figure.name]["acts"]:
        act(figure)
        assert figure.state != states[-1]
        states.append(figure.state)
        printed = printed_by(figure.copied())
        assert printed == pytest.approx(figure.shown(), rel=1e-5, abs=1e-300), figure.state


def test_every_goal_is_reached_where_mlbook_says(figure):
    acts = FIGURES[figure.name]["goals"]
    assert figure.whole.locator(".moving-goal").count() == len(acts)
    for number, (prepare, reach) in enumerate(acts):
        prepare(figure)
        assert figure.reached == number
        reach(figure)
        assert figure.reached == number + 1


def test_the_path_of_descent_is_that_of_mlbook(page):
    figure = Figure(page, "descent-path")
    for name, f in DESCENT.items():
        path = figure.computed("path", {"f": name, "x": -0.7, "y": 0.4, "lr": 0.03, "n": 40})
        assert np.array(path) == pytest.approx(descent_path(f, [-0.7, 0.4], 0.03, 40), rel=1e-6)


def test_the_perceptron_learns_as_that_of_mlbook(page):
    figure = Figure(page, "perceptron-learning")
    gates = {name: (CORNERS, np.array(t)) for name, t in GATES.items()}
    for name, samples in {"points": random_points(), **gates}.items():
        path = figure.computed("path", {"set": name, "w": [0, 0], "b": 0, "updates": 40})
        assert [[*each["w"], each["b"]] for each in path] == lines(*samples, 40)


def test_no_line_gets_more_of_xor_right_than_the_figure_says(page):
    grid = np.linspace(-2, 2, 17)
    wrong = [
        np.sum(Perceptron([w1, w2], b).predict(CORNERS) != GATES["xor"])
        for w1 in grid
        for w2 in grid
        for b in grid
    ]
    assert Figure(page, "perceptron-learning").computed("fewest", "xor") == min(wrong)


@pytest.mark.parametrize("rule", RULES)
def test_the_path_of_an_optimiser_is_that_of_mlbook(page, rule):
    figure = Figure(page, "optimiser-paths")
    for lr in (0.05, BOOK[rule], 2):
        path = figure.computed("path", {"rule": rule, "lr": lr, "n": 100})
        assert np.array(path) == pytest.approx(np.array(race(rule, lr, 100)), rel=1e-6, abs=1e-12)


def test_random_numbers_are_those_of_numpy(page):
    figure = Figure(page, "perceptron-learning")
    for seed in (0, 11, 2**32 - 1):
        drawn = page.evaluate(DRAW, [figure.module("shared/random"), seed])
        assert drawn == np.random.default_rng(seed).uniform(size=3).tolist()


# What the first number of a figure is when it has played to its end.
PLAYERS = {
    "perceptron-learning": lambda: len(lines(*random_points(), 100)) - 1,
    "optimiser-paths": lambda: 100,
}


@pytest.mark.parametrize("name", PLAYERS)
def test_a_figure_that_plays_can_be_stopped(page, name):
    figure = Figure(page, name)
    first = figure.whole.get_attribute("data-state")
    figure.press(".moving-play")
    expect(figure.whole).not_to_have_attribute("data-state", first)
    figure.press(".moving-play")
    stopped = figure.whole.get_attribute("data-state")
    page.wait_for_timeout(500)
    assert figure.whole.get_attribute("data-state") == stopped


@pytest.mark.parametrize("name", PLAYERS)
def test_readers_who_want_no_motion_see_the_end_at_once(page, name):
    page.emulate_media(reduced_motion="reduce")
    figure = Figure(page, name)
    figure.press(".moving-play")
    seen = figure.whole.get_attribute("data-state")
    page.wait_for_timeout(500)
    assert figure.whole.get_attribute("data-state") == seen
    assert figure.shown()[0] == PLAYERS[name]()


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_of_it_is_loaded_before_it_comes_near_the_view(page, name):
    page.add_init_script(SHOW_OUTPUTS)
    page.goto(FIGURES[name]["page"])
    page.evaluate(LOOKED)
    top = page.locator(f"#figure-{name}").bounding_box()["y"]
    loaded = [url for url in page.requests if "/moving/" in url or url.endswith("moving.css")]
    assert bool(loaded) == (top < page.viewport_size["height"] + NEAR)
    page.locator(f"#figure-{name}").scroll_into_view_if_needed()
    page.locator(f"#figure-{name} .moving data").first.wait_for()
    assert any(f"/moving/{name}.js" in url for url in page.requests)


@pytest.mark.parametrize("module", sorted(MODULES.glob("*.js")), ids=lambda path: path.stem)
def test_a_module_is_small(module):
    assert module.stat().st_size <= LIMIT


@pytest.mark.parametrize("name", FIGURES)
def test_the_drawing_stands_where_scripts_do_not_run(browser, address, name):
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(FIGURES[name]["page"])
        assert page.locator(f"#figure-{name} img.light").is_visible()


def test_paper_has_the_drawing(figure):
    assert not figure.place.locator("img.light").is_visible()
    figure.page.emulate_media(media="print")
    assert figure.place.locator("img.light").is_visible()
    assert not figure.whole.is_visible()


@pytest.mark.parametrize(("mode", "scheme"), [("zh", "dark"), ("en", "light"), ("both", "dark")])
def test_axe_finds_no_violation(figure, mode, scheme):
    figure.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    figure.page.click(f"[data-read={mode}]")
    for act in FIGURES[figure.name]["goals"][0]:
        act(figure)
    found = Axe().run(figure.page, context=f"#figure-{figure.name}").response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []


@pytest.mark.parametrize(
    "figure", sorted(FIGURES.keys() - {"a-program-that-learns"}), indirect=True
)
def test_a_screen_reader_hears_the_numbers_once_the_reader_rests(figure):
    live = figure.whole.locator("[role=status]")
    FIGURES[figure.name]["acts"][0](figure)
    assert live.inner_text() == ""
    expect(live).not_to_be_empty()
    assert [float(each) for each in NUMBER.findall(live.inner_text().replace("−", "-"))] == (
        pytest.approx(figure.shown())
    )


def test_the_keyboard_reaches_every_control(figure):
    stops = figure.whole.locator("button, [tabindex='0'], input[type=range], input:checked")
    visible = stops.locator("visible=true")
    count = visible.count()
    visible.first.focus()
    for _ in range(count - 1):
        figure.page.keyboard.press("Tab")
    assert visible.last.evaluate("element => element === document.activeElement")


def test_a_finger_drags_a_point_and_does_not_scroll(browser, address):
    device = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
    with browser.new_context(base_url=address, **device) as context:
        figure = Figure(context.new_page(), "descent-path")
        touch = partial(context.new_cdp_session(figure.page).send, "Input.dispatchTouchEvent")
        box = figure.whole.locator(".moving-handle").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        top = figure.page.evaluate("scrollY")
        touch({"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for by in range(20, 101, 20):
            touch({"type": "touchMove", "touchPoints": [{"x": x + by, "y": y + by}]})
        touch({"type": "touchEnd", "touchPoints": []})
        expect(figure.whole).to_have_attribute("data-state", re.compile('"x":0.[1-3],"y":0.[6-9]'))
        assert figure.page.evaluate("scrollY") == top


@pytest.mark.parametrize("name", FIGURES)
def test_a_finger_finds_every_control_and_nothing_is_wider_than_a_phone(browser, address, name):
    device = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
    with browser.new_context(base_url=address, locale="en-GB", **device) as context:
        figure = Figure(context.new_page(), name)
        controls = figure.whole.locator("button, label, .moving-handle")
        assert controls.evaluate_all(SMALL) == []
        right = "elements => Math.max(...elements.map(e => e.getBoundingClientRect().right))"
        assert figure.whole.locator("*").evaluate_all(right) <= 390
