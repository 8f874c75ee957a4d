"""Shell commands on pages and in README: all of them parse, and run where they can."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mlbook.publishing.chapters.reader import read_chapter

ROOT = Path(__file__).parents[1]
PAGES = [read_chapter(path, ROOT) for path in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]]
BLOCKS = [(page, fence) for page in PAGES for fence in page.fences if fence.language == "sh"]
IDS = [page.where(fence.line) for page, fence in BLOCKS]
NOT_RUN = {
    'pip install -e ".[dev]" && mkdocs serve': "serves until somebody stops it",
    'pip install -e ".[dev]" && pytest -n auto': "README's test command, which .ci/run begins with",
    'pip install -e ".[dev]"': "its first half",
    "pytest -n auto": "its second half",
    "pytest docs": "a part of it",
    "mlbook predict digit.png": "reads an image that the reader has",
    "python -m pip install -e .": "asks the network",
    'python -m pip install -e ".[press]"': "asks the network",
    "uv run --extra dev mkdocs serve": "serves until somebody stops it",
    "uv run --extra dev pytest -n auto": "asks the network; README's test command elsewhere",
    'pytest "docs/chapters/losses.md::line:LINE,column:1"': "names no line",
    "pip install torch && pytest tests/benchmarks --record": "measures for an hour",
}
IN_PROSE = {
    command
    for page in PAGES
    for line in page.lines
    for command in re.findall(r"`((?:python -m )?mlbook train[^`]*|pytest [^`]+)`", line)
}
TITLE = re.compile(r'```python title="([\w.]+)"')
PLACES = [ROOT.parent / "shared" / "data" / "mnist", Path(os.environ.get("MLBOOK_DATA", "none"))]
MNIST = next((str(place) for place in PLACES if place.is_dir()), None)


@pytest.mark.parametrize(("page", "fence"), BLOCKS, ids=IDS)
def test_a_block_of_commands_parses(page, fence):
    subprocess.run(["bash", "-n"], input=fence.text, check=True, text=True)


def test_each_command_that_is_not_run_stands_on_a_page():
    lines = {line for _, fence in BLOCKS for line in fence.text.splitlines()}
    assert set(NOT_RUN) <= lines | IN_PROSE


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the book, in which a command may change what it likes."""
    copy = tmp_path_factory.mktemp("book")
    for name in ("docs", "mlbook", "tests"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("conftest.py", "mkdocs.yml", "pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, copy)
    return copy


def run(commands, copy):
    """Run the lines of a script, one after another, as a reader does."""
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment |= {"PYTHONPATH": str(copy)} | ({"MLBOOK_DATA": MNIST} if MNIST else {})
    lines = [line for line in commands.splitlines() if line not in NOT_RUN]
    script = "\n".join(line for line in lines if MNIST or "--dataset mnist" not in line)
    subprocess.run(["bash", "-eu"], input=script, cwd=copy, env=environment, check=True, text=True)


@pytest.mark.slow
@pytest.mark.parametrize(("page", "fence"), BLOCKS, ids=IDS)
def test_a_block_of_commands_runs(page, fence, copy):
    for block in page.blocks:
        if title := TITLE.match(page.lines[block.line - 1]):
            (copy / title[1]).write_text(block.code.text, encoding="utf-8")
    run(fence.text, copy)


@pytest.mark.slow
@pytest.mark.parametrize("command", sorted(IN_PROSE))
def test_a_command_in_the_prose_runs(command, copy):
    run(command, copy)
