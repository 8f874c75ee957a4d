r"""Distributions: functions that draw a setting for a trial of a search."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from mlbook._checks import as_number, as_positive

Distribution: TypeAlias = Callable[[np.random.Generator], Any]


def uniform(low: float, high: float) -> Distribution:
    """Return a distribution: a function that draws a number from `low` to `high`.

    Raises
    ------
    TypeError, ValueError
        If these are not two finite numbers in order.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook.training import uniform
    >>> print(round(uniform(5, 6)(np.random.default_rng(0)), 3))
    5.637
    """
    return _Uniform(*_as_bounds(as_number(low, "low"), as_number(high, "high")))


def log_uniform(low: float, high: float) -> Distribution:
    """Return a distribution whose logarithm is uniform: as often in 0.01–0.1 as in 0.1–1.

    Raises
    ------
    TypeError, ValueError
        If these are not two finite numbers in order, or not greater than 0.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook.training import log_uniform
    >>> print(round(log_uniform(0.01, 1)(np.random.default_rng(0)), 3))
    0.188
    """
    return _LogUniform(*_as_bounds(as_positive(low, "low"), as_positive(high, "high")))


@dataclass(frozen=True)
class _Uniform:
    low: float
    high: float

    def __call__(self, rng: np.random.Generator) -> float:
        return rng.uniform(self.low, self.high)


class _LogUniform(_Uniform):
    def __call__(self, rng: np.random.Generator) -> float:
        return math.exp(rng.uniform(math.log(self.low), math.log(self.high)))


def _as_bounds(low: float, high: float) -> tuple[float, float]:
    if low >= high:
        raise ValueError(f"low must be below high, but they are {low} and {high}")
    return low, high
