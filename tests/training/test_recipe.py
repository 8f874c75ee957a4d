from dataclasses import asdict

import numpy as np
import pytest

from mlbook import SGD, AdaGrad, Adam, AdamW, Momentum, RMSProp, load_digits, load_mnist
from mlbook.datasets.shifts import random_shifts
from mlbook.networks import TwoLayerNet
from mlbook.training import train
from mlbook.training.building import optimizer_of, schedule_of
from mlbook.training.recipe import Recipe, checksum
from mlbook.training.settings import (
    DATASETS,
    DTYPES,
    GRADIENTS,
    NETWORKS,
    OPTIMIZERS,
    SCHEDULES,
)


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
        "adamw": (AdamW, 0.001),
    } == OPTIMIZERS
    assert list(NETWORKS) == ["two-layer", "multi-layer", "conv", "deep-conv"]
    assert SCHEDULES == ("constant", "step", "cosine")


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
        "network": "two-layer",
        "depth": 2,
        "weight_decay": 0.0,
        "dropout": 0.0,
        "batch_norm": False,
        "schedule": "constant",
        "warmup": 0,
        "train_size": 0,
        "shift": 0,
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


def network(**settings):
    recipe = Recipe(hidden=6, **settings)
    return recipe.training(recipe.data(), updates=0).network


def test_each_network_is_built_as_the_recipe_says():
    assert repr(network(weight_decay=0.1)) == "TwoLayerNet(Affine(64, 6), Sigmoid(), Affine(6, 10))"
    options = {"depth": 1, "dropout": 0.25, "batch_norm": True, "weight_init_std": "he"}
    assert repr(network(network="multi-layer", **options)) == (
        "MultiLayerNet(Affine(64, 6), BatchNormalization(6), Relu(), Dropout(0.25), Affine(6, 10))"
    )
    layers = network(network="conv").layers
    assert [repr(layers[i]) for i in (0, 4)] == ["Convolution(30, 1, 5, 5)", "Affine(120, 6)"]
    layers = network(network="deep-conv", dropout=0.25).layers
    assert [repr(layers[i]) for i in (0, -2)] == [
        "Convolution(16, 1, 3, 3, pad=1)",
        "Dropout(0.25)",
    ]


@pytest.mark.parametrize("kind", ["two-layer", "multi-layer", "conv", "deep-conv"])
def test_weight_decay_belongs_to_the_loss_or_to_adamw(kind):
    assert network(network=kind, weight_decay=0.1).weight_decay == 0.1
    assert network(network=kind, weight_decay=0.1, optimizer="adamw").weight_decay == 0
    assert optimizer_of(Recipe(optimizer="adamw", weight_decay=0.1)).weight_decay == 0.1


def test_a_convolutional_network_is_trained_on_images():
    recipe = Recipe(network="conv", hidden=5, updates=2, optimizer="adam", lr=0.01)
    losses = [loss for _, loss in recipe.training(recipe.data())]
    assert losses[0] == pytest.approx(np.log(10), abs=0.01)


@pytest.mark.parametrize("kind", ["two-layer", "conv"])
def test_images_move_by_a_generator_of_their_own(kind):
    options = {"network": kind, "updates": 3, "hidden": 5, "lr": 0.01, "batch_size": 20}
    recipe, still = Recipe(shift=1, **options), Recipe(**options)
    data = recipe.data()
    training, plain = recipe.training(data), still.training(data)
    shifts = np.random.default_rng(0).spawn(3)[2]
    for _ in range(2):
        samples, targets = plain._next_batch()
        moved, wanted = training._next_batch()
        assert (moved == random_shifts(samples, 1, rng=shifts)).all()
        assert (wanted == targets).all()


@pytest.mark.parametrize(
    ("settings", "rates"),
    [
        ({"schedule": "step"}, [1, 1, 0.1, 0.1, 0.01]),
        ({"schedule": "cosine"}, [1, 0.905, 0.655, 0.345, 0.095]),
        ({"warmup": 4}, [0.25, 0.5, 0.75, 1, 1]),
    ],
)
def test_a_schedule_is_that_of_all_updates_of_the_recipe(settings, rates):
    schedule = schedule_of(Recipe(lr=1.0, updates=5, **settings), 5)
    assert [schedule(n) for n in range(1, 6)] == pytest.approx(rates, abs=1e-3)
    assert schedule_of(Recipe(), 5) is None
    recipe = Recipe(lr=1.0, updates=5, **settings)
    (training,) = [recipe.training(recipe.data(), updates=3)]
    assert [training._optimizer.lr for _ in training] == pytest.approx(rates[:3], abs=1e-3)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"network": "deep"}, "network must be one of two-layer, multi-layer, conv, deep-conv, "),
        ({"schedule": "slow"}, "schedule must be one of constant, step, cosine, but it is 'slow'"),
        ({"depth": 3}, "depth is a setting of multi-layer, but network is two-layer"),
        ({"network": "conv", "dropout": 0.5}, "dropout is a setting of multi-layer and deep-"),
        ({"batch_norm": True}, "batch_norm is a setting of multi-layer, but"),
    ],
)
def test_a_setting_that_does_not_fit_is_named(settings, message):
    with pytest.raises(ValueError, match=message):
        Recipe(**settings)


def test_the_training_images_may_be_the_first_of_all():
    (x, t), test = Recipe(train_size=30).data()
    (whole, labels), whole_test = load_digits()
    assert (x == whole[:30]).all()
    assert (t == labels[:30]).all()
    assert (test[0] == whole_test[0]).all()
    with pytest.raises(ValueError, match="train_size is 9999, but there are 1500 images"):
        Recipe(train_size=9999).data()
    with pytest.raises(ValueError, match="train_size must be at least 0, but it is -5"):
        Recipe(train_size=-5).data()


@pytest.mark.parametrize("kind", ["two-layer", "conv"])
def test_only_a_deep_network_knows_initial_weights_by_name(kind):
    with pytest.raises(ValueError, match=f"must be a number for the network '{kind}'.* 'he'"):
        network(network=kind, weight_init_std="he")


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
