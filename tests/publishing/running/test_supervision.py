import fcntl
import os
import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from mlbook.publishing.running.runner import Runner
from mlbook.publishing.running.sandbox import limit

RUNNING = """import fcntl, os, time
held = open({path!r}, "w")
fcntl.flock(held, fcntl.LOCK_EX)
os.fork()
open({path!r} + "-running", "w").close()
while True:
    time.sleep(60)
"""


@pytest.fixture
def block(tmp_path):
    """A block that never ends, nor does the process that it begins; both hold one lock."""
    return RUNNING.format(path=str(tmp_path / "held"))


def is_true_soon(claim):
    end = time.monotonic() + 120
    while time.monotonic() < end and not claim():
        time.sleep(0.01)
    return claim()


def all_ended(tmp_path):
    with open(tmp_path / "held") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


@pytest.mark.parametrize("fork", [True, False])
def test_in_time_everything_is_ended_that_a_block_has_begun(tmp_path, block, fork):
    with Runner(timeout=0.5, fork=fork) as runner:
        while not (tmp_path / "held-running").exists():  # it takes its time to begin
            runner.timeout *= 2
            assert runner.run(block).complaint.startswith("did not end within")
    assert is_true_soon(lambda: all_ended(tmp_path))


@pytest.mark.parametrize("fork", [True, False])
def test_what_another_thread_runs_can_be_interrupted(tmp_path, block, fork):
    with ThreadPoolExecutor(1) as pool, Runner(timeout=60, fork=fork) as runner:
        run = pool.submit(runner.run, block)
        assert is_true_soon((tmp_path / "held-running").exists)
        runner.interrupt()
        assert run.result().complaint.startswith("ended")
        assert runner.run("print(1)").printed == "1\n"
    assert is_true_soon(lambda: all_ended(tmp_path))


def test_an_interrupt_that_comes_between_two_blocks_is_none():
    with Runner(timeout=20) as runner:
        runner.interrupt()
        assert runner.run("print(1)").printed == "1\n"
        runner.interrupt()


def test_an_interrupt_between_two_blocks_ends_nobody_who_has_got_the_last_ones_number(monkeypatch):
    with Runner(timeout=20, fork=False) as runner:
        runner.run("pass")
        monkeypatch.setattr(os, "killpg", lambda *_: pytest.fail("somebody was killed"))
        runner.interrupt()


def test_a_killed_press_leaves_neither_block_nor_directory(tmp_path, block):
    press = (
        "import sys\nfrom mlbook.publishing.running.runner import Runner\nRunner().run(sys.argv[1])"
    )
    (tmp_path / "temporary").mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temporary")}
    killed = subprocess.Popen([sys.executable, "-c", press, block], env=environment)
    assert is_true_soon((tmp_path / "held-running").exists)
    killed.kill()
    killed.wait()
    assert is_true_soon(lambda: all_ended(tmp_path))
    assert is_true_soon(lambda: not list((tmp_path / "temporary").iterdir()))


def test_a_system_without_limits_runs_blocks_without(monkeypatch):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    monkeypatch.setitem(sys.modules, "resource", None)
    limit()
    assert resource.getrlimit(resource.RLIMIT_FSIZE) == before


def test_where_there_are_no_groups_the_process_itself_is_ended(monkeypatch):
    monkeypatch.delattr(os, "killpg")
    with Runner(timeout=0.5, fork=False) as runner:
        assert runner.run("while True: pass").complaint == "did not end within 0.5 seconds"
