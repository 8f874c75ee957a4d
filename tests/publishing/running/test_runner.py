"""The processes of blocks: how they are started, watched and ended."""

import fcntl
import os
import signal
import subprocess
import sys
import time

import pytest

from mlbook.publishing.running.run import Run
from mlbook.publishing.running.runner import Runner

ENDLESS = """import fcntl, os, time
held = open({path!r}, "w")
fcntl.flock(held, fcntl.LOCK_EX)
os.fork()
open({path!r} + "-running", "w").close()
while True:
    time.sleep(60)
"""
POOL = """import fcntl, multiprocessing, time

def hold(path):
    held = open(path, "w")
    fcntl.flock(held, fcntl.LOCK_SH)
    open(path + "-running", "w").close()
    time.sleep(600)

if __name__ == "__main__":
    with multiprocessing.get_context({method!r}).Pool(2) as pool:
        pool.map(hold, [{path!r}] * 2)
"""
PRESS = """import signal, sys
from mlbook.publishing.running import runner
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have set it to be ignored
runner.GRACE = 0
print(runner.Runner(float(sys.argv[2])).run(sys.argv[1]))
"""
SURROUNDINGS = """import os, sys, warnings
print(sorted(os.environ), sys.argv, sys.path[1:], sys.flags)
print(os.listdir(), warnings.filters)
"""
DRAWING = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nprint('图')\n1 / 0\n"


@pytest.fixture
def endless(tmp_path):
    """A block that never ends, nor does the process that it begins; both hold one lock."""
    return ENDLESS.format(path=str(tmp_path / "held"))


def is_true_soon(claim):
    end = time.monotonic() + 120
    while time.monotonic() < end and not claim():
        time.sleep(0.01)
    return claim()


def is_running(tmp_path):
    return (tmp_path / "held-running").exists()


def all_ended(tmp_path):
    with open(tmp_path / "held") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def test_two_blocks_run_in_two_processes_forked_from_one(runner):
    pids = [runner.run("import os\nprint(os.getpid(), os.getppid())").printed for _ in range(2)]
    (one, parent), (other, same) = (line.split() for line in pids)
    assert one != other
    assert parent == same != str(os.getpid())


def test_threads_share_a_runner_and_each_gets_its_own_run(runner):
    futures = [runner.submit(f"print({number})") for number in range(12)]
    assert [future.result() for future in futures] == [Run(f"{n}\n") for n in range(12)]


def test_a_block_is_ended_in_time_with_the_processes_that_it_began(tmp_path, endless):
    with Runner(timeout=0.2) as hasty:
        while not is_running(tmp_path):  # it takes its time to begin
            hasty.timeout *= 2
            run = hasty.run(endless)
    assert run == Run(complaint=f"did not end within {hasty.timeout:g} seconds")
    assert is_true_soon(lambda: all_ended(tmp_path))


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_a_pool_is_ended_in_time_however_its_processes_begin(tmp_path, method):
    code = POOL.format(path=str(tmp_path / "held"), method=method)
    with Runner(timeout=2) as hasty:
        while not is_running(tmp_path):
            hasty.timeout *= 2
            run = hasty.run(code)
    assert run == Run(complaint=f"did not end within {hasty.timeout:g} seconds")
    assert is_true_soon(lambda: all_ended(tmp_path))


def test_processes_left_by_a_finished_block_are_ended(runner, tmp_path, endless):
    code = endless.replace("os.fork()", "if os.fork(): raise SystemExit")
    assert runner.run(code).error == "SystemExit"
    assert is_true_soon(lambda: all_ended(tmp_path))


def test_a_closed_runner_ends_the_running_blocks_and_begins_no_other(tmp_path, endless):
    runner = Runner(timeout=60)
    running = [runner.submit(endless) for _ in range(os.cpu_count() + 1)]
    assert is_true_soon(lambda: is_running(tmp_path))
    runner.close()
    assert running[0].result().complaint == "ended its process before its last line, by SIGKILL"
    assert running[-1].cancelled()
    assert is_true_soon(lambda: all_ended(tmp_path))
    with pytest.raises(RuntimeError, match="the runner is closed"):
        runner.run("print(1)")


@pytest.mark.parametrize(("number", "seconds"), [(signal.SIGINT, "60"), (signal.SIGKILL, "3")])
def test_a_press_that_is_stopped_leaves_no_block_behind(tmp_path, endless, number, seconds):
    """Interrupted, it ends its block; killed, the block ends by itself when its time is over."""
    code = endless.replace("os.fork()\n", "") if number == signal.SIGKILL else endless
    press = subprocess.Popen(
        [sys.executable, "-c", PRESS, code, seconds],
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert is_true_soon(lambda: is_running(tmp_path))
    press.send_signal(number)
    assert (
        press.communicate(timeout=60)[1]
        .strip()
        .endswith(b"KeyboardInterrupt" * (number == signal.SIGINT))
    )
    assert is_true_soon(lambda: all_ended(tmp_path))


def test_a_killed_server_is_reported_and_replaced():
    killer = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nwhile True: pass"
    with Runner(timeout=30) as runner:
        server = int(runner.run("import os\nprint(os.getppid())").printed)
        assert runner.run(killer).complaint == "ended the process that ran it"
        os.waitid(os.P_PID, server, os.WEXITED | os.WNOWAIT)  # a dying server still refuses
        assert runner.run("print(1)") == Run("1\n")


@pytest.mark.parametrize(("method", "runs"), [("spawn", 2), ("", 1)])
def test_an_interpreter_that_could_not_begin_is_begun_again(method, runs, monkeypatch):
    died, tried = Run(complaint="ended the process that ran it"), []
    monkeypatch.setattr(Runner, "_run", lambda *arguments: tried.append(arguments) or died)
    with Runner() as runner:
        assert runner.run("print(1)", method=method) == died
    assert len(tried) == runs


def test_spawned_blocks_do_the_same_with_other_hashes(runner):
    with Runner(timeout=60, method="spawn") as spawning:
        blocks = SURROUNDINGS, DRAWING
        futures = [spawning.submit(block, "page.md", 3) for block in blocks]
        assert [future.result() for future in futures] == [
            runner.run(block, "page.md", 3) for block in blocks
        ]
        seed = "print(hash('x'))"
        assert runner.run(seed) == runner.run(seed) != spawning.run(seed)


def test_a_system_without_process_groups_ends_the_process_itself(monkeypatch):
    monkeypatch.delattr(os, "killpg")
    with Runner(timeout=0.5) as runner:
        assert runner.run("while True: pass").complaint == "did not end within 0.5 seconds"
