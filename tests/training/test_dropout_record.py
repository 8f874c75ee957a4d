"""The record of dropout in a deep network on few images of MNIST: how it is made, and repeated.

``python tests/training/test_dropout_record.py`` writes ``mlbook/records/dropout.json``.
"""

import json
import os
import platform
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import mlbook
from mlbook import SGD, Affine, Dropout, Relu, load_mnist
from mlbook.networks import Network
from mlbook.training import checksum, recorded

RECORD = Path(mlbook.__file__).parent / "records" / "dropout.json"
SETTINGS = {
    "images": 300,
    "hidden": [100] * 6,
    "lr": 0.01,
    "batch_size": 100,
    "epochs": 300,
    "evaluated_every": 10,
    "ratios": [0.0, 0.2],
    "seeds": 5,
}
PLACES = [Path(__file__).parents[3] / "shared" / "data" / "mnist", os.environ.get("MLBOOK_DATA")]
MNIST = [str(place) for place in PLACES if place and Path(place).is_dir()][:1]


def network(ratio, rng):
    sizes, layers = [784, *SETTINGS["hidden"]], []
    for inputs, units in pairwise(sizes):
        weights = np.sqrt(2 / inputs) * rng.standard_normal((inputs, units))
        layers += [Affine(weights, np.zeros(units)), Relu(), Dropout(ratio, rng=rng)]
    last = np.sqrt(2 / sizes[-1]) * rng.standard_normal((sizes[-1], 10))
    return Network(*layers, Affine(last, np.zeros(10)))


def accuracies(data, ratio, seed, epochs):
    """Return the accuracies on the images of training and on the test data, every ten epochs."""
    (x, t), (x_test, t_test) = data
    count, size = SETTINGS["images"], SETTINGS["batch_size"]
    x, t = x[:count], t[:count]
    rng = np.random.default_rng(seed)
    net, optimizer, rows = network(ratio, rng), SGD(SETTINGS["lr"]), []
    for epoch in range(1, epochs + 1):
        order = rng.permutation(count)
        for start in range(0, count, size):
            batch = order[start : start + size]
            optimizer.update(net.params, net.gradient(x[batch], t[batch]))
        if epoch % SETTINGS["evaluated_every"] == 0:
            rows.append([net.accuracy(x, t), net.accuracy(x_test, t_test)])
    return np.array(rows).T.round(4).tolist()


def test_the_record_has_every_run_of_its_settings():
    record = recorded("dropout")
    assert record["settings"] == SETTINGS
    assert list(record["runs"]) == [str(ratio) for ratio in SETTINGS["ratios"]]
    for runs in record["runs"].values():
        assert np.shape(runs) == (SETTINGS["seeds"], 2, len(record["evaluated_at"]))
    assert record["evaluated_at"][-1] == SETTINGS["epochs"]


def assert_repeated(monkeypatch, seeds, epochs):
    monkeypatch.setenv("MLBOOK_DATA", MNIST[0])
    data, record = load_mnist(), recorded("dropout")
    assert checksum(data) == record["data_sha256"]
    for ratio, runs in record["runs"].items():
        for seed in range(seeds):
            again = accuracies(data, float(ratio), seed, epochs)
            kept = np.array(runs[seed])[:, : epochs // SETTINGS["evaluated_every"]]
            np.testing.assert_allclose(again, kept, atol=0.01)


needs_mnist = pytest.mark.skipif(not MNIST, reason="the files of MNIST are not at hand")


@needs_mnist
def test_its_first_epochs_are_repeated(monkeypatch):
    assert_repeated(monkeypatch, seeds=1, epochs=10)


@needs_mnist
@pytest.mark.slow
def test_it_is_repeated_to_its_end(monkeypatch):
    assert_repeated(monkeypatch, seeds=SETTINGS["seeds"], epochs=SETTINGS["epochs"])


if __name__ == "__main__":
    mnist = load_mnist()
    every, end = SETTINGS["evaluated_every"], SETTINGS["epochs"]
    fields = {
        "command": "python tests/training/test_dropout_record.py",
        "settings": SETTINGS,
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
        "data_sha256": checksum(mnist),
        "evaluated_at": list(range(every, end + 1, every)),
    }
    lines = [f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in fields.items()]
    runs = [
        f'    "{ratio}": [\n'
        + ",\n".join(
            f"      {json.dumps(accuracies(mnist, ratio, seed, end))}"
            for seed in range(SETTINGS["seeds"])
        )
        + "\n    ]"
        for ratio in SETTINGS["ratios"]
    ]
    text = "{\n" + ",\n".join([*lines, '  "runs": {\n' + ",\n".join(runs) + "\n  }"]) + "\n}\n"
    RECORD.write_text(text, encoding="utf-8")
