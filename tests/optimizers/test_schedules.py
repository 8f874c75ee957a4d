"""Learning-rate schedules against hand work, at their ends and for numbers that do not fit."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlbook.optimizers import cosine_schedule, step_schedule, warmup_schedule


def rates(schedule, count):
    return [schedule(n) for n in range(1, count + 1)]


def test_steps_divide_by_ten_after_each_part():
    expected = [1.0, 1.0, 1.0, 0.1, 0.1, 0.1, 0.01]
    assert rates(step_schedule(1.0, every=3), 7) == pytest.approx(expected, rel=1e-14)


def test_the_cosine_begins_at_lr_is_half_way_in_the_middle_and_stays_at_its_last_rate():
    schedule = cosine_schedule(2.0, updates=8, end=1.0)
    last = 1 + (1 + math.cos(7 * math.pi / 8)) / 2
    assert schedule(1) == 2.0
    assert schedule(5) == pytest.approx(1.5)
    assert schedule(8) == schedule(9) == schedule(1000) == pytest.approx(last)


def test_a_warm_up_rises_in_equal_parts_and_then_follows_the_other():
    schedule = warmup_schedule(lambda n: 10.0 * n, updates=4)
    assert rates(schedule, 5) == [2.5, 10.0, 22.5, 40.0, 50.0]


@given(
    lr=st.floats(1e-6, 1e6),
    updates=st.integers(1, 1000),
    end=st.floats(0, 1),
    n=st.integers(1, 2000),
)
def test_a_cosine_from_lr_to_a_part_of_it_never_rises_nor_leaves_its_ends(lr, updates, end, n):
    schedule = cosine_schedule(lr, updates, end * lr)
    assert end * lr <= schedule(n) * (1 + 1e-12)
    assert schedule(n + 1) <= schedule(n) * (1 + 1e-12)
    assert 0 < schedule(n) <= lr * (1 + 1e-12)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: step_schedule(0, 3), "lr must be greater than 0"),
        (lambda: step_schedule(1, 0), "every must be at least 1"),
        (lambda: step_schedule(1, 3, factor=-1), "factor must be greater than 0"),
        (lambda: cosine_schedule(-1, 3), "lr must be greater than 0"),
        (lambda: cosine_schedule(1, 0), "updates must be at least 1"),
        (lambda: cosine_schedule(1, 3, end=-0.1), "end must be a number of at least 0"),
        (lambda: warmup_schedule(lambda n: 1.0, 0), "updates must be at least 1"),
        (lambda: step_schedule(1, 3)(0), "n must be at least 1"),
        (lambda: cosine_schedule(1, 3)(0), "n must be at least 1"),
        (lambda: warmup_schedule(lambda n: 1.0, 3)(0), "n must be at least 1"),
    ],
)
def test_a_number_out_of_range_is_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_a_warm_up_of_a_number_is_refused():
    with pytest.raises(TypeError, match=r"schedule must be a function .* but it is 0\.1"):
        warmup_schedule(0.1, 3)
