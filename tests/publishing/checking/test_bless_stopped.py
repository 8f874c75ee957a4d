"""Whoever stops a blessing, whenever and however, finds the page as it was or wholly blessed."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

EVERY_LINE = Path(__file__).with_name("stopped_at_every_line.py")
AT_ONCE = """
import os, sys
from pathlib import Path
from mlbook.publishing.checking.bless import BlessError, Correction, correct

start, go = os.pipe()
for number in range(8):
    if os.fork() == 0:
        os.close(go)
        os.read(start, 1)  # until all are there
        try:
            correct(Path(sys.argv[1]), [Correction(1, 1, (str(number),) * 9)], ["old"])
        except BlessError as error:
            os._exit("has changed" not in str(error))
        os._exit(2)
os.close(go)
print(sorted(os.waitstatus_to_exitcode(os.wait()[1]) for _ in range(8)))
"""
# A plugin of pytest: interrupts are heard even where a shell has had them ignored; and the process
# can be killed when the page is about to get its new text.
STOPPING = """
import os, signal, sys

signal.signal(signal.SIGINT, signal.default_int_handler)
if os.environ.get("STOP") == "write":
    os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
"""
WAITING = """
import time
from pathlib import Path
runs, go = Path({runs!r}), Path({go!r})
with runs.open("a") as file:
    file.write("x")
while len(runs.read_text()) == {run} and not go.exists():
    time.sleep(0.01)
"""


def outcomes(script, *arguments):
    command = [sys.executable, *script, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.mark.parametrize(("number", "beside"), [("SIGKILL", {"0", "1"}), ("SIGINT", {"0"})])
def test_stopped_at_any_line_of_the_writing_the_page_is_whole_and_the_next_blessing_tidies_up(
    tmp_path, number, beside
):
    stops = Counter(outcomes([EVERY_LINE], tmp_path / "page.md", number))
    assert {stop.split()[0] for stop in stops} == {"old", "new"}
    assert {stop.split()[1] for stop in stops} == beside
    assert {stop.split()[2] for stop in stops} == {"done"}
    assert stops.total() > 40


def test_of_those_who_bless_at_once_one_does_and_the_others_are_told(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("old\n")
    assert outcomes(["-c", AT_ONCE], page) == ["[0, 0, 0, 0, 0, 0, 0, 2]"]
    assert len(set(page.read_text().split())) == 1
    assert list(tmp_path.iterdir()) == [page]


class Project:
    """A project with one page; its second block waits in its first or its second run."""

    def __init__(self, path, run):
        waiting = WAITING.format(runs=str(path / "runs"), go=str(path / "go"), run=run)
        blocks = ("print(1)", f"{waiting}print(2)", "print(3)")
        self.old = "".join(f"```python\n{code}\n```\n\n```text\n0\n```\n\n" for code in blocks)
        self.new = self.old
        for output in "123":
            self.new = self.new.replace("```text\n0", f"```text\n{output}", 1)
        self.path, self.run, self.page = path, run, path / "docs" / "page.md"
        self.page.parent.mkdir()
        self.page.write_text(self.old)
        (path / "conftest.py").write_text('pytest_plugins = ["mlbook.publishing.pytest_plugin"]')
        (path / "stopping.py").write_text(STOPPING)

    def bless(self, stop=""):
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "stopping",
            "--bless",
            "docs/page.md",
        ]
        places = os.pathsep.join([str(self.path), *filter(None, sys.path)])
        environment = {**os.environ, "PYTHONPATH": places, "STOP": stop}
        environment.pop("CI", None)
        return subprocess.Popen(
            command, cwd=self.path, env=environment, stdout=subprocess.PIPE, text=True
        )

    def wait_for_block(self):
        end = time.monotonic() + 300
        runs = self.path / "runs"
        while time.monotonic() < end and not (runs.exists() and len(runs.read_text()) == self.run):
            time.sleep(0.01)

    def ended(self, process):
        told, _ = process.communicate(timeout=300)
        return process.returncode, told

    def names(self):
        return [path.name for path in self.page.parent.iterdir()]


@pytest.mark.parametrize(("number", "run"), [(signal.SIGKILL, 1), (signal.SIGINT, 2)])
def test_stopped_while_a_block_runs_nothing_is_blessed_and_the_next_blessing_is_whole(
    tmp_path, number, run
):
    project = Project(tmp_path, run)
    process = project.bless()
    project.wait_for_block()
    process.send_signal(number)
    status, told = project.ended(process)
    assert (status, "blessed docs" in told) == ({9: -9, 2: 2}[number], False)
    assert (project.page.read_text(), project.names()) == (project.old, ["page.md"])
    (tmp_path / "go").touch()
    assert project.ended(project.bless())[0] == 0
    assert (project.page.read_text(), project.names()) == (project.new, ["page.md"])


def test_killed_as_the_page_gets_its_text_the_next_blessing_is_whole(tmp_path):
    project = Project(tmp_path, 1)
    (tmp_path / "go").touch()
    assert project.ended(project.bless("write"))[0] == -9
    assert project.page.read_text() == project.old
    assert len(project.names()) == 2
    assert project.ended(project.bless())[0] == 0
    assert (project.page.read_text(), project.names()) == (project.new, ["page.md"])


def test_two_blessings_at_once_leave_a_whole_page(tmp_path):
    project = Project(tmp_path, 3)
    both = [project.bless(), project.bless()]
    told = [project.ended(process)[1] for process in both]
    assert any("blessed docs/page.md:1\n" in each for each in told)
    assert (project.page.read_text(), project.names()) == (project.new, ["page.md"])
