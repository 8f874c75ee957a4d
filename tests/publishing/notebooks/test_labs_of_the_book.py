"""The labs are in the strict form of the book. Running them takes longer: tests/notebooks does."""

from pathlib import Path

import pytest

from mlbook.publishing.notebooks.labs import read_lab
from mlbook.publishing.site.checks import faults_of
from mlbook.publishing.site.rendering import render, renderer

ROOT = Path(__file__).parents[3]
LABS = [read_lab(path, ROOT) for path in sorted((ROOT / "docs" / "labs").glob("*.py"))]


def test_there_are_three_labs():
    assert [Path(lab.path).stem for lab in LABS] == ["gradients", "race", "training"]


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.path)
def test_a_lab_is_written_as_the_book_is(lab):
    assert not [*lab.problems, *faults_of(lab, render(lab, renderer()))]
    assert len(lab.twins) >= 5


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.path)
def test_the_code_of_a_lab_fits_its_column(lab):
    for block in lab.blocks:
        for number, line in enumerate(block.code.text.splitlines(), block.line + 1):
            assert len(line) <= 79, lab.where(number)
