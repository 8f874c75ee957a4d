"""A lab runs twice as a script; what it does not do both times is refused."""

from pathlib import Path

import pytest

from mlbook.publishing.checking.blocks import LabCheck
from mlbook.publishing.notebooks.labs import parse_lab
from mlbook.publishing.running.runner import Runner

LAB = "# %% [markdown]\n# # 实验 · Lab\n\n# %%\nx = 2\n\n# %%\n"
DRAWN = "import matplotlib.pyplot as plt, random\nplt.plot([0, {}])\nplt.show()"


@pytest.fixture(scope="module")
def runners():
    with Runner(timeout=30) as first, Runner(30, "spawn") as second:
        yield first, second


def judge(code, runners):
    return LabCheck(parse_lab(LAB + code, "docs/labs/my.py"), runners, Path("/book"))()


@pytest.mark.parametrize("code", ["print(x)", DRAWN.format(1)])
def test_a_lab_that_does_the_same_twice_passes(runners, code):
    assert judge(code, runners) is None


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import random\nprint(random.random())", "1: the lab prints something else every time"),
        ("print(object())", "1: the lab prints something else every time"),
        ("import time\nprint(time.time_ns())", "1: the lab prints something else every time"),
        (DRAWN.format("random.random()"), "1: the lab draws another figure every time"),
        ("x\nprint(_)", "9: the lab, as a script: NameError: name '_' is not defined"),
        ("exit()", "8: the lab, as a script: ended itself before its last line"),
        ("import warnings\nwarnings.warn('a')", "1: the lab, as a script: wrote to standard err"),
    ],
)
def test_a_lab_that_no_reader_could_repeat_is_refused(runners, code, reason):
    assert str(judge(code, runners)).startswith(f"docs/labs/my.py:{reason}")
