"""A lab, and a block that may have been lucky, run twice; what does not come twice is refused."""

from concurrent.futures import Future
from pathlib import Path

import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking.blocks import LabCheck, Pending, submit_block
from mlbook.publishing.notebooks.labs import parse_lab
from mlbook.publishing.running.run import Run
from mlbook.publishing.running.runner import Runner

LAB = "# %% [markdown]\n# # 实验 · Lab\n\n# %%\nx = 2\n\n# %%\n"
AS_SCRIPT = "1: the lab, as a script: "
DRAWN = "import matplotlib.pyplot as plt, random\nplt.plot([0, {}])\nplt.show()"


@pytest.fixture(scope="module")
def runner():
    with Runner(timeout=30) as runner:
        yield runner


def judge(code, runner):
    return LabCheck(parse_lab(LAB + code, "docs/labs/my.py"), runner, Path("/book"))()


@pytest.mark.parametrize("code", ["print(x)", DRAWN.format(1)])
def test_a_lab_that_does_the_same_twice_passes(runner, code):
    assert judge(code, runner) is None


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import random\nprint(random.random())", f"{AS_SCRIPT}prints something else every time"),
        ("print(object())", f"{AS_SCRIPT}prints something else every time"),
        ("import time\nprint(time.time_ns())", f"{AS_SCRIPT}prints something else every time"),
        (DRAWN.format("random.random()"), f"{AS_SCRIPT}draws another figure every time"),
        ("x\nprint(_)", "9: the lab, as a script: NameError: name '_' is not defined"),
        ("exit()", "8: the lab, as a script: ended itself before its last line"),
        ("import warnings\nwarnings.warn('a')", "1: the lab, as a script: wrote to standard err"),
    ],
)
def test_a_lab_that_no_reader_could_repeat_is_refused(runner, code, reason):
    assert str(judge(code, runner)).startswith(f"docs/labs/my.py:{reason}")


NAMES = "{'ada', 'bob', 'cid', 'dan', 'eve', 'fay'}"
SHOWN = "\nplt.show()\n```\n\n![图 · Figure](figures/a.svg)\n"
DRAWING = "```python\nimport matplotlib.pyplot as plt\n"
PRINTING = "```python\nprint({})\n```\n\n```text\n1\n```\n"


def result(runner, page):
    chapter = parse_chapter(page)
    return submit_block(chapter, chapter.blocks[0], runner, Path("/book")).result()


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (f"plt.bar(list({NAMES}), 1)", "sets have another order"),
        ("plt.plot([0, hash('a')])", "sets have another order"),
        ("plt.plot([0, id(plt)])", "sets have another order"),
        ("import random\nplt.plot([random.random()])", "Python's global random state"),
    ],
)
def test_a_figure_that_another_interpreter_draws_otherwise_is_refused(runner, code, cause):
    complaint = result(runner, f"{DRAWING}{code}{SHOWN}").complaint
    assert complaint.startswith("draws another figure every time")
    assert cause in complaint


@pytest.mark.parametrize(
    "shown",
    [NAMES, "[*set('abcdefgh')]", "hash('a')", "id(print)", "__import__('random').random()"],
)
def test_an_output_that_another_interpreter_does_not_print_is_refused(runner, shown):
    complaint = result(runner, PRINTING.format(f"{shown}, {{1}}")).complaint
    assert complaint.startswith("prints something else every time")
    assert "sets have another order" in complaint


def test_a_second_run_that_does_not_end_well_says_why():
    runs = [Future(), Future()]
    for future, run in zip(runs, (Run("1\n"), Run(complaint="did not end")), strict=True):
        future.set_result(run)
    assert "did not end" in Pending(*runs).result().complaint


@pytest.mark.parametrize("shown", ["sorted({'b', 'a'})", "len(set('abc'))", "id(1) == id(1)"])
def test_a_set_that_is_shown_in_order_passes(runner, shown):
    assert result(runner, PRINTING.format(shown)).complaint is None


def test_a_block_runs_once_where_nothing_of_it_is_shown_or_could_be_lucky():
    class Counting:
        def submit(self, *place):
            runs.append(place)

    for page in ("print(2)\n```\n\n```text\n2\n```", "x = {1}\n```", "x = {1\n```\n\n```text\n```"):
        runs = []
        chapter = parse_chapter(f"```python\n{page}\n")
        submit_block(chapter, chapter.blocks[0], Counting(), Path("/book"))
        assert len(runs) == 1
