"""AdamW against hand work and against Adam; which parameters decay."""

import math

import numpy as np
import pytest

from mlbook.optimizers import Adam, AdamW


def two_updates(optimizer, name="W1"):
    """Return a parameter that starts at 1 after gradients of 3 and 4."""
    params = {name: np.array([1.0])}
    for g in (3.0, 4.0):
        optimizer.update(params, {name: np.array([g])})
    return params[name].item()


def test_two_updates_match_hand_work():
    first = 1 - 0.1 * 1.5 / (1.5 + 1e-7) - 0.1 * 0.2 * 1
    rate = 0.1 * math.sqrt(7 / 16) / 0.75
    second = first - rate * 2.75 / (math.sqrt(5.6875) + 1e-7) - 0.1 * 0.2 * first
    assert two_updates(AdamW(0.1, 0.5, 0.75, 0.2)) == pytest.approx(second, rel=1e-15)


def test_parameters_that_are_no_weights_do_not_decay():
    for name in ("b1", "gamma1", "beta1", "w"):
        assert two_updates(AdamW(0.1, weight_decay=0.5), name) == two_updates(Adam(0.1), name)


def test_without_decay_it_is_adam():
    assert two_updates(AdamW(0.1, weight_decay=0)) == two_updates(Adam(0.1))


def test_weights_shrink_by_the_same_part_whatever_their_gradients():
    params = {"W": np.array([2.0, 2.0])}
    optimizer = AdamW(lr=0.1, weight_decay=0.5)
    for _ in range(20):
        optimizer.update(params, {"W": np.zeros(2)})
    assert params["W"] == pytest.approx([2 * 0.95**20] * 2, rel=1e-14)


def test_defaults_are_shown_and_a_negative_decay_is_refused():
    assert repr(AdamW()) == "AdamW(lr=0.001, beta1=0.9, beta2=0.999, weight_decay=0.01)"
    with pytest.raises(ValueError, match=r"weight_decay must be .*at least 0, .*-1"):
        AdamW(weight_decay=-1)


def test_a_decay_that_overflows_changes_nothing_and_names_the_parameter():
    params = {"W": np.array([1e300])}
    with pytest.raises(FloatingPointError, match="the step of 'W' with lr=1 is not finite"):
        AdamW(lr=1, weight_decay=1e10).update(params, {"W": np.array([1.0])})
    assert params["W"] == [1e300]


def test_float32_weights_stay_float32():
    params = {"W": np.ones(2, np.float32)}
    AdamW(lr=0.1).update(params, {"W": np.ones(2, np.float32)})
    assert params["W"].dtype == np.float32
