"""A lab is run in the page: its cells in order, in one Python, and its figures as they change."""

import pytest
from playwright.sync_api import expect

LAB = "labs/training/?lang=en"
SAME = "Same as in the book"


class Lab:
    def __init__(self, page):
        self.page = page
        self.cells = page.locator(".language-python.highlight")
        self.whole = page.locator(".whole-lab .run-button")
        self.state = page.locator(".whole-lab .ran-state")
        self.panels = page.locator(".ran")

    def write(self, *codes):
        """Let the first cells be these, and all others empty."""
        for number in range(self.cells.count()):
            code = codes[number] if number < len(codes) else "pass"
            self.edit(number, code)

    def edit(self, number, code):
        cell = self.cells.nth(number)
        cell.locator(".tool-edit").click()
        cell.locator("textarea").fill(code)

    def run(self, number=None):
        button = self.whole if number is None else self.cells.nth(number).locator(".run-button")
        button.click()
        expect(self.whole).not_to_have_attribute("aria-busy", "true")

    def printed(self):
        """What each panel prints, in the order of the page."""
        return [
            "".join(each.locator("pre").all_inner_texts()).strip() for each in self.panels.all()
        ]

    def said(self):
        return self.panels.locator(".ran-state").all_inner_texts()


@pytest.fixture
def lab(page):
    page.goto(LAB)
    return Lab(page)


def test_the_cells_of_a_lab_run_in_order_in_one_python(lab):
    lab.write("names = [1]", "names.append(2)", "print(names)")
    lab.run()
    assert lab.printed()[:3] == ["", "", "[1, 2]"]
    assert lab.panels.count() == lab.cells.count()
    assert lab.state.inner_text() == "All cells have run"


def test_a_cell_runs_after_those_above_that_have_not_run(lab):
    lab.write("x = [0]", "x.append(1)", "print(x)", "print(x * 2)")
    lab.run(2)
    assert lab.printed() == ["", "", "[0, 1]"]
    lab.run(3)
    assert lab.printed()[3] == "[0, 1, 0, 1]"


def test_a_change_above_is_run_again_before_a_cell(lab):
    lab.write("x = 1", "y = x + 1", "print(x, y)")
    lab.run(2)
    lab.edit(0, "x = 5")
    lab.run(2)
    assert lab.printed() == ["", "", "5 6"]


def test_a_cell_that_fails_stops_those_below(lab):
    lab.write("x = 1", "x / 0", "print(x)")
    lab.run()
    assert lab.said()[2] == "Not run: a cell above did not finish"
    assert "ZeroDivisionError" in lab.printed()[1]


def test_stop_ends_the_whole_lab_and_it_can_be_run_again(lab):
    lab.write("x = 1", "while True: pass", "print(x)")
    lab.whole.click()
    expect(lab.state).to_contain_text("Running cell 2 of 6")
    lab.page.locator(".whole-lab .ran-stop").click()
    assert lab.said()[1:3] == ["Stopped", "Not run: a cell above did not finish"]
    lab.edit(1, "x += 1")
    lab.run(2)
    assert lab.printed()[2] == "2"


def test_what_stands_below_a_cell_that_runs_anew_is_marked_as_old(lab):
    lab.write("x = 1", "print(x)", "print(x)")
    lab.run(2)
    lab.run(1)
    assert lab.panels.nth(2).locator(".ran-old").inner_text() == "From an earlier run"


REDRAWS = """import matplotlib.pyplot as plt
from IPython.display import clear_output
import time
for i in range(4):
    clear_output(wait=True)
    print("step", i)
    plt.plot([i])
    plt.show()
    time.sleep(1)
"""


def test_a_figure_that_is_drawn_again_moves_in_its_place(lab):
    lab.edit(0, REDRAWS)
    lab.cells.first.locator(".run-button").click()
    image = lab.panels.first.locator("img.light")
    image.wait_for()
    first = image.get_attribute("src")
    expect(image).not_to_have_attribute("src", first)
    expect(lab.panels.first).to_have_attribute("data-state", "edited")
    assert image.count() == 1
    assert lab.printed()[0] == "step 3"


def test_a_lab_has_room_for_its_button_before_scripts_run(page):
    page.route("**/run.js", lambda route: None)
    page.goto(LAB, wait_until="commit")
    place = page.locator(".whole-lab")
    assert place.bounding_box()["height"] >= 30
