import math

import numpy as np
import pytest

from mlbook import AdaGrad, Adam, RMSProp


@pytest.mark.parametrize(
    ("optimizer", "end"),
    [(AdaGrad(lr=1.5), (-0.1202, 0.0000)), (Adam(lr=0.3), (0.1360, 0.3182))],
)
def test_thirty_updates_in_the_valley_end_at_the_reference_values(optimizer, end, descend):
    assert tuple(np.round(descend(optimizer, 30), 4)) == end


def test_two_steps_are_the_ones_worked_by_hand(two_steps):
    assert two_steps(AdaGrad(2.0)) == pytest.approx(1 - 6 / (3 + 1e-7) - 8 / (5 + 1e-7), rel=1e-15)
    # h is 0.5 · 9 = 4.5, then 0.5 · 4.5 + 0.5 · 16 = 10.25.
    assert two_steps(RMSProp(0.1, 0.5)) == pytest.approx(
        1 - 0.3 / (math.sqrt(4.5) + 1e-7) - 0.4 / (math.sqrt(10.25) + 1e-7), rel=1e-15
    )
    # m is 1.5, then 2.75; v is 2.25, then 0.75 · 2.25 + 4 = 5.6875; the rate is corrected by
    # √(1 - 3/4)/(1 - 1/2) = 1, then by √(1 - 9/16)/(1 - 1/4).
    assert two_steps(Adam(0.1, 0.5, 0.75)) == pytest.approx(
        1
        - 0.1 * 1.5 / (1.5 + 1e-7)
        - 0.1 * math.sqrt(7 / 16) / 0.75 * 2.75 / (math.sqrt(5.6875) + 1e-7),
        rel=1e-15,
    )


def test_adam_agrees_with_the_papers_box_where_epsilon_is_small():
    theta, m, v = 1.0, 0.0, 0.0
    params, optimizer = {"W": np.array([1.0])}, Adam(lr=0.1)
    for n, g in enumerate([3.0, -1.0, 0.5], start=1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        theta -= 0.1 * (m / (1 - 0.9**n)) / (math.sqrt(v / (1 - 0.999**n)) + 1e-8)
        optimizer.update(params, {"W": np.array([g])})
    assert params["W"][0] == pytest.approx(theta, rel=1e-5)


def test_defaults_are_the_books():
    rmsprop, adam = RMSProp(), Adam()
    assert (AdaGrad().lr, rmsprop.lr, adam.lr) == (0.01, 0.01, 0.001)
    assert rmsprop.decay_rate == 0.99
    assert (adam.beta1, adam.beta2) == (0.9, 0.999)


@pytest.mark.parametrize(
    ("make", "options", "message"),
    [
        (RMSProp, {"decay_rate": -0.1}, "decay_rate must be one number from 0 to below 1"),
        (Adam, {"beta1": 1.0}, "beta1 must be one number from 0 to below 1"),
        (Adam, {"beta2": 2.0}, "beta2 must be one number from 0 to below 1"),
    ],
)
def test_hyperparameters_out_of_range_are_named(make, options, message):
    with pytest.raises(ValueError, match=message):
        make(**options)
