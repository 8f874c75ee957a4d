"""The rule of each optimiser, against hand-worked numbers and reference values."""

import math

import numpy as np
import pytest

from mlbook import SGD, AdaGrad, Adam, Momentum, RMSProp, numerical_gradient


def end_in_the_valley(optimizer, updates):
    """Return where updates on x²/20 + y² from (-7, 2) end."""
    params = {"x": np.array(-7.0), "y": np.array([2.0])}
    for _ in range(updates):
        optimizer.update(params, {"x": params["x"] / 10, "y": 2 * params["y"]})
    return params["x"].item(), params["y"].item()


@pytest.mark.parametrize(
    ("optimizer", "end"),
    [
        (SGD(lr=0.95), (-0.3504, 0.0848)),
        (Momentum(lr=0.1), (0.8964, 0.0881)),
        (AdaGrad(lr=1.5), (-0.1202, 0.0000)),
        (Adam(lr=0.3), (0.1360, 0.3182)),
    ],
    ids=repr,
)
def test_thirty_updates_in_the_valley_end_at_the_reference_values(optimizer, end):
    assert tuple(np.round(end_in_the_valley(optimizer, 30), 4)) == end


def test_a_numerical_gradient_leads_to_the_same_end():
    params, optimizer = {"p": np.array([-7.0, 2.0])}, SGD(lr=0.95)
    for _ in range(30):
        gradient = numerical_gradient(lambda p: p[0] ** 2 / 20 + p[1] ** 2, params["p"])
        optimizer.update(params, {"p": gradient})
    assert params["p"].round(4).tolist() == [-0.3504, 0.0848]


@pytest.mark.parametrize(
    ("optimizer", "end"),
    [
        (SGD(0.5), 1 - 1.5 - 2.0),
        (Momentum(0.5, 0.5), 1 - 1.5 - (0.75 + 2.0)),
        (AdaGrad(2.0), 1 - 6 / (3 + 1e-7) - 8 / (5 + 1e-7)),
        # h is 0.5 · 9 = 4.5, then 0.5 · 4.5 + 0.5 · 16 = 10.25.
        (
            RMSProp(0.1, 0.5),
            1 - 0.3 / (math.sqrt(4.5) + 1e-7) - 0.4 / (math.sqrt(10.25) + 1e-7),
        ),
        # m is 1.5, then 2.75; v is 2.25, then 0.75 · 2.25 + 4 = 5.6875; the rate is corrected by
        # √(1 - 3/4)/(1 - 1/2) = 1, then by √(1 - 9/16)/(1 - 1/4).
        (
            Adam(0.1, 0.5, 0.75),
            1
            - 0.1 * 1.5 / (1.5 + 1e-7)
            - 0.1 * math.sqrt(7 / 16) / 0.75 * 2.75 / (math.sqrt(5.6875) + 1e-7),
        ),
    ],
    ids=repr,
)
def test_two_updates_from_1_with_gradients_3_and_4_match_hand_work(optimizer, end):
    params = {"W": np.array([[1.0]])}
    for g in (3.0, 4.0):
        optimizer.update(params, {"W": np.array([[g]])})
    assert params["W"].item() == pytest.approx(end, rel=1e-15)


def test_adam_agrees_with_the_box_of_its_paper_where_epsilon_is_negligible():
    theta, m, v = 1.0, 0.0, 0.0
    params, optimizer = {"W": np.array([1.0])}, Adam(lr=0.1)
    for n, g in enumerate([3.0, -1.0, 0.5], start=1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        theta -= 0.1 * (m / (1 - 0.9**n)) / (math.sqrt(v / (1 - 0.999**n)) + 1e-8)
        optimizer.update(params, {"W": np.array([g])})
    assert params["W"][0] == pytest.approx(theta, rel=1e-5)


def test_momentum_of_zero_is_sgd():
    momentum, sgd = Momentum(lr=0.1, momentum=0), SGD(lr=0.1)
    assert end_in_the_valley(momentum, 5) == end_in_the_valley(sgd, 5)


def test_defaults_are_those_of_the_book_and_repr_shows_them():
    assert [repr(rule()) for rule in (SGD, Momentum, AdaGrad, RMSProp, Adam)] == [
        "SGD(lr=0.01)",
        "Momentum(lr=0.01, momentum=0.9)",
        "AdaGrad(lr=0.01)",
        "RMSProp(lr=0.01, decay_rate=0.99)",
        "Adam(lr=0.001, beta1=0.9, beta2=0.999)",
    ]


@pytest.mark.parametrize(
    ("rule", "options"),
    [
        (Momentum, {"momentum": 1}),
        (Momentum, {"momentum": -0.1}),
        (RMSProp, {"decay_rate": -0.1}),
        (Adam, {"beta1": 1.0}),
        (Adam, {"beta2": 2.0}),
    ],
)
def test_fractions_out_of_range_are_named(rule, options):
    [(name, value)] = options.items()
    message = f"{name} must be one number from 0 to below 1, but it is {value}"
    with pytest.raises(ValueError, match=message):
        rule(**options)
