"""Every lab as the notebook that readers take home, run by Jupyter as it comes."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from mlbook.publishing.notebooks.cells import cells_of
from mlbook.publishing.notebooks.labs import read_lab
from mlbook.publishing.notebooks.notebook import notebook_of
from mlbook.publishing.running.environment import ONE_THREAD

ROOT = Path(__file__).parents[2]
LABS = sorted((ROOT / "docs" / "labs").glob("*.py"))


@pytest.mark.parametrize("path", LABS, ids=lambda path: path.stem)
def test_a_lab_runs_in_jupyter_and_says_what_its_prose_says(path, tmp_path, monkeypatch):
    monkeypatch.delenv("MPLBACKEND", raising=False)  # figures go into the notebook
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    for name, value in ONE_THREAD.items():
        monkeypatch.setenv(name, value)
    cells = cells_of(read_lab(path, ROOT), lambda target: None)
    notebook = nbformat.reads(notebook_of(cells), as_version=4)
    resources = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=120, resources=resources).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    printed = [output for output in outputs if output.output_type == "stream"]
    drawn = [output for output in outputs if "image/png" in output.get("data", {})]
    assert {output.name for output in printed} == {"stdout"}
    assert len(printed) + len(drawn) == len(outputs)  # no value is shown that nobody asked for
    CLAIMS[path.stem]("".join(output.text for output in printed), len(drawn))


def training(printed, drawn):
    assert drawn == 4
    assert "[####################] epoch 20 of 20" in printed
    assert "epoch 18" not in printed  # the progress is wiped out as it goes
    assert "confidence 0.9 to   1: 167 digits, 165 answers right" in printed


def race(printed, drawn):
    assert drawn == 2
    first, second = (table.splitlines() for table in printed.split("epochs until")[1:])
    epochs = {name: [int(each) for each in row[:5]] for name, *row in map(str.split, first[1:6])}
    assert list(epochs)[-1] == "SGD"  # whose last loss is the highest
    assert max(epochs["Adam"] + epochs["Momentum"]) <= 6
    assert min(epochs["SGD"]) >= 12
    assert all(6 < epoch < 12 for name in ("RMSProp", "AdaGrad") for epoch in epochs[name])
    tests = {name: float(row[6]) for name, *row in map(str.split, first[1:6])}
    assert sorted(tests, key=tests.get)[-2] == "SGD"
    at_one_rate = {line.split()[0]: float(line.split()[-1]) for line in first[6:11]}
    assert min(at_one_rate, key=at_one_rate.get) == "Adam"
    assert max(at_one_rate, key=at_one_rate.get) == "SGD"
    sign, sgd = (next(row for row in second if row.startswith(name)) for name in ("Sign", "SGD"))
    assert float(sign.split()[6]) < float(sgd.split()[6]) * 1.1


def gradients(printed, drawn):
    assert drawn == 1
    assert printed.count("equal to 5.5 digits") >= 5
    assert "with the guard     at most 5.5 digits" in printed
    assert "without the guard  at most 9." in printed
    assert printed.count("True") == 2


CLAIMS = {"training": training, "race": race, "gradients": gradients}
