"""Processes of a ring: results in order, errors told, and nobody left behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from mlbook import SGD, TwoLayerNet, load_digits
from mlbook.parallel import Ring, parallel_gradient, run_workers


def trained(ring, net, x, t):
    optimizer = SGD(lr=0.5)
    losses = []
    for start in range(0, 100, 20):
        rows = slice(start, start + 20)
        loss, grads = parallel_gradient(net, x[rows], t[rows], ring)
        optimizer.update(net.params, grads)
        losses.append(loss)
    return losses, net.params


def fails_at_one(ring):
    if ring.rank == 1:
        raise ValueError("worker 1 does not like this")
    return ring.all_reduce(np.ones(3))


def dies_at_one(ring):
    if ring.rank == 1:
        os._exit(3)
    return ring.all_reduce(np.ones(3))


def leaves_at_one(ring):
    return None if ring.rank == 1 else ring.all_reduce(np.ones(3))


def stays(ring):
    time.sleep(60)


def changes(ring, array):
    array += 1
    return array


def unpicklable(ring):
    return lambda: None


def test_one_two_and_four_processes_train_alike():
    (x, t), _ = load_digits()
    net = TwoLayerNet(64, 10, 10, 0.1, rng=np.random.default_rng(0))
    [(losses, params)] = run_workers(trained, 1, net, x, t)
    for count in (2, 4):
        for others, found in run_workers(trained, count, net, x, t):
            np.testing.assert_allclose(others, losses, rtol=1e-13)
            for name, value in params.items():
                np.testing.assert_allclose(found[name], value, rtol=0, atol=1e-14)


@pytest.mark.parametrize("count", [1, 2])
def test_workers_get_copies_of_the_arguments(count):
    array = np.zeros(2)
    assert [each.tolist() for each in run_workers(changes, count, array)] == [[1, 1]] * count
    assert array.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("work", "message"),
    [
        (fails_at_one, "worker 1 failed: ValueError: worker 1 does not like this"),
        (dies_at_one, "worker 1 died with exit status 3"),
        (leaves_at_one, r"worker \d waited for a neighbour that had returned"),
        (unpicklable, r"worker \d failed: "),
    ],
)
def test_a_worker_that_fails_is_reported_and_nobody_is_left(work, message):
    with pytest.raises(RuntimeError, match=message):
        run_workers(work, 4)
    assert multiprocessing.active_children() == []


def test_the_traceback_of_the_worker_is_a_note_of_the_error():
    with pytest.raises(RuntimeError) as failure:
        run_workers(fails_at_one, 2)
    assert "in fails_at_one" in failure.value.__notes__[0]


def test_a_process_that_cannot_start_leaves_nobody():
    with pytest.raises(Exception, match="pickle"):
        run_workers(stays, 2, lambda: None)
    assert multiprocessing.active_children() == []


def test_a_single_worker_raises_its_error_as_it_is():
    with pytest.raises(TypeError, match="needs"):
        run_workers(lambda ring: exec("raise TypeError('needs')"), 1)


@pytest.mark.parametrize(
    ("work", "count", "error"),
    [(None, 2, TypeError), (stays, 0, ValueError), (stays, 1.5, TypeError)],
)
def test_what_is_no_work_or_no_count_is_refused(work, count, error):
    with pytest.raises(error):
        run_workers(work, count)


SCRIPT = """\
import os
import time
from mlbook.parallel import run_workers


def stays(ring):
    print(os.getpid(), flush=True)
    time.sleep(60)


if __name__ == "__main__":
    run_workers(stays, 2)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no Ctrl-C to one process")
def test_ctrl_c_ends_the_workers(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    command, pipe = [sys.executable, str(script)], subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as run:
        pids = [int(run.stdout.readline()) for _ in range(2)]
        run.send_signal(signal.SIGINT)
        _, errors = run.communicate(timeout=60)
    assert errors.rstrip().endswith("KeyboardInterrupt")
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_ring_that_run_workers_makes_knows_its_size():
    assert run_workers(repr, 2) == ["Ring(rank=0, size=2)", "Ring(rank=1, size=2)"]


def test_a_sum_over_processes_is_the_sum():
    assert [each.tolist() for each in run_workers(Ring.all_reduce, 3, [1, 2])] == [[3, 6]] * 3
