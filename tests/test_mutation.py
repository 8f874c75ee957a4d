"""tests/mutation finds the line that no test speaks of, and no other."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).with_name("mutation")
PYPROJECT = """[tool.pytest.ini_options]
addopts = ["--import-mode=importlib", "--doctest-modules"]
[tool.coverage.run]
branch = true
source = ["mlbook"]
patch = ["subprocess", "_exit"]
parallel = true
context = "${MLBOOK_REACH_ITEM-}"
"""
MODULE = """SIZE = 3


def half(number):
    \"""Halve it.

    >>> half(4)
    2.0
    \"""
    return number / 2


def is_small(number):
    return number < SIZE


def is_large(number):
    return number > SIZE


if __name__ == "__main__":
    print(is_small(int(input())))
"""
TESTS = """import subprocess
import sys

from mlbook.sizes import is_large


def test_large_is_more_than_three():
    assert [is_large(number) for number in (2, 3, 4)] == [False, False, True]


def test_small_is_less():
    command = [sys.executable, "-m", "mlbook.sizes"]
    answers = [
        subprocess.run(command, input=number, capture_output=True, text=True).stdout
        for number in ("1", "5")
    ]
    assert answers == ["True\\n", "False\\n"]
"""
SURVIVOR = "mlbook/sizes.py is_small: return number < SIZE → return (number <= SIZE)"
ODD = '''
def f(x: int = 1) -> "str":
    """Say `3`."""
    if TYPE_CHECKING:
        x += 1
    if not x:
        raise ValueError(f"{x + 1}: not so")
    print("two words", f"a {x - 1}")
'''

sys.path.insert(0, str(FOLDER))
from faults import faults  # noqa: E402
from survivors import read, row  # noqa: E402


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A book of one module, whose test in a process of its own leaves out the number 3."""
    root = tmp_path_factory.mktemp("book")
    for name, text in {
        "pyproject.toml": PYPROJECT,
        "mlbook/__init__.py": "",
        "mlbook/sizes.py": MODULE,
        "mlbook/odd.py": ODD,
        "tests/test_sizes.py": TESTS,
        "none.md": "",
        "one.md": row(SURVIVOR, "a reason"),
    }.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def hunted(book):
    """The exit status of a run over the book's module, and the lines that it printed."""
    return hunt(book, "--survivors", "none.md")


def hunt(book, *words, reach="reach"):
    kept = {name: text for name, text in os.environ.items() if not name.startswith("COVERAGE")}
    command = [sys.executable, FOLDER / "mutate.py", "--root", book, "--reach", book / reach]
    done = subprocess.run(
        [*command, *words, "mlbook/sizes.py"], env=kept, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.splitlines() + done.stderr.splitlines()


@pytest.fixture
def measured(book, tmp_path):
    """What coverage has noted of the book's tests, as the check of every line leaves it."""
    environment = os.environ | {"COVERAGE_FILE": str(tmp_path / "data"), "PYTHONPATH": str(FOLDER)}
    for name in ("COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START"):
        environment.pop(name, None)
    for words in (["run", "-m", "pytest", "-p", "reach", "tests"], ["combine"]):
        command = [sys.executable, "-m", "coverage", *words]
        subprocess.run(command, cwd=book, env=environment, capture_output=True, check=True)
    return tmp_path / "data"


def test_a_fault_that_no_test_notices_is_told_and_is_the_only_one(hunted):
    status, lines = hunted
    assert lines[:-1] == [f"mlbook/sizes.py:14  {SURVIVOR}"]
    assert status == 1


def test_sources_are_as_they_were(hunted, book):
    assert (book / "mlbook" / "sizes.py").read_text(encoding="utf-8") == MODULE


def test_a_survivor_with_a_reason_is_accepted(hunted, book):
    assert hunt(book, "--survivors", "one.md")[0] == 0


def test_a_sample_needs_no_second_measurement(book, measured):
    words = ("--survivors", "one.md", "--measured", measured, "--sample", "6")
    assert hunt(book, *words, reach="again") == (
        0,
        ["6 faults, 0 of them not noticed and not known to be harmless"],
    )
    assert "tests/test_sizes.py" in (book / "again").read_text(encoding="utf-8")


def test_what_is_no_matter_for_tests_is_left_alone(book):
    assert [fault.change for fault in faults(book, "mlbook/odd.py")] == [
        "1 → 2",
        "not x → x",
        'raise ValueError(f"{x + 1}: not so") → pass',
        'print("two words", f"a {x - 1}") → pass',
        'print("two words", f"a {x - 1}") → print("two words", f"a {x + 1}")',
        'print("two words", f"a {x - 1}") → print("two words", f"a {x - 2}")',
    ]


def test_no_fault_moves_a_line(book):
    for fault in faults(book, "mlbook/sizes.py"):
        assert len(fault.text.splitlines()) == len(MODULE.splitlines())


def test_every_survivor_with_a_reason_is_still_to_be_found():
    listed = read(FOLDER / "SURVIVORS.md")
    modules = {name.partition(" ")[0] for name in listed}
    root = FOLDER.parents[1]
    assert listed.keys() <= {fault.name for module in modules for fault in faults(root, module)}
