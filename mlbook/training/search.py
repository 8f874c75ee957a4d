r"""Random search: many trials with settings drawn by lot, here or on many machines."""

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from mlbook._checks import as_count, as_flag, as_generator, as_number
from mlbook.training.distributions import Distribution
from mlbook.training.progress import Progress

Settings: TypeAlias = dict[str, Any]
Train: TypeAlias = Callable[[Settings, np.random.Generator], float]


@dataclass(frozen=True)
class Trial:
    """One trial of a search, whether it came to its end or not.

    Attributes
    ----------
    settings : dict
        What was drawn for it.
    score : float
        What the training returned; minus infinity where it failed.
    error : str or None
        What stopped it, such as ``"FloatingPointError: training failed at update 3 …"``.
    """

    settings: Settings
    score: float
    error: str | None = None


def random_search(
    train: Train,
    space: Mapping[str, Sequence[Any] | Distribution],
    trials: int,
    *,
    executor: Executor | None = None,
    rng: np.random.Generator | None = None,
    progress: bool = False,
) -> list[Trial]:
    """Draw settings, train with each of them, and return what came of it.

    Every trial has a generator of its own, a child of `rng`, which draws its settings and is then
    passed on. So the results depend neither on the executor nor on the order in which trials end,
    and a longer search begins with the trials of a shorter one.

    Parameters
    ----------
    train : callable
        Called as ``train(settings, rng)``; returns a score, of which more is better. For an
        executor with processes it must be a function of a module.
    space : mapping
        Under the name of each setting a list of choices, or a distribution such as
        `log_uniform`: any function that draws a value with the generator that it is given.
    trials : int
        How many.
    executor : concurrent.futures.Executor, optional
        Where they run. None: here, one after another. `concurrent.futures` has threads and
        processes; ``client.get_executor()`` of Dask and ``MPIPoolExecutor()`` of mpi4py lead to
        many machines. See the notes for what a worker that dies does to the search.
    rng : numpy.random.Generator, optional
    progress : bool
        Whether standard error shows how many trials have ended, and the best score: in a bar on a
        terminal and in a notebook, elsewhere in a line for each tenth of them.

    Returns
    -------
    list of Trial
        In the order in which they were drawn. One that raises, or whose score is not finite, is in
        it with its error. Interrupted (Ctrl-C), the search returns those that have ended.

    Raises
    ------
    TypeError, ValueError
        If an argument does not fit, or a list of choices is empty.

    Notes
    -----
    A training that raises costs its own trial, on every executor. What a worker that dies costs is
    for the executor to say. Dask gives its trial to another worker, and gives it up after several.
    `ProcessPoolExecutor` is then broken: that trial and all that had not ended have the error.
    Under MPI (``mpiexec -n 9 python -m mpi4py.futures script.py``: one process that searches, eight
    that train) the whole job ends, and nothing is returned.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook.training import log_uniform, random_search
    >>> def train(settings, rng):
    ...     return 1 - abs(np.log10(settings["lr"])) / 10
    >>> space = {"lr": log_uniform(0.01, 100), "hidden": [20, 50]}
    >>> found = random_search(train, space, 20, rng=np.random.default_rng(0))
    >>> best = max(found, key=lambda trial: trial.score)
    >>> print(len(found), best.error, 0.5 < best.settings["lr"] < 2)
    20 None True
    """
    if not callable(train):
        raise TypeError(f"train must be a function of settings and rng, but it is {train!r}")
    as_flag(progress, "progress")
    for name, values in space.items():
        if not callable(values) and len(values) == 0:
            raise ValueError(f"space[{name!r}] is empty: give at least one choice")
    generators = as_generator(rng).spawn(as_count(trials, "trials"))
    drawn = [
        ({name: _draw(values, child) for name, values in space.items()}, child)
        for child in generators
    ]
    if executor is None:
        return _run_here(train, drawn, progress)
    return _run_on(executor, train, drawn, progress)


Drawn: TypeAlias = list[tuple[Settings, np.random.Generator]]


def _run_here(train: Train, drawn: Drawn, progress: bool) -> list[Trial]:
    ended = []
    with suppress(KeyboardInterrupt), closing(Progress(len(drawn), progress)) as shown:
        for settings, rng in drawn:
            ended.append(_trial(train, settings, rng))
            shown.add(ended[-1].score)
    return ended


def _run_on(executor: Executor, train: Train, drawn: Drawn, progress: bool) -> list[Trial]:
    futures: dict[Future[Trial], Settings] = {}
    try:
        for settings, rng in drawn:
            futures[_submitted(executor, train, settings, rng)] = settings
        # Only now, for a bar has a thread, and a pool of processes has forked by now.
        with closing(Progress(len(drawn), progress)) as shown:
            for future in as_completed(futures):
                for trial in _ended(future, futures[future]):
                    shown.add(trial.score)
    except KeyboardInterrupt:
        for future in futures:
            future.cancel()
    return [trial for future, settings in futures.items() for trial in _ended(future, settings)]


def _ended(future: Future[Trial], settings: Settings) -> list[Trial]:
    """Return its trial, or nothing if it has not ended or was interrupted."""
    if not future.done() or future.cancelled():
        return []
    error = future.exception()
    if error is None:
        return [future.result()]
    # raised by the executor: a worker that died, say
    return [_failed(settings, error)] if isinstance(error, Exception) else []


def _submitted(
    executor: Executor, train: Train, settings: Settings, rng: np.random.Generator
) -> "Future[Trial]":
    try:
        return executor.submit(_trial, train, settings, rng)
    except BrokenExecutor as error:  # a worker died of an earlier trial
        future: Future[Trial] = Future()
        future.set_exception(error)
        return future


def _trial(train: Train, settings: Settings, rng: np.random.Generator) -> Trial:
    """Run one trial, wherever this is called."""
    try:
        score = as_number(train(dict(settings), rng), "the score")
    except Exception as error:
        return _failed(settings, error)
    return Trial(settings, score)


def _failed(settings: Settings, error: Exception) -> Trial:
    return Trial(settings, -math.inf, f"{type(error).__name__}: {error}")


def _draw(values: Sequence[Any] | Distribution, rng: np.random.Generator) -> Any:
    return values(rng) if callable(values) else values[int(rng.integers(len(values)))]
