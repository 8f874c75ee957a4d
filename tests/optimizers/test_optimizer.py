"""The contract that all optimisers keep."""

import math
from functools import partial

import numpy as np
import pytest

from mlbook.optimizers import SGD, AdaGrad, Adam, AdamW, Momentum, RMSProp

NO_DECAY = pytest.param(partial(AdamW, weight_decay=0), id="AdamW")  # W moves as b does
every_rule = pytest.mark.parametrize("rule", [SGD, Momentum, AdaGrad, RMSProp, Adam, NO_DECAY])


def read_only(array):
    array.flags.writeable = False
    return array


def two_parameters():
    """Return parameters of ones, and gradients of ones for them."""
    return {"V": np.ones(2), "W": np.ones(2)}, {"V": np.ones(2), "W": np.ones(2)}


@every_rule
def test_an_update_changes_params_in_place_and_never_grads(rule):
    params = {"W": np.ones((3, 4))[:, ::2], "b": np.zeros(2)}
    grads = {"b": read_only(np.array([1.0, -1.0])), "W": read_only(np.ones((3, 2)))}
    arrays, optimizer = dict(params), rule(lr=0.5)
    for _ in range(2):
        optimizer.update(params, grads)
    assert all(params[name] is array for name, array in arrays.items())
    assert (params["W"] < 1).all()
    assert params["b"][0] < 0 < params["b"][1]


@every_rule
def test_a_zero_gradient_at_the_start_moves_nothing(rule):
    params = {"W": np.array([1.0, 2.0])}
    rule().update(params, {"W": [0, 0]})
    assert params["W"].tolist() == [1.0, 2.0]


@every_rule
def test_two_optimisers_share_no_state(rule):
    used, fresh = rule(), rule()
    used.update(*two_parameters())
    (one, grads), (other, _) = two_parameters(), two_parameters()
    fresh.update(one, grads)
    rule().update(other, grads)
    assert (one["W"] == other["W"]).all()


@every_rule
@pytest.mark.parametrize(
    ("b", "gradient", "error", "message"),
    [
        (np.ones(2), [1.0, np.nan], ValueError, r"grads\['b'\] holds NaN"),
        (np.ones(2), [np.inf, 0], ValueError, r"grads\['b'\] holds an infinity"),
        (np.ones(2, np.float32), [1e300, 0], ValueError, r"grads\['b'\] holds an infinity"),
        (np.ones(2), [1.0], ValueError, r"grads\['b'\] has shape \(1,\), but params\['b'\] has"),
        (np.ones(2, np.float16), [1, 1], TypeError, r"\['b'\] must be a float64 or .* is float16"),
        ([1.0, 1.0], [1, 1], TypeError, r"params\['b'\] .* it is list"),
        (np.array([1.0, np.nan]), [1, 1], ValueError, r"params\['b'\] holds NaN"),
        (np.ones(0), [], ValueError, r"params\['b'\] is empty: its shape is \(0,\)"),
        (read_only(np.ones(2)), [1, 1], ValueError, r"params\['b'\] is read-only"),
    ],
)
def test_arrays_that_do_not_fit_are_named_and_change_nothing(rule, b, gradient, error, message):
    params, optimizer = {"W": np.ones(1), "b": b}, rule()
    with pytest.raises(error, match=message):
        optimizer.update(params, {"W": [1.0], "b": gradient})
    assert params["W"].tolist() == [1.0]
    params["b"] = np.ones(2)
    optimizer.update(params, {"W": [1.0], "b": [1.0, 1.0]})
    assert (params["W"] == params["b"]).all()


@every_rule
@pytest.mark.parametrize(
    ("names", "message"),
    [("V", r"missing are \['W'\], unknown are \[\]"), ("UVW", r"missing are \[\], .* \['U'\]")],
)
def test_gradients_with_other_names_than_params_are_refused(rule, names, message):
    params, _ = two_parameters()
    with pytest.raises(ValueError, match=message):
        rule().update(params, dict.fromkeys(names, np.ones(2)))
    assert (params["V"] == 1).all()


@every_rule
@pytest.mark.parametrize("other", [{"U": np.ones(2)}, {"V": np.ones(2), "W": np.ones(3)}])
def test_an_optimiser_refuses_parameters_of_another_network(rule, other):
    optimizer = rule()
    optimizer.update(*two_parameters())
    with pytest.raises(ValueError, match="make a new optimiser for another network"):
        optimizer.update(other, {name: np.ones_like(theta) for name, theta in other.items()})
    assert all((theta == 1).all() for theta in other.values())


@every_rule
def test_parameters_that_share_memory_are_refused(rule):
    W = np.ones((2, 2))
    with pytest.raises(ValueError, match=r"params\['W'\] and params\['tied'\] share their memory"):
        rule().update({"W": W, "tied": W.T}, {"W": W, "tied": W})


@every_rule
def test_replaced_parameters_are_checked_again(rule):
    (params, grads), optimizer = two_parameters(), rule()
    optimizer.update(params, grads)
    params["V"] = params["W"]
    with pytest.raises(ValueError, match=r"params\['V'\] and params\['W'\] share their memory"):
        optimizer.update(params, grads)
    params["V"] = np.ones(2)
    optimizer.update(params, grads)


@every_rule
def test_a_parameter_that_became_read_only_is_named_and_nothing_changes(rule):
    (params, grads), optimizer = two_parameters(), rule()
    optimizer.update(params, grads)
    before = params["V"].tolist()
    read_only(params["W"])
    with pytest.raises(ValueError, match=r"params\['W'\] is read-only"):
        optimizer.update(params, grads)
    assert params["V"].tolist() == before


@every_rule
def test_an_overflowing_step_is_named_and_changes_neither_parameters_nor_state(rule):
    (params, _), (twins, _) = two_parameters(), two_parameters()
    optimizer, undisturbed = rule(lr=1e10), rule(lr=1e10)
    with pytest.raises(FloatingPointError, match=r"the step of 'W' with lr=1e\+10 is not finite"):
        optimizer.update(params, {"V": [1.0, 1.0], "W": [1e308, 1.0]})
    for _ in range(2):
        assert all((params[name] == twins[name]).all() for name in params)
        optimizer.update(params, {"V": [1.0, 1.0], "W": [2.0, 1.0]})
        undisturbed.update(twins, {"V": [1.0, 1.0], "W": [2.0, 1.0]})
    assert all((params[name] == twins[name]).all() for name in params)


def test_a_huge_parameter_moves_as_long_as_the_result_is_finite():
    params = {"W": np.array([1e308])}
    SGD(lr=1).update(params, {"W": [9e307]})  # the product of the two overflows
    assert params["W"][0] == pytest.approx(1e307)


@every_rule
@pytest.mark.parametrize(
    ("lr", "message"), [(0, "lr must be greater than 0"), (math.nan, "lr holds NaN")]
)
def test_a_learning_rate_out_of_range_is_named(rule, lr, message):
    with pytest.raises(ValueError, match=message):
        rule(lr=lr)
