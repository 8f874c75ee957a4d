"""Every page as a notebook, run from top to bottom by Jupyter: it does what the page shows."""

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from mlbook.publishing.chapters.reader import read_chapter
from mlbook.publishing.checking.comparison import difference
from mlbook.publishing.checking.needs import missing
from mlbook.publishing.checking.verdict import FRAMES, TRACEBACK, diagnosis_of
from mlbook.publishing.notebooks.cells import cells_of
from mlbook.publishing.notebooks.notebook import notebook_of
from mlbook.publishing.running.environment import ONE_THREAD

ROOT = Path(__file__).parents[2]
PATHS = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "tests" / "needs.md"]
PAGES = [read_chapter(path, ROOT) for path in PATHS]
# Jupyter tells where the code stood, too: "invalid syntax (123.py, line 1)".
PLACE = re.compile(r" \(\S+, line \d+\)$")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty directory to run in, and Jupyter as it is before anybody has configured it."""
    monkeypatch.delenv("MPLBACKEND", raising=False)  # figures go into the notebook
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    for name, value in ONE_THREAD.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "empty").mkdir()
    return tmp_path / "empty"


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.blocks], ids=lambda page: page.path
)
def test_a_page_runs_in_jupyter_and_prints_what_it_shows(page, home):
    every = cells_of(page, lambda target: None)
    left_out = [cell for cell in every if cell.block and missing(cell.block)]
    cells = [cell for cell in every if cell not in left_out]
    notebook = nbformat.reads(notebook_of(cells), as_version=4)
    shown = {cell.id: outcome(cell) for cell in notebook.cells}
    resources = {"metadata": {"path": str(home)}}
    NotebookClient(notebook, timeout=120, resources=resources).execute()
    after = {cell.id: cell for cell in notebook.cells}
    for cell in cells:
        if cell.block is None:
            continue
        expected, ran = shown[cell.id], after[cell.id]
        where, got = page.where(cell.block.line), outcome(ran)
        if cell.block.role == "check":  # it fails the start that stands above it
            assert diagnosis_of(got[1]), where
            continue
        if cell.is_script:  # all that it says comes as text
            got = text_of_script(got[0], expected[0]), got[1]
        for wanted, came in zip(expected, got, strict=True):
            assert not difference(wanted, came), f"{where}: {difference(wanted, came)}"
        drawn = [output for output in ran.outputs if "image/png" in output.get("data", {})]
        assert len(drawn) == (cell.block.image is not None), where
        others = [output for output in ran.outputs if output not in drawn]
        assert all(output.get("name", "stdout") == "stdout" for output in others), where
        assert {output.output_type for output in others} <= {"stream", "error"}, where
    if left_out:  # the others have passed
        places = ((page.where(cell.block.line), missing(cell.block)) for cell in left_out)
        pytest.skip("; ".join(f"{where} {reason}" for where, reason in places))


def text_of_script(said, shown):
    """Return what a script printed, and of what it raised what the page shows."""
    if TRACEBACK not in shown:
        return said
    return shown.partition(TRACEBACK)[0] + TRACEBACK + FRAMES + said.splitlines()[-1] + "\n"


def outcome(cell):
    """Return what a cell printed, and the exception that it raised."""
    outputs = cell.get("outputs", [])
    printed = "".join(output.text for output in outputs if output.output_type == "stream")
    raised = [
        f"{output.ename}: {PLACE.sub('', output.evalue)}"
        for output in outputs
        if output.output_type == "error"
    ]
    return printed, "\n".join(raised)
