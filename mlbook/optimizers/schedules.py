r"""Schedules: learning rates that change with the number of the update.

A schedule is a function: it takes the number $n$ of an update, from 1, and returns its learning
rate. `train` takes one as ``schedule``; any function of your own will do, too.
"""

import math
from collections.abc import Callable
from typing import TypeAlias

from mlbook._checks import as_count, as_nonnegative, as_positive

Schedule: TypeAlias = Callable[[int], float]


def step_schedule(lr: float, every: int, factor: float = 0.1) -> Schedule:
    r"""Return a schedule that multiplies the rate by `factor` again and again.

    $$
    \eta_n = \eta\, f^{\lfloor (n - 1) / k \rfloor}
    $$

    Parameters
    ----------
    lr : float
        The first rate $\eta$, greater than 0.
    every : int
        How many updates $k$ each rate is for.
    factor : float
        The number $f$, greater than 0.

    Returns
    -------
    function of an int

    Raises
    ------
    TypeError, ValueError
        If an argument is not one number in its range; from the schedule: if its argument is no
        whole number of at least 1.

    Examples
    --------
    >>> from mlbook import step_schedule
    >>> schedule = step_schedule(0.8, every=2, factor=0.5)
    >>> print([schedule(n) for n in range(1, 7)])
    [0.8, 0.8, 0.4, 0.4, 0.2, 0.2]
    """
    first, updates = as_positive(lr, "lr"), as_count(every, "every")
    ratio = as_positive(factor, "factor")
    return lambda n: first * ratio ** ((as_count(n, "n") - 1) // updates)


def cosine_schedule(lr: float, updates: int, end: float = 0.0) -> Schedule:
    r"""Return a schedule that falls along half a wave of the cosine.

    $$
    \eta_n = \eta_\text{end} + \frac{\eta - \eta_\text{end}}{2}
    \left(1 + \cos \frac{\pi (n - 1)}{N}\right)
    $$

    Parameters
    ----------
    lr : float
        The first rate $\eta$, greater than 0.
    updates : int
        The number $N$ of updates; the rate of the last of them is that of all later ones.
    end : float
        The rate $\eta_\text{end}$ that it comes near to, at least 0.

    Returns
    -------
    function of an int

    Raises
    ------
    TypeError, ValueError
        As `step_schedule` does.

    References
    ----------
    Loshchilov, Hutter, "SGDR: stochastic gradient descent with warm restarts", *ICLR* (2017).

    Examples
    --------
    >>> from mlbook import cosine_schedule
    >>> schedule = cosine_schedule(0.8, updates=4)
    >>> print([round(schedule(n), 3) for n in range(1, 6)])
    [0.8, 0.683, 0.4, 0.117, 0.117]
    """
    first, last = as_positive(lr, "lr"), as_nonnegative(end, "end")
    count = as_count(updates, "updates")

    def schedule(n: int) -> float:
        done = (min(as_count(n, "n"), count) - 1) / count
        return last + (first - last) * (1 + math.cos(math.pi * done)) / 2

    return schedule


def warmup_schedule(schedule: Schedule, updates: int) -> Schedule:
    r"""Return a schedule that begins small, and is then that of another one.

    $$
    \eta'_n = \min\left(1, \frac{n}{N}\right) \eta_n
    $$

    Parameters
    ----------
    schedule : function of an int
        The rates $\eta_n$.
    updates : int
        The number $N$ of updates that the warm-up takes.

    Returns
    -------
    function of an int

    Raises
    ------
    TypeError, ValueError
        If `schedule` is no function, or a number is no whole one of at least 1.

    References
    ----------
    Goyal et al., "Accurate, large minibatch SGD: training ImageNet in 1 hour",
    arXiv:1706.02677 (2017).

    Examples
    --------
    >>> from mlbook import step_schedule, warmup_schedule
    >>> schedule = warmup_schedule(step_schedule(0.8, every=6), updates=4)
    >>> print([round(schedule(n), 2) for n in range(1, 8)])
    [0.2, 0.4, 0.6, 0.8, 0.8, 0.8, 0.08]
    """
    if not callable(schedule):
        raise TypeError(f"schedule must be a function of the update, but it is {schedule!r}")
    count = as_count(updates, "updates")
    return lambda n: min(1.0, as_count(n, "n") / count) * schedule(n)
