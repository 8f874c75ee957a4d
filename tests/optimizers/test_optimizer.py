import math

import numpy as np
import pytest

from mlbook.optimizers import SGD, AdaGrad, Adam, Momentum, RMSProp

ALL = [SGD, Momentum, AdaGrad, RMSProp, Adam]


@pytest.mark.parametrize("make", ALL)
def test_an_update_changes_params_in_place_and_grads_never(make):
    params = {"W": np.ones((3, 4))[:, ::2], "b": np.zeros(2)}
    grads = {"b": np.array([1.0, -1.0]), "W": np.ones((3, 2))}
    arrays = dict(params)
    for gradient in grads.values():
        gradient.flags.writeable = False
    optimizer = make(lr=0.5)
    for _ in range(2):
        optimizer.update(params, grads)
    assert all(params[name] is array for name, array in arrays.items())
    assert (params["W"] < 1).all()
    assert params["b"][0] < 0 < params["b"][1]


@pytest.mark.parametrize("make", ALL)
def test_a_zero_gradient_at_the_start_moves_nothing(make):
    params = {"W": np.array([1.0, 2.0])}
    make().update(params, {"W": [0, 0]})
    assert params["W"].tolist() == [1.0, 2.0]


@pytest.mark.parametrize("make", ALL)
def test_two_optimisers_share_nothing(make, descend):
    first, second = make(lr=0.1), make(lr=0.1)
    descend(first, 3)
    assert descend(second, 3) == descend(make(lr=0.1), 3)


def read_only(array):
    array.flags.writeable = False
    return array


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize(
    ("b", "grads", "error", "message"),
    [
        (np.ones(2), {"W": [1.0]}, ValueError, r"missing are \['b'\], unknown are \[\]"),
        (
            np.ones(2),
            {"W": [1.0], "b": [1.0, 1.0], "c": [1.0]},
            ValueError,
            r"missing are \[\], unknown are \['c'\]",
        ),
        (np.ones(2), {"W": [1.0], "b": [1.0, np.nan]}, ValueError, r"grads\['b'\] holds NaN"),
        (np.ones(2), {"W": [1.0], "b": [np.inf, 0]}, ValueError, r"grads\['b'\] holds an infinity"),
        (
            np.ones(2),
            {"W": [1.0], "b": [1.0]},
            ValueError,
            r"grads\['b'\] has shape \(1,\), but params\['b'\] has shape \(2,\)",
        ),
        (
            np.ones(2, dtype=np.float16),
            {"W": [1.0], "b": [1.0, 1.0]},
            TypeError,
            r"params\['b'\] must be a float64 or float32 array, .* it is float16",
        ),
        ([1.0, 1.0], {"W": [1.0], "b": [1.0, 1.0]}, TypeError, r"params\['b'\] .* it is list"),
        (
            np.array([1.0, np.nan]),
            {"W": [1.0], "b": [1.0, 1.0]},
            ValueError,
            r"params\['b'\] holds NaN",
        ),
        (
            np.ones(0),
            {"W": [1.0], "b": []},
            ValueError,
            r"params\['b'\] is empty: its shape is \(0,\)",
        ),
        (
            read_only(np.ones(2)),
            {"W": [1.0], "b": [1.0, 1.0]},
            ValueError,
            r"params\['b'\] is read-only",
        ),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_half_updated(make, b, grads, error, message):
    params = {"W": np.ones(1), "b": b}
    optimizer = make()
    with pytest.raises(error, match=message):
        optimizer.update(params, grads)
    assert params["W"].tolist() == [1.0]
    params["b"] = np.ones(2)
    optimizer.update(params, {"W": [1.0], "b": [1.0, 1.0]})
    assert (params["W"] == params["b"]).all()


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize("other", [{"V": np.ones(2)}, {"W": np.ones(3)}])
def test_an_optimiser_stays_with_the_parameters_of_its_first_update(make, other):
    optimizer = make()
    optimizer.update({"W": np.ones(2)}, {"W": np.ones(2)})
    with pytest.raises(ValueError, match="make a new optimiser for another network"):
        optimizer.update(other, {name: np.ones_like(theta) for name, theta in other.items()})
    assert all((theta == 1).all() for theta in other.values())


@pytest.mark.parametrize("make", ALL)
def test_parameters_that_share_their_memory_are_refused(make):
    W = np.ones((2, 2))
    with pytest.raises(ValueError, match=r"params\['W'\] and params\['tied'\] share their memory"):
        make().update({"W": W, "tied": W.T}, {"W": W, "tied": W})


@pytest.mark.parametrize("make", ALL)
def test_parameters_are_looked_at_again_when_others_take_their_place(make):
    params, optimizer = {"V": np.ones(2), "W": np.ones(2)}, make()
    grads = {"V": np.ones(2), "W": np.ones(2)}
    optimizer.update(params, grads)
    params["V"] = params["W"]
    with pytest.raises(ValueError, match=r"params\['V'\] and params\['W'\] share their memory"):
        optimizer.update(params, grads)
    params["V"] = np.ones(2)
    optimizer.update(params, grads)


@pytest.mark.parametrize("make", ALL)
def test_an_array_that_can_no_longer_be_changed_is_named_and_nothing_is_half_updated(make):
    params, optimizer = {"V": np.ones(2), "W": np.ones(2)}, make()
    grads = {"V": np.ones(2), "W": np.ones(2)}
    optimizer.update(params, grads)
    before = params["V"].tolist()
    read_only(params["W"])
    with pytest.raises(ValueError, match=r"params\['W'\] is read-only"):
        optimizer.update(params, grads)
    assert params["V"].tolist() == before


@pytest.mark.parametrize("make", ALL)
def test_a_step_that_overflows_is_named_and_changes_neither_parameters_nor_memory(make):
    params, twin = {"a": np.ones(1), "b": np.ones(1)}, {"a": np.ones(1), "b": np.ones(1)}
    optimizer, undisturbed = make(lr=1e10), make(lr=1e10)
    with pytest.raises(FloatingPointError, match=r"the step of 'b' with lr=1e\+10 is not finite"):
        optimizer.update(params, {"a": [1.0], "b": [1e308]})
    assert params == twin
    for _ in range(2):
        optimizer.update(params, {"a": [1.0], "b": [2.0]})
        undisturbed.update(twin, {"a": [1.0], "b": [2.0]})
    assert params == twin


@pytest.mark.parametrize("make", ALL)
def test_a_gradient_too_large_for_its_parameters_type_is_an_error_and_never_a_warning(make):
    with pytest.raises(ValueError, match=r"grads\['W'\] holds an infinity"):
        make().update({"W": np.ones(1, np.float32)}, {"W": [1e300]})


def test_the_learning_rate_is_a_hundredth_by_default_and_a_thousandth_for_adam():
    assert [make().lr for make in ALL] == [0.01, 0.01, 0.01, 0.01, 0.001]


def test_numbers_near_the_largest_are_moved_as_long_as_their_sum_is_finite():
    params = {"W": np.array([1e308])}
    SGD(lr=1).update(params, {"W": [9e307]})  # the product of the two is beyond all bounds
    assert params["W"][0] == pytest.approx(1e307)


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize(
    ("lr", "message"), [(0, "lr must be greater than 0"), (math.nan, "lr holds NaN")]
)
def test_a_learning_rate_out_of_range_is_named(make, lr, message):
    with pytest.raises(ValueError, match=message):
        make(lr=lr)


def test_an_optimiser_shows_its_settings_in_one_line():
    assert repr(SGD(lr=0.1)) == "SGD(lr=0.1)"
    assert repr(Adam()) == "Adam(lr=0.001, beta1=0.9, beta2=0.999)"
