from pathlib import Path

import pytest

from mlbook.publishing.chapters.chapter import Block, Fence
from mlbook.publishing.chapters.reader import parse_chapter, read_chapter
from mlbook.publishing.checking import needs
from mlbook.publishing.checking.book import Book
from mlbook.publishing.checking.needs import faults_of_needs, missing
from mlbook.publishing.checking.verdict import fault
from mlbook.publishing.running.runner import Runner

TESTS = Path(__file__).parents[2]
PAGE = read_chapter(TESTS / "needs.md", TESTS)
PROGRAMS = {PAGE.where(block.line): block for block in PAGE.programs}
FIGURE = "\n![图 · Figure](figures/a.svg)\n"


def faults(code, title="", after=""):
    page = parse_chapter(f'# 甲 · A\n\n```python title="{title}"\n{code}\n```\n{after}')
    assert page.problems == []
    found = list(faults_of_needs(page))
    assert {problem.line for problem in found} <= {3}
    return [problem.message for problem in found]


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("import numpy, matplotlib.pyplot, mlbook.losses, math, threading", "0"),
        ("from concurrent.futures import ThreadPoolExecutor", "0"),
        ("import jax.numpy as jnp", "needs jax"),
        ("from autograd import grad", "needs autograd"),
        ("import multiprocessing as mp, jax", "needs jax, processes"),
        ("from concurrent.futures import ProcessPoolExecutor", "needs processes"),
        ("import os\nos.fork()", "needs processes"),
        ("import subprocess", "needs processes"),
        ("from mlbook import ring", "needs processes"),
        ("no Python", "0"),
    ],
)
def test_a_block_that_says_what_it_needs_has_no_fault(code, title):
    assert faults(code, title) == []


@pytest.mark.parametrize(
    ("code", "used", "need"),
    [
        ("import multiprocessing", "multiprocessing", "processes"),
        ("from multiprocessing import Pipe", "multiprocessing", "processes"),
        ("import multiprocessing.pool as pool", "multiprocessing", "processes"),
        ("from concurrent.futures import ProcessPoolExecutor", "ProcessPoolExecutor", "processes"),
        (
            "from concurrent import futures\nfutures.ProcessPoolExecutor()",
            "ProcessPoolExecutor",
            "processes",
        ),
        ("import os\nos.fork()", "os.fork", "processes"),
        ("import subprocess", "subprocess", "processes"),
        ("import jax", "jax", "jax"),
        ("def f():\n    import jax.numpy", "jax", "jax"),
        ("from autograd import numpy", "autograd", "autograd"),
    ],
)
def test_a_block_that_does_not_say_what_it_needs_is_told_how(code, used, need):
    sentence = f"the block uses {used}, and its title does not say so: "
    assert faults(code, "0") == [f'{sentence}```python title="needs {need}"']


def test_the_remedy_keeps_what_the_title_says_already():
    remedy = faults("import jax, subprocess", "needs jax")[0].partition(": ")[2]
    assert remedy == '```python title="needs jax, processes"'


@pytest.mark.parametrize("package", ["scipy", "torch", "nunpy"])
def test_a_package_that_no_extra_installs_is_refused(package):
    (message,) = faults(f"import {package}", "0")
    assert message.startswith(f"the block uses {package}, which readers of the book do not have")


def test_a_package_that_the_author_is_editing_is_not_refused(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "lines.py").touch()
    assert faults("import lines", "0") == []


def test_a_block_may_show_that_a_module_is_missing():
    error = "ModuleNotFoundError: No module named 'nunpy'"
    shown = f"\n```text\nTraceback (most recent call last):\n    ...\n{error}\n```\n"
    assert faults("import nunpy", "0", shown) == []
    assert faults("import nunpy, scipy", "0", shown) != []


@pytest.mark.parametrize(
    ("code", "title", "need"),
    [
        ("import numpy", "needs processes", "processes"),
        ("import jax", "needs jax autograd", "autograd"),
        ("import multiprocessing", "needs processes, jax", "jax"),
    ],
)
def test_a_need_of_what_a_block_does_not_use_is_taken_out(code, title, need):
    message = f"the block does not use what its title says it needs: take {need} out of it"
    assert faults(code, title) == [message]


def test_only_what_every_reader_has_draws_a_figure():
    assert faults("import multiprocessing", "needs processes", FIGURE) == []
    (message,) = faults("import jax", "needs jax", FIGURE)
    assert message.startswith("nobody could draw the figure where jax is not installed: let a")


def test_a_block_of_an_exercise_says_its_own_needs():
    page = parse_chapter('```python title="answer"\nimport jax\n```\n')
    (problem,) = faults_of_needs(page)
    assert problem.message.endswith('```python title="answer needs jax"')


def test_a_lab_is_run_as_a_whole():
    page = parse_chapter("```python\nimport subprocess\n```\n")
    assert len(list(faults_of_needs(page))) == 1
    page.unrun = True
    assert list(faults_of_needs(page)) == []


def test_a_book_has_the_faults_of_its_needs():
    page = parse_chapter("# 甲 · A\n\n```python\nimport jax\n```\n")
    (problem,) = Book([page]).problems_of(page)
    assert problem.message.startswith("the block uses jax")


@pytest.mark.parametrize(
    ("needed", "installed", "reason"),
    [
        ((), [], None),
        (("processes",), [], None),
        (("jax",), ["jax"], None),
        (("jax",), [], "needs jax, which is not installed: pip install 'mlbook[jax]'"),
        (
            ("processes", "jax"),
            ["autograd"],
            "needs jax, which is not installed: pip install 'mlbook[jax]'",
        ),
        (
            ("jax", "autograd"),
            [],
            "needs autograd and jax, which are not installed: pip install 'mlbook[autograd,jax]'",
        ),
    ],
)
def test_a_block_is_missing_what_is_not_installed(monkeypatch, needed, installed, reason):
    monkeypatch.setattr(needs, "present", lambda: installed)
    assert missing(Block(Fence(1, 3, 0, "python", "pass"), needs=needed)) == reason


def test_a_page_with_every_need_has_no_fault():
    assert [*PAGE.problems, *faults_of_needs(PAGE)] == []
    named = {name for block in PAGE.blocks for name in block.needs}
    assert named == {"processes", "autograd", "jax"}


@pytest.fixture(scope="module")
def runner():
    with Runner() as runner:
        yield runner


@pytest.mark.parametrize("place", PROGRAMS)
def test_a_block_with_needs_does_what_its_page_shows(runner, place):
    block = PROGRAMS[place]
    if reason := missing(block):
        pytest.skip(f"{place} {reason}")
    assert fault(PAGE, block, runner.run(block.program)) is None
