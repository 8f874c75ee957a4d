"""Which items reach a line of the package, and how long each takes: measured once, with coverage.

As a plugin of pytest it names every line that runs after the item that runs it. A process that an
item starts may serve others after it: through the environment, its lines are named after the file
of tests, and count for all that are in it. The workers that run a page's blocks serve the whole
page: it is measured in a session of its own, and counts as one item.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import coverage
import pytest

ITEM = "MLBOOK_REACH_ITEM"  # pyproject.toml has coverage name after it what is started
SECONDS = "seconds.json"  # beside the data of coverage: the items' durations
seconds: dict[str, float] = {}


def pytest_configure(config):
    """Let the processes that are started read pyproject.toml anew, and with it the item."""
    os.environ.pop("COVERAGE_PROCESS_CONFIG")
    os.environ["COVERAGE_PROCESS_START"] = str(config.rootpath / "pyproject.toml")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    os.environ[ITEM] = item.nodeid.partition("::")[0]
    coverage.Coverage.current().switch_context(item.nodeid)
    begin = time.perf_counter()
    try:
        return (yield)
    finally:
        seconds[item.nodeid] = time.perf_counter() - begin
        coverage.Coverage.current().switch_context("")
        del os.environ[ITEM]


def pytest_sessionfinish():
    Path(os.environ["COVERAGE_FILE"]).with_name(SECONDS).write_text(json.dumps(seconds))


@dataclass
class Reach:
    """For every module the lines and, for each, the items; for every item its seconds."""

    lines: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def items(self, module, lines):
        """Return the items that reach one of the lines."""
        reached = self.lines.get(module, {})
        found = {name for line in lines for name in reached.get(line, [])}
        files = {name for name in found if name.endswith(".py")}
        inside = {item for item in self.seconds if item.partition("::")[0] in files}
        return found - files | inside

    def items_of_module(self, module):
        return self.items(module, self.lines.get(module, {}))

    def add(self, root, data):
        """Add what the file `data` of coverage says about the sources below `root`."""
        found = coverage.CoverageData(str(data))
        found.read()
        for file in found.measured_files():
            by_line = self.lines.setdefault(Path(file).relative_to(root).as_posix(), {})
            for line, items in found.contexts_by_lineno(file).items():
                by_line[line] = sorted({*by_line.get(line, []), *items} - {""})
        durations = data.with_name(SECONDS)
        self.seconds |= json.loads(durations.read_text())


def measure(root, work, environment, tests, pages):
    """Run tests and pages, which have to pass, and return what they reach."""
    data = work / "reach" / "coverage"
    data.parent.mkdir()
    environment = environment | {"COVERAGE_FILE": str(data)}
    run(root, environment, "-p", "reach", *tests)
    durations = json.loads(data.with_name(SECONDS).read_text())
    for page in pages:
        begin = time.perf_counter()
        run(root, environment | {ITEM: page}, page)
        durations[page] = time.perf_counter() - begin
    data.with_name(SECONDS).write_text(json.dumps(durations))
    combine = [sys.executable, "-m", "coverage", "combine", "-q", str(data.parent)]
    subprocess.run(combine, cwd=root, env=environment, check=True)
    found = Reach()
    found.add(root, data)
    return found


def run(root, environment, *words):
    start = [
        sys.executable,
        "-m",
        "coverage",
        "run",
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(
        [*start, *words], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]


def keep(found, file):
    file.write_text(json.dumps({"lines": found.lines, "seconds": found.seconds}))


def kept(file):
    read = json.loads(file.read_text())
    lines = {
        module: {int(line): items for line, items in by_line.items()}
        for module, by_line in read["lines"].items()
    }
    return Reach(lines, read["seconds"])
