import numpy as np
import pytest

from mlbook import SGD, Momentum, numerical_gradient


def valley(x):
    return x[0] ** 2 / 20 + x[1] ** 2


@pytest.mark.parametrize(
    ("optimizer", "end"),
    [(SGD(lr=0.95), (-0.3504, 0.0848)), (Momentum(lr=0.1), (0.8964, 0.0881))],
)
def test_thirty_updates_in_the_valley_end_at_the_reference_values(optimizer, end, descend):
    assert tuple(np.round(descend(optimizer, 30), 4)) == end


def test_a_numerical_gradient_leads_to_the_same_end():
    params, optimizer = {"p": np.array([-7.0, 2.0])}, SGD(lr=0.95)
    for _ in range(30):
        optimizer.update(params, {"p": numerical_gradient(valley, params["p"])})
    assert params["p"].round(4).tolist() == [-0.3504, 0.0848]


def test_two_steps_are_the_ones_worked_by_hand(two_steps):
    assert two_steps(SGD(0.5)) == 1 - 1.5 - 2.0
    assert two_steps(Momentum(0.5, 0.5)) == 1 - 1.5 - (0.75 + 2.0)


def test_momentum_that_keeps_nothing_is_sgd(descend):
    assert descend(Momentum(lr=0.1, momentum=0), 5) == descend(SGD(lr=0.1), 5)


def test_defaults_are_the_books():
    assert SGD().lr == Momentum().lr == 0.01
    assert Momentum().momentum == 0.9


@pytest.mark.parametrize("momentum", [1, -0.1])
def test_a_momentum_out_of_range_is_named(momentum):
    with pytest.raises(
        ValueError, match=f"momentum must be one number from 0 to below 1, but it is {momentum}"
    ):
        Momentum(momentum=momentum)
