"""A training that goes on from a state makes the numbers of one that was never interrupted."""

from itertools import islice, product

import numpy as np
import pytest

from mlbook._arrays import read_arrays, write_arrays
from mlbook.training import Recipe, restore, state_of
from mlbook.training.building import BUILDERS
from mlbook.training.settings import DTYPES, OPTIMIZERS, SCHEDULES

UPDATES = 9
SMALL = {"hidden": 6, "batch_size": 20, "train_size": 100, "updates": UPDATES}  # 5 an epoch
DATA = Recipe(train_size=100).data()
DATA = DATA[0], tuple(part[:30] for part in DATA[1])
ALL = {"dropout": 0.3, "batch_norm": True, "weight_decay": 0.01, "warmup": 2}
OPTIONS = {  # of each network: everything that draws numbers or remembers them
    "two-layer": [{}, {"replace": True}, {"weight_decay": 0.1}, {"gradient": "numerical"}],
    "multi-layer": [{"weight_init_std": "he"}, {"weight_init_std": "he", **ALL, "depth": 2}],
    "conv": [{"shift": 1}],
    "deep-conv": [{"dropout": 0.5, "shift": 2, "weight_init_std": "he"}],
}


def recipes():
    for network, choices in OPTIONS.items():
        for options in choices:
            yield Recipe(network=network, **SMALL | options)
    for optimizer, schedule, dtype in product(OPTIMIZERS, SCHEDULES, DTYPES):
        yield Recipe(
            network="multi-layer", optimizer=optimizer, schedule=schedule, dtype=dtype,
            weight_init_std="he", lr=0.01, **SMALL | ALL,
        )  # fmt: skip


RECIPES = list(recipes())


def run(training, updates=None):
    return [loss for _, loss in islice(training, updates)]


def numbers(training):
    """Return all that a training has come to: its history, its arrays, what it draws next."""
    history = training.history()
    state = {name: array.tolist() for name, array in state_of(training).items()}
    return history.losses.tolist(), history.evaluated_at.tolist(), state


@pytest.mark.parametrize("recipe", RECIPES, ids=str)
def test_the_numbers_are_those_of_an_uninterrupted_training(recipe, tmp_path):
    whole = recipe.training(DATA)
    run(whole)
    for done in (0, 1, 5, 7, UPDATES):
        first, second = recipe.training(DATA), recipe.training(DATA)
        run(first, done)
        write_arrays(tmp_path / "state.npz", state_of(first))
        restore(second, read_arrays(tmp_path / "state.npz"))
        assert len(run(second)) == UPDATES - done
        assert numbers(second) == numbers(whole)


def test_every_network_is_tried():
    assert set(OPTIONS) == set(BUILDERS)


def test_the_numbers_differ_without_any_part_of_the_state():
    """The checker is able to see: each part that is left as it was changes the numbers."""
    recipe = Recipe(network="multi-layer", weight_init_std="he", optimizer="adam", **SMALL | ALL)
    first, whole = recipe.training(DATA), recipe.training(DATA)
    run(first, 7)
    run(whole)
    state, fresh = state_of(first), state_of(recipe.training(DATA))
    for part in ("W1", "running_mean1", "training.generators", "optimizer.W1.0"):
        second = recipe.training(DATA)
        restore(second, state | {part: fresh.get(part, np.zeros_like(state[part]))})
        run(second)
        assert numbers(second) != numbers(whole), part


def test_a_finished_training_can_have_more_updates():
    recipe = Recipe(**SMALL)
    first, second, whole = (recipe.training(DATA, updates=n) for n in (7, 12, 12))
    run(first)
    run(whole)
    assert first.history().evaluated_at.tolist() == [0, 5, 7]
    restore(second, state_of(first))
    run(second)
    assert numbers(second) == numbers(whole)
    assert second.history().evaluated_at.tolist() == [0, 5, 10, 12]


def test_a_training_whose_update_broke_off_has_no_state(monkeypatch):
    training = Recipe(**SMALL).training(DATA)
    run(training, 3)

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(training._optimizer, "update", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(training)
    with pytest.raises(ValueError, match="an update of this training broke off"):
        state_of(training)


@pytest.mark.parametrize(
    ("recipe", "change", "sentence"),
    [
        (Recipe(**SMALL | {"updates": 6}), {}, "it has made 7 updates of 6"),
        (Recipe(**SMALL | {"hidden": 5}), {}, r"params\['W1'\] has shape \(64, 6\)"),
        (Recipe(**SMALL, dtype="float32"), {}, "must be a float32 array, but it is float64"),
        (Recipe(**SMALL, optimizer="adam"), {}, "'optimizer.W1.1'"),
        (Recipe(**SMALL), {"training.generators": np.array('{"dice": {}}')}, "'dice'"),
        (Recipe(**SMALL), {"training.generators": np.array('{"weights": 1}')}, "state must be"),
        (Recipe(**SMALL), {"training.generators": np.array("{")}, "Expecting property name"),
        (
            Recipe(**SMALL, optimizer="momentum"),
            {"optimizer.W1.0": np.zeros(3)},
            r"an array of the optimiser has shape \(3,\), not \(64, 6\)",
        ),
    ],
    ids=repr,
)
def test_a_state_of_another_training_gets_a_sentence(recipe, change, sentence):
    first = Recipe(**SMALL, optimizer="momentum").training(DATA)
    run(first, 7)
    with pytest.raises(ValueError, match=f"no state of such a training: .*{sentence}"):
        restore(recipe.training(DATA), state_of(first) | change)
