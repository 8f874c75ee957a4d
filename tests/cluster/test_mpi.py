"""random_search under MPI; this file is also the script that the processes of the job run."""

import json
import os
import subprocess
import sys

import numpy as np

from mlbook import SGD, TwoLayerNet, load_digits, train
from mlbook.training import log_uniform, random_search

SPACE = {"lr": log_uniform(0.1, 10), "hidden": [0, 10, 20]}  # no network has 0 hidden units


def accuracy(settings, rng):
    (x, t), (x_test, t_test) = load_digits()
    net = TwoLayerNet(64, settings["hidden"], 10, 0.3, rng=rng)
    train(net, x, t, updates=30, optimizer=SGD(settings["lr"]), rng=rng)
    return net.accuracy(x_test, t_test)


def rank():
    from mpi4py import MPI

    return MPI.COMM_WORLD.rank


def on_a_worker(settings, rng):
    if rank() == 0:
        raise RuntimeError("rank 0 waits for the others")
    return accuracy(settings, rng)


def dying(settings, rng):
    if rank() == 2:
        os._exit(1)
    return accuracy(settings, rng)


def search(train, executor=None):
    found = random_search(train, SPACE, 12, executor=executor, rng=np.random.default_rng(0))
    return [[trial.settings, trial.score, trial.error] for trial in found]


def job(function):
    """Run this file as three processes: rank 0 searches, two others train."""
    command = ["mpiexec", "-n", "3", sys.executable, "-m", "mpi4py.futures", __file__, function]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_a_job_finds_what_one_process_finds():
    done = job("on_a_worker")
    assert (done.returncode, done.stderr) == (0, "")
    here = search(accuracy)
    assert json.loads(done.stdout) == here
    assert {error is None for _, _, error in here} == {True, False}


def test_a_worker_that_dies_ends_the_job_without_a_result():
    done = job("dying")
    assert done.returncode != 0
    assert not done.stdout.startswith("[")


if __name__ == "__main__":
    from mpi4py.futures import MPIPoolExecutor

    with MPIPoolExecutor() as executor:
        print(json.dumps(search(globals()[sys.argv[1]], executor)))
