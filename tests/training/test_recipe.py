from dataclasses import asdict

import numpy as np
import pytest

from mlbook import SGD, AdaGrad, Adam, Momentum, RMSProp, load_digits, load_mnist
from mlbook.networks import TwoLayerNet
from mlbook.training import train
from mlbook.training.recipe import DATASETS, DTYPES, GRADIENTS, OPTIMIZERS, Recipe, checksum


def test_choices_have_names_and_optimisers_default_learning_rates():
    assert {"digits": load_digits, "mnist": load_mnist} == DATASETS
    assert GRADIENTS == ("backprop", "numerical")
    assert DTYPES == ("float64", "float32")
    assert {
        "sgd": (SGD, 0.1),
        "momentum": (Momentum, 0.01),
        "adagrad": (AdaGrad, 0.01),
        "rmsprop": (RMSProp, 0.01),
        "adam": (Adam, 0.001),
    } == OPTIMIZERS


def test_the_default_is_sgd_on_the_digits():
    assert asdict(Recipe()) == {
        "dataset": "digits",
        "gradient": "backprop",
        "optimizer": "sgd",
        "lr": 0.1,
        "updates": 1000,
        "batch_size": 100,
        "hidden": 50,
        "seed": 0,
        "weight_init_std": 0.01,
        "replace": False,
        "dtype": "float64",
    }


def test_the_seed_gives_one_generator_for_weights_and_one_for_batches():
    recipe = Recipe(updates=20, hidden=3, seed=4, optimizer="adam", lr=0.01)
    train_data, test_data = data = recipe.data()
    weights, batches = np.random.default_rng(4).spawn(2)
    by_hand = train(
        TwoLayerNet(64, 3, 10, rng=weights), *train_data, *test_data,
        updates=20, optimizer=Adam(lr=0.01), rng=batches,
    )  # fmt: skip
    assert [loss for _, loss in recipe.training(data)] == by_hand.losses.tolist()


@pytest.mark.parametrize("settings", [{"gradient": "numerical"}, {"replace": True}])
def test_gradient_and_replacement_are_those_of_the_recipe(settings):
    (x, t), (x_test, t_test) = Recipe().data()
    data = (x[:60], t[:60]), (x_test[:20], t_test[:20])
    recipe = Recipe(updates=3, hidden=2, batch_size=50, **settings)
    weights, batches = np.random.default_rng(0).spawn(2)
    net = TwoLayerNet(64, 2, 10, rng=weights, dtype=recipe.dtype)
    by_hand = train(net, *data[0], *data[1], updates=3, batch_size=50, rng=batches, **settings)
    assert [loss for _, loss in recipe.training(data)] == by_hand.losses.tolist()


def test_a_checksum_depends_on_values_shapes_and_types():
    x, t = np.zeros((2, 3)), np.zeros(2, np.int64)
    others = x + 1, x.reshape(3, 2), x.astype(np.int64)  # zeros of the same bytes
    sums = {checksum(((each, t), (x, t))) for each in (x, *others)}
    assert len(sums) == 4


def test_a_checksum_is_the_same_where_the_default_integer_has_32_bits(monkeypatch):
    x, t = np.zeros((2, 3)), np.arange(2, dtype=np.int64)
    here = checksum(((x, t), (x, t)))
    monkeypatch.setattr(np, "intp", np.int32)
    narrow = t.astype(np.int32)
    assert checksum(((x, narrow), (x, narrow))) == here
