"""A random search: its trials are the same on every executor, and none of them stops it."""

import math
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlbook.training import Trial, log_uniform, random_search, uniform

SPACE = {"lr": log_uniform(1e-3, 1.0), "hidden": [20, 50, 100], "decay": uniform(0, 1)}


def rng(seed=0):
    return np.random.default_rng(seed)


def noisy(settings, rng):
    """Return a score that depends on everything; fail for one of the choices."""
    if settings["hidden"] == 100:
        raise FloatingPointError("training failed")
    return settings["lr"] + rng.normal()


class Turned(Executor):
    """An executor that runs everything at once, but only ever the last task first."""

    def __init__(self):
        self.waiting = []

    def submit(self, fn, /, *args, **kwargs):
        self.waiting.append((future := Future(), fn, args))
        if len(self.waiting) == 8:
            for each, function, arguments in reversed(self.waiting):
                each.set_result(function(*arguments))
        return future


def test_the_trials_are_the_same_on_every_executor_and_in_every_order():
    here = random_search(noisy, SPACE, 8, rng=rng())
    assert {trial.error for trial in here} == {None, "FloatingPointError: training failed"}
    with ThreadPoolExecutor(3) as threads, ProcessPoolExecutor(2, get_context("spawn")) as others:
        for executor in (threads, others, Turned()):
            assert random_search(noisy, SPACE, 8, executor=executor, rng=rng()) == here


def test_a_longer_search_begins_with_the_trials_of_a_shorter_one():
    shorter, longer = (random_search(noisy, SPACE, n, rng=rng()) for n in (4, 9))
    assert longer[:4] == shorter
    assert len({trial.settings["lr"] for trial in longer}) == 9


@pytest.mark.parametrize(
    ("returned", "error"),
    [
        (math.nan, "ValueError: the score holds NaN"),
        (math.inf, "ValueError: the score holds an infinity"),
        (None, "TypeError: the score must hold real numbers"),
        ([1.0, 2.0], "TypeError: the score must be one number"),
    ],
)
def test_a_score_that_is_no_finite_number_is_an_error_of_the_trial(returned, error):
    [trial] = random_search(lambda settings, rng: returned, {}, 1)
    assert trial.score == -math.inf
    assert trial.error.startswith(error)


def interrupted(settings, rng):
    if settings["lr"] > 0.5:
        raise KeyboardInterrupt
    return 1.0


def test_an_interrupted_search_returns_the_trials_that_have_ended():
    ended = random_search(interrupted, SPACE, 50, rng=rng(1))
    assert 0 < len(ended) < 50
    assert {trial.score for trial in ended} == {1.0}
    with ThreadPoolExecutor(1) as executor:  # interrupted in a worker: the others run on
        rest = random_search(interrupted, SPACE, 50, executor=executor, rng=rng(1))
    assert rest[: len(ended)] == ended
    assert len(ended) < len(rest) < 50


class Interrupted(Executor):
    """An executor during whose third task the user presses Ctrl-C."""

    def __init__(self):
        self.futures = []

    def submit(self, fn, /, *args, **kwargs):
        if len(self.futures) == 2:
            raise KeyboardInterrupt
        self.futures.append(future := Future())
        if len(self.futures) == 1:
            future.set_result(fn(*args))
        return future


def test_an_interrupt_cancels_what_has_not_begun():
    executor = Interrupted()
    assert len(random_search(lambda settings, rng: 1.0, {}, 9, executor=executor)) == 1
    assert executor.futures[1].cancelled()


class Broken(Executor):
    """A pool whose worker dies of its first task."""

    def submit(self, fn, /, *args, **kwargs):
        raise BrokenExecutor("a worker died")


def test_a_worker_that_dies_is_an_error_of_its_trial():
    trials = random_search(noisy, SPACE, 3, executor=Broken(), rng=rng())
    assert [trial.error for trial in trials] == ["BrokenExecutor: a worker died"] * 3


def test_a_training_that_changes_its_settings_does_not_change_the_trial():
    def train(settings, rng):
        return settings.pop("hidden")

    [trial] = random_search(train, {"hidden": [20]}, 1)
    assert trial == Trial({"hidden": 20}, 20.0)


@given(low=st.floats(1e-9, 1e9), ratio=st.floats(1.001, 1e6), seed=st.integers(0, 99))
def test_distributions_stay_between_their_bounds(low, ratio, seed):
    for distribution in (uniform, log_uniform):
        drawn = distribution(low, low * ratio)(rng(seed))
        assert low * (1 - 1e-12) <= drawn <= low * ratio * (1 + 1e-12)


def test_a_log_uniform_draws_each_decade_as_often():
    generator, draw = rng(), log_uniform(1e-3, 1e3)
    decades = np.floor(np.log10([draw(generator) for _ in range(6000)]))
    _, counts = np.unique(decades, return_counts=True)
    assert counts == pytest.approx([1000] * 6, abs=120)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: random_search(noisy, SPACE, 0), "trials must be at least 1"),
        (lambda: random_search(noisy, {"lr": []}, 3), r"space\['lr'\] is empty"),
        (lambda: random_search(3, SPACE, 3), "train must be a function .* but it is 3"),
        (lambda: random_search(noisy, SPACE, 3, rng=0), "rng must be a Generator"),
        (lambda: random_search(noisy, SPACE, 3, progress=40), "progress must be True or False"),
        (lambda: uniform(2, 1), "low must be below high, but they are 2.0 and 1.0"),
        (lambda: log_uniform(0, 1), "low must be greater than 0"),
    ],
)
def test_an_argument_that_does_not_fit_is_named(call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call()
