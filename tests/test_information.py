import math
from fractions import Fraction

import numpy as np
import pytest

from mlbook import cross_entropy, entropy, kl_divergence


def test_code_lengths_in_bits_match_hand_work():
    assert entropy([0.5, 0.5], base=2) == 1.0
    assert entropy([0.5, 0.25, 0.125, 0.125], 2) == 1.75
    assert entropy(np.full(1024, 1 / 1024), base=2) == 10.0
    assert cross_entropy([0.5, 0.25, 0.125, 0.125], [0.25] * 4, 2) == 2.0
    assert [cross_entropy([1, 0], [2.0**-n, 1 - 2.0**-n], 2) for n in range(53)] == [*range(53)]
    assert kl_divergence([0.5, 0.25, 0.125, 0.125], [0.25] * 4, 2) == 0.25


def test_the_default_unit_is_the_nat():
    assert entropy([0.5, 0.5]) == pytest.approx(math.log(2), rel=1e-15)
    assert entropy([0.3, 0.7]) == pytest.approx(-0.3 * math.log(0.3) - 0.7 * math.log(0.7))
    assert entropy([0.1] * 10, base=10) == pytest.approx(1.0, rel=1e-15)
    assert cross_entropy([0.3, 0.7], [0.6, 0.4]) == pytest.approx(
        -0.3 * math.log(0.6) - 0.7 * math.log(0.4), rel=1e-15
    )


def test_zero_results_have_a_positive_sign():
    for value in (entropy([1, 0]), cross_entropy([1, 0], [1, 0]), kl_divergence([0, 1], [0, 1])):
        assert value == 0.0
        assert math.copysign(1, value) == 1


def test_impossible_events_cost_0_and_events_ruled_out_cost_infinity():
    assert cross_entropy([0.5, 0.5, 0], [0.5, 0.5, 0]) == entropy([0.5, 0.5])
    assert kl_divergence([1, 0], [0.5, 0.5], base=2) == 1.0
    assert cross_entropy([0.5, 0.5], [1, 0]) == math.inf
    assert kl_divergence([0.5, 0.5], [0, 1], base=2) == math.inf


def test_divergence_of_close_distributions_keeps_its_digits_and_its_sign():
    # D = -ln(1 - 4e²)/2 = 2e² + 4e⁴ + … for (1/2, 1/2) against (1/2 + e, 1/2 - e).
    e = Fraction(1, 1024)
    close = kl_divergence([0.5, 0.5], [float(0.5 + e), float(0.5 - e)])
    assert close == pytest.approx(float(2 * e**2 + 4 * e**4 + Fraction(32, 3) * e**6), rel=1e-9)
    samples = np.random.default_rng(4).dirichlet(np.ones(7), size=200)
    assert (kl_divergence(samples, samples / samples.sum(axis=-1, keepdims=True)) >= 0).all()
    assert entropy([1 + 5e-10, 0]) == 0.0


@pytest.mark.parametrize("function", [entropy, cross_entropy, kl_divergence])
def test_one_distribution_gives_a_float_and_a_batch_an_array(function):
    p = np.random.default_rng(5).dirichlet(np.ones(3), size=(2, 4))
    p.flags.writeable = False
    pair = (p,) if function is entropy else (p, p[::-1])
    batch = function(*pair, base=3)
    assert batch.shape == (2, 4)
    single = function(*(each[1, 2] for each in pair), base=3)
    assert type(single) is float
    assert single == pytest.approx(batch[1, 2], rel=1e-14)


@pytest.mark.parametrize(
    ("p", "message"),
    [
        ([0.5, 0.6], "must sum to 1 along its last axis, but a sum is 1.1"),
        ([[0.5, 0.5], [0.5, 0.49999]], "must sum to 1 along its last axis, but a sum is 0.99999"),
        ([[0.5, 0.5], [0.75, 0.75]], "must sum to 1 along its last axis, but a sum is 1.5$"),
        ([0.5, 0.5 + 2e-9], "must sum to 1 along its last axis, but a sum is 1.000000002"),
        ([1 + 1e-9, 0.0], "must sum to 1 along its last axis, but a sum is 1.000000001"),
        ([1.5, -0.5], "holds a negative probability: -0.5"),
        ([0.5, 1.5], "holds a probability above 1: 1.5"),
        ([1e308] * 3, r"holds a probability above 1: 1e\+308"),
        (1.0, "must be a distribution"),
    ],
)
def test_an_array_that_is_no_distribution_is_named(p, message):
    with pytest.raises(ValueError, match=f"^p {message}"):
        entropy(p)
    for function in (cross_entropy, kl_divergence):
        with pytest.raises(ValueError, match=f"^p {message}"):
            function(p, [0.5, 0.5])
        with pytest.raises(ValueError, match=f"^q {message}"):
            function([0.5, 0.5], p)


@pytest.mark.parametrize("function", [cross_entropy, kl_divergence])
@pytest.mark.parametrize("q", [[0.5, 0.25, 0.25], [[0.5, 0.5]]])
def test_different_shapes_are_both_named(function, q):
    with pytest.raises(ValueError, match=r"p has shape \(2,\), but q has shape \("):
        function([0.5, 0.5], q)


@pytest.mark.parametrize("function", [entropy, cross_entropy, kl_divergence])
@pytest.mark.parametrize(
    ("base", "message"),
    [
        (0, "base must be greater than 0"),
        (-2, "base must be greater than 0"),
        (1, "base must be greater than 1, but it is 1"),
        (0.5, "base must be greater than 1, but it is 0.5"),
        (math.inf, "base holds an infinity"),
    ],
)
def test_a_base_of_at_most_1_or_infinity_is_refused(function, base, message):
    pair = ([0.5, 0.5],) if function is entropy else ([0.5, 0.5], [0.5, 0.5])
    with pytest.raises(ValueError, match=message):
        function(*pair, base)
