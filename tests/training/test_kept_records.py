"""The trainings in mlbook/records are complete, and their commands and losses are true."""

import os
import shlex
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import mlbook
from mlbook import command
from mlbook.datasets import load_digits, load_mnist
from mlbook.networks import TwoLayerNet
from mlbook.training import kept_record
from mlbook.training.recipe import Recipe, checksum

KEPT = Path(mlbook.__file__).parent / "records"
NAMES = sorted(path.parent.name for path in KEPT.glob("*/history.json"))
SEEDS = [f"mnist-seed-{seed}" for seed in range(5)]
RATES = [f"mnist-lr-{rate}-seed-{seed}" for rate in (0.01, 0.5, 1, 5, 10) for seed in range(3)]
RULES = ["sgd", "momentum", "adagrad", "rmsprop", "adam"]
OPTIMIZERS = [f"mnist-{rule}-seed-{seed}" for rule in RULES for seed in range(3)]

# The files of MNIST, if they are beside this checkout or where MLBOOK_DATA points.
PLACES = [Path(__file__).parents[3] / "shared" / "data" / "mnist", os.environ.get("MLBOOK_DATA")]
MNIST = [str(place) for place in PLACES if place and Path(place).is_dir()][:1]


def test_the_records_are_those_of_the_book():
    assert set(NAMES) == {"mnist-numerical", *SEEDS, *RATES, *OPTIMIZERS}


@pytest.mark.parametrize("name", NAMES)
def test_a_record_is_complete_and_its_command_gives_its_settings(name, monkeypatch):
    record, runs = kept_record(name), []
    assert record.status == "finished"
    assert record.updates == record.settings.updates == len(record.history.losses)
    assert record.settings.dataset == "mnist"
    words = shlex.split(record.command)
    assert words[:3] == ["python", "-m", "mlbook"]
    assert words[-2:] == ["--out", f"mlbook/records/{name}"]
    monkeypatch.setattr(command, "train", lambda options, _: runs.append(vars(options)) or 0)
    command.main(words[3:])
    del runs[0]["out"]
    assert Recipe(**{"lr": 0.1, **runs[0]}) == record.settings


def test_the_numerical_training_differs_from_seed_0_only_in_its_gradient():
    numerical, backprop = kept_record("mnist-numerical"), kept_record("mnist-seed-0")
    assert numerical.settings.gradient == "numerical"
    assert vars(numerical.settings) | {"gradient": "backprop"} == vars(backprop.settings)
    assert numerical.data_sha256 == backprop.data_sha256


def losses(recipe, data, updates=200, scale=1.0):
    """Return the losses of the first updates, with initial weights multiplied by `scale`."""
    training = recipe.training(data, updates=updates)
    training.network.params["W1"] *= scale
    return np.array([loss for _, loss in training])


@pytest.mark.parametrize("place", [None, *MNIST])
def test_the_first_updates_of_every_record_can_be_repeated(place, monkeypatch):
    monkeypatch.setattr(TwoLayerNet, "accuracy", lambda *_: 0.0)
    if place is None:  # without MNIST, a training of the digits takes the place of the records
        data, recipe = load_digits(), Recipe(updates=200)
        cases = {"digits": (recipe, losses(recipe, data))}
    else:
        monkeypatch.setenv("MLBOOK_DATA", place)
        data, records = load_mnist(), {name: kept_record(name) for name in NAMES}
        assert {record.data_sha256 for record in records.values()} == {checksum(data)}
        cases = {name: (each.settings, each.history.losses) for name, each in records.items()}
    for name, (recipe, kept) in cases.items():
        count = 40 if recipe.gradient == "numerical" else 200  # by differences it takes longer
        fast = losses(replace(recipe, gradient="backprop"), data, count)
        again = losses(recipe, data, count) if recipe.gradient == "numerical" else fast
        bound = np.full(count, 1e-6)
        if recipe.lr > 1:
            # Another machine rounds sums otherwise, and at such rates the differences grow. How
            # fast, weights that differ by ten thousand roundings show: losses are compared as long
            # as these differ by less than a thousandth.
            moved = losses(replace(recipe, gradient="backprop"), data, count, 1 + 1e-12) - fast
            bound += np.maximum.accumulate(np.abs(moved))
        comparable = bound < 1e-3
        assert np.mean(comparable) > 0.25, name
        assert (np.abs(again - kept[:count]) <= bound * kept[:count])[comparable].all(), name
