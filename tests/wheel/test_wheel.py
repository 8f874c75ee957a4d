"""The wheel, in an environment that has nothing else: run by .ci/run, for it asks a registry."""

import doctest
import email
import importlib
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import mlbook
from mlbook.publishing.chapters.reader import read_chapter

ROOT = Path(__file__).parents[2]
EXAMPLES = Path(__file__).with_name("examples.py")
REPOSITORY = "https://example.org/mlbook"
BLOCKS = [
    (page, block)
    for page in (read_chapter(path, ROOT) for path in sorted(ROOT.glob("docs/**/*.md")))
    for block in page.blocks
    if re.search(r"kept_record\(|recorded\(", block.code.text)
    if not {*block.needs} - {"processes"}  # and no other package than these
]


def run(*words, **options):
    done = subprocess.run(
        [*map(str, words)], capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def built(directory, **variables):
    environment = {name: value for name, value in os.environ.items() if "MLBOOK" not in name}
    words = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", directory, ROOT)
    run(*words, env=environment | variables)
    (wheel,) = directory.iterdir()
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return built(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """The Python of an environment with the wheel, and what it asks for, as CI pins it."""
    home = tmp_path_factory.mktemp("reader")
    run(sys.executable, "-m", "venv", home)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    pins = re.findall(r"(?m)^[\w.-]+==[^ ]+(?: ; [^\\]+)?", (ROOT / "constraints.txt").read_text())
    (home / "pins.txt").write_text("\n".join(pins))
    run(python, "-m", "pip", "install", "--quiet", "-c", home / "pins.txt", wheel)
    return python


def environment():
    """Return the variables of a reader, who has no display and no data."""
    mine = ("PYTHONPATH", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG", "MLBOOK_DATA")
    return {name: os.environ[name] for name in os.environ if name not in mine} | {
        "MPLBACKEND": "agg"
    }


def test_every_example_runs_in_an_empty_directory(python, tmp_path):
    told = json.loads(run(python, EXAMPLES, cwd=tmp_path, env=environment()))
    assert Path(told["file"]).is_relative_to(python.parents[1])
    assert {name: failed for name, (_, failed) in told["modules"].items() if failed} == {}
    finder = doctest.DocTestFinder()
    for name, (tried, _) in told["modules"].items():
        tests = finder.find(importlib.import_module(name))
        assert tried == sum(len(test.examples) for test in tests), name
    assert sum(tried for tried, _ in told["modules"].values()) > 300


@pytest.mark.parametrize(
    ("page", "block"), BLOCKS, ids=[f"{page.path}:{block.line}" for page, block in BLOCKS]
)
def test_a_block_that_reads_a_record_prints_what_it_prints_here(python, tmp_path, page, block):
    (tmp_path / "block.py").write_text(block.code.text, encoding="utf-8")
    here, there = (
        run(each, "block.py", cwd=tmp_path, env=environment()) for each in (sys.executable, python)
    )
    assert there == here
    assert here or "plt.show()" in block.code.text


def test_the_command_is_installed(python, tmp_path):
    command = python.with_name("mlbook")
    assert run(command, "--version", env=environment()) == f"mlbook {mlbook.__version__}\n"
    run(command, "train", "--updates", "50", cwd=tmp_path, env=environment())
    said = run(command, "evaluate", cwd=tmp_path, env=environment())
    assert said.startswith("runs/1: TwoLayerNet(Affine(64, 50), Sigmoid(), Affine(50, 10))\n")


def test_the_wheel_is_small_and_holds_nothing_but_the_package(wheel):
    assert wheel.stat().st_size < 900_000
    with zipfile.ZipFile(wheel) as archive:
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    assert {name.split("/")[0].split("-")[0] for name in sizes} == {"mlbook"}
    records = {name: size for name, size in sizes.items() if name.startswith("mlbook/records/")}
    here = (ROOT / "mlbook" / "records").rglob("*.json")
    assert records.keys() == {path.relative_to(ROOT).as_posix() for path in here}
    assert sum(records.values()) < 500_000


def metadata(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith("dist-info/METADATA"))
        return email.message_from_bytes(archive.read(name))


def test_without_addresses_the_metadata_names_none(wheel):
    told = metadata(wheel)
    assert told.get_all("Project-URL") is None
    text = told.get_payload(decode=True).decode()
    assert text.startswith("# mlbook\n")
    prose = re.sub(r"`[^`]*`", "", text)
    assert [address for address in re.findall(r"\]\(([^)]*)\)", prose) if ":" not in address] == []


def test_with_an_address_links_and_the_picture_lead_there(tmp_path):
    told = metadata(built(tmp_path, MLBOOK_REPO_URL=f"{REPOSITORY}/"))
    assert told.get_all("Project-URL") == [
        f"Source, {REPOSITORY}", f"Changelog, {REPOSITORY}/blob/HEAD/CHANGELOG.md"
    ]  # fmt: skip
    text = told.get_payload(decode=True).decode()
    addresses = re.findall(r"\]\(([^)]*)\)", re.sub(r"`[^`]*`", "", text))
    assert f"{REPOSITORY}/raw/HEAD/docs/assets/page.png" in addresses
    for address in addresses:
        assert address.startswith("https://")
        _, own, path = address.partition(f"{REPOSITORY}/")
        if own:
            assert (ROOT / path.split("/", 2)[2]).exists(), address
