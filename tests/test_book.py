"""What holds for the book as a whole."""

import re
from pathlib import Path

import pytest
import yaml

from mlbook.publishing.comparison import difference, rounding_noise
from mlbook.publishing.drawing import drawn_blocks
from mlbook.publishing.reading import read_chapter

ROOT = Path(__file__).parents[1]
PAGES = [read_chapter(path, ROOT) for path in sorted((ROOT / "docs").rglob("*.md"))]
NUMBER = re.compile(r"\d[\d.,]*(?:[eE][-+]?\d+)?")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_no_significant_digit_of_a_page_can_be_falsified_unnoticed(page):
    for block in page.blocks:
        if block.output is None:
            continue
        text = block.output.text
        for match in NUMBER.finditer(text):
            assert not rounding_noise(match[0]), page.where(block.line)
            for place in first_significant_places(match):
                digit = str((int(text[place]) + 1) % 10)
                falsified = text[:place] + digit + text[place + 1 :]
                assert difference(falsified, text), f"{page.where(block.line)}: {match[0]}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_code_fits_its_column(page):
    for block in page.blocks:
        for number, line in enumerate(block.code.text.splitlines(), block.line + 1):
            assert len(line) <= 79, page.where(number)


def first_significant_places(match):
    """Return the places of the first five significant digits of a number."""
    mantissa = re.split("[eE]", match[0])[0]
    digits = [match.start() + i for i, sign in enumerate(mantissa) if sign.isdigit()]
    leading = next((i for i, at in enumerate(digits) if match.string[at] != "0"), len(digits))
    return digits[leading : leading + 5]


def test_the_pages_cover_rows_of_the_syllabus_and_all_of_its_heart():
    syllabus = (ROOT / "tests" / "syllabus.txt").read_text().split()
    matter = [yaml.safe_load(page.front_matter) or {} for page in PAGES]
    covered = {row for fields in matter for row in fields.get("covers", [])}
    assert covered <= set(syllabus)
    assert {row for row in syllabus if row.startswith("S4")} <= covered


def test_the_figures_that_every_reader_asks_for_are_there():
    names = {name for _, _, name in drawn_blocks(PAGES)}
    assert {"loss-curve", "gradient-field", "descent-path", "accuracy-per-epoch"} <= names
    assert {"error-against-h", "accuracy-and-loss", "slope-against-direction"} <= names


def test_the_readme_shows_both_commands_as_they_are():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = re.search(r"```sh\n(.*?)```", readme, re.DOTALL)[1].splitlines()
    assert 'pip install -e ".[dev]" && mkdocs serve' in lines
    assert 'pip install -e ".[dev]" && pytest' in lines


def test_the_science_knows_nothing_of_the_press():
    for module in (ROOT / "mlbook").rglob("*.py"):
        if "publishing" not in module.parts:
            assert "publishing" not in module.read_text(encoding="utf-8"), module
