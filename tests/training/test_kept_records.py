"""The records of mlbook/records: whole, made by the command that they name, and true."""

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

# The real files, where they are at hand: beside this checkout, or where MLBOOK_DATA points.
PLACES = [Path(__file__).parents[3] / "shared" / "data" / "mnist", os.environ.get("MLBOOK_DATA")]
REAL = [str(place) for place in PLACES if place and Path(place).is_dir()][:1]


def test_the_records_are_those_that_the_book_speaks_of():
    assert set(NAMES) == {"mnist-numerical", *SEEDS, *RATES, *OPTIMIZERS}


@pytest.mark.parametrize("name", NAMES)
def test_a_record_is_whole_and_its_command_says_what_it_holds(name, monkeypatch):
    record, asked = kept_record(name), []
    assert record.status == "finished"
    assert record.updates == record.settings.updates == len(record.history.losses)
    assert record.settings.dataset == "mnist"
    words = shlex.split(record.command)
    assert words[:3] == ["python", "-m", "mlbook"]
    assert words[-2:] == ["--out", f"mlbook/records/{name}"]
    monkeypatch.setattr(command, "train", lambda options, _: asked.append(vars(options)) or 0)
    command.main(words[3:])
    del asked[0]["out"]
    assert Recipe(**{"lr": 0.1, **asked[0]}) == record.settings


def test_the_numerical_run_is_the_one_by_backpropagation_but_for_its_gradient():
    numerical, backprop = kept_record("mnist-numerical"), kept_record("mnist-seed-0")
    assert numerical.settings.gradient == "numerical"
    assert vars(numerical.settings) | {"gradient": "backprop"} == vars(backprop.settings)
    assert numerical.data_sha256 == backprop.data_sha256


def losses(recipe, data, updates=200, scale=1.0):
    """Return those of the first updates, the initial weights multiplied by `scale`."""
    training = recipe.training(data, updates=updates)
    training.network.params["W1"] *= scale
    return np.array([loss for _, loss in training])


@pytest.mark.parametrize("place", [None, *REAL])
def test_the_first_updates_of_every_record_come_out_again(place, monkeypatch):
    monkeypatch.setattr(TwoLayerNet, "accuracy", lambda *_: 0.0)
    if place is None:  # the records cannot be tried, but the trial can
        data, recipe = load_digits(), Recipe(updates=200)
        cases = {"made here": (recipe, losses(recipe, data))}
    else:
        monkeypatch.setenv("MLBOOK_DATA", place)
        data, records = load_mnist(), {name: kept_record(name) for name in NAMES}
        assert {record.data_sha256 for record in records.values()} == {checksum(data)}
        cases = {name: (each.settings, each.history.losses) for name, each in records.items()}
    for name, (recipe, kept) in cases.items():
        count = 40 if recipe.gradient == "numerical" else 200  # by differences it takes longer
        fast = losses(replace(recipe, gradient="backprop"), data, count)
        moved = losses(replace(recipe, gradient="backprop"), data, count, 1 + 1e-12) - fast
        again = losses(recipe, data, count) if recipe.gradient == "numerical" else fast
        # Sums are rounded otherwise elsewhere, and at large learning rates such differences grow:
        # ten thousand roundings at once show how fast, and from where on the losses are chance.
        bound = 1e-6 + np.maximum.accumulate(np.abs(moved))
        told = bound < 1e-3
        assert np.mean(told) > 0.25, name
        assert (np.abs(again - kept[:count]) <= bound * kept[:count])[told].all(), name
