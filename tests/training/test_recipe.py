"""What a training is made of, by name and by default."""

from dataclasses import asdict

from mlbook import SGD, AdaGrad, Adam, Momentum, RMSProp, load_digits, load_mnist
from mlbook.training.recipe import DATASETS, DTYPES, GRADIENTS, OPTIMIZERS, Recipe


def test_every_choice_has_a_name_and_every_optimiser_a_rate_of_its_own():
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


def test_without_more_words_the_digits_are_learned_by_plain_descent():
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
