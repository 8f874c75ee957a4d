"""random_search on a Dask cluster of several processes, one of which dies at its work."""

import os

import numpy as np
import pytest
from distributed import Client, LocalCluster

from mlbook import SGD, TwoLayerNet, load_digits, train
from mlbook.training import log_uniform, random_search

TRIALS = 12


def accuracy(settings, rng):
    """Train for 30 updates; the first of all workers that comes here dies, if it is asked to."""
    deadly = settings["deadly"]
    if deadly is not None:
        try:
            os.open(deadly, os.O_CREAT | os.O_EXCL)
        except FileExistsError:
            pass
        else:
            os._exit(1)
    (x, t), (x_test, t_test) = load_digits()
    net = TwoLayerNet(64, 20, 10, 0.3, rng=rng)
    train(net, x, t, updates=30, optimizer=SGD(settings["lr"]), rng=rng)
    return net.accuracy(x_test, t_test)


def search(executor=None, deadly=None):
    space = {"lr": log_uniform(0.1, 10), "deadly": [deadly]}
    return random_search(accuracy, space, TRIALS, executor=executor, rng=np.random.default_rng(0))


def results(trials):
    return [(trial.settings["lr"], trial.score, trial.error) for trial in trials]


@pytest.fixture(scope="module")
def client():
    """A client of three worker processes, which it would not replace by threads."""
    options = {"n_workers": 3, "threads_per_worker": 1, "host": "127.0.0.1"}
    with (
        LocalCluster(**options, processes=True, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        yield client


def test_a_cluster_finds_what_one_process_finds(client):
    found = search(client.get_executor())
    assert len({trial.score for trial in found}) > TRIALS / 2
    assert results(found) == results(search())


def test_a_worker_that_dies_changes_no_result(client, tmp_path):
    mark = tmp_path / "died"
    found = search(client.get_executor(), str(mark))
    assert mark.exists()
    assert results(found) == results(search())


def test_a_trial_that_kills_each_worker_it_gets_is_a_result_with_its_error(client):
    def kill(settings, rng):
        os._exit(1)

    found = random_search(kill, {"lr": [1.0]}, 2, executor=client.get_executor())
    assert [trial.score for trial in found] == [-np.inf] * 2
    assert all(trial.error.startswith("KilledWorker: ") for trial in found)
