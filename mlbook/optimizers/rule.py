r"""What all optimisers share: the checks, the memory, and the change in place."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from itertools import combinations
from typing import ClassVar, Protocol

import numpy as np
from numpy.typing import ArrayLike

from mlbook.validation import FloatArray, as_floats, as_positive


class Optimizer(Protocol):
    """What training asks of an optimiser."""

    def update(self, params: dict[str, FloatArray], grads: dict[str, FloatArray]) -> None:
        """Change the arrays in `params` in place, one step down along `grads`."""


class Rule(ABC):
    """An optimiser that lacks nothing but its formula, `_step`."""

    memories: ClassVar[int]  # how many arrays are remembered for each parameter
    lr: float

    def __init__(self, lr: float = 0.01) -> None:
        self.lr = as_positive(lr, "lr")
        self._updates = 0
        self._remembered: dict[str, tuple[FloatArray, ...]] = {}
        self._shapes: dict[str, tuple[int, ...]] = {}

    def update(self, params: Mapping[str, FloatArray], grads: Mapping[str, ArrayLike]) -> None:
        """Change the arrays in `params` in place, one step down along `grads`.

        Parameters
        ----------
        params : mapping from str to ndarray of float64
        grads : mapping from str to array_like
            The gradients, under the names and in the shapes of the parameters.

        Raises
        ------
        TypeError
            If a parameter is no float64 array.
        ValueError
            If the names or shapes of `params` and `grads` differ, or differ from those of the first
            update; if an array holds NaN or an infinity, cannot be written to, or shares its memory
            with another parameter.
        FloatingPointError
            If the step overflows. After any error, no parameter has changed.
        """
        gradients = _checked(params, grads)
        shapes = {name: theta.shape for name, theta in params.items()}
        if self._updates == 0:
            _refuse_shared_memory(params)
            self._shapes = shapes
            self._remembered = {
                name: (np.zeros(shape),) * self.memories for name, shape in shapes.items()
            }
        elif shapes != self._shapes:
            raise ValueError(
                f"params have the shapes {shapes}, but this optimiser remembers {self._shapes}: "
                "make a new optimiser for another network"
            )
        moved = {name: self._moved(name, params[name], gradients[name]) for name in params}
        for name, (theta, *memory) in moved.items():
            params[name][...] = theta
            self._remembered[name] = tuple(memory)
        self._updates += 1

    def _moved(self, name: str, theta: FloatArray, g: FloatArray) -> tuple[FloatArray, ...]:
        try:
            with np.errstate(over="raise", invalid="raise"):
                return self._step(theta, g, *self._remembered[name])
        except FloatingPointError as error:
            raise FloatingPointError(
                f"the step of {name!r} with lr={self.lr:g} is not finite: {error}; nothing changed"
            ) from error

    @abstractmethod
    def _step(
        self, theta: FloatArray, g: FloatArray, *memory: FloatArray
    ) -> tuple[FloatArray, ...]:
        """Return the new θ, then what to remember; change nothing."""


def _checked(
    params: Mapping[str, FloatArray], grads: Mapping[str, ArrayLike]
) -> dict[str, FloatArray]:
    """Return the gradients as float64 arrays after checking all that is to be updated."""
    missing, unknown = sorted(params.keys() - grads.keys()), sorted(grads.keys() - params.keys())
    if missing or unknown:
        raise ValueError(
            f"grads must have the names of params: missing are {missing}, unknown are {unknown}"
        )
    gradients = {name: as_floats(grads[name], f"grads[{name!r}]") for name in params}
    for name, theta in params.items():
        if not isinstance(theta, np.ndarray) or theta.dtype != np.float64:
            raise TypeError(
                f"params[{name!r}] must be a float64 array, to be changed in place, but it is "
                f"{getattr(theta, 'dtype', type(theta).__name__)}"
            )
        as_floats(theta, f"params[{name!r}]")
        if not theta.flags.writeable:
            raise ValueError(f"params[{name!r}] is read-only: give an array that can be changed")
        if gradients[name].shape != theta.shape:
            raise ValueError(
                f"grads[{name!r}] has shape {gradients[name].shape}, but params[{name!r}] has "
                f"shape {theta.shape}"
            )
    return gradients


def _refuse_shared_memory(params: Mapping[str, FloatArray]) -> None:
    for (one, theta), (other, phi) in combinations(params.items(), 2):
        if np.shares_memory(theta, phi):
            raise ValueError(f"params[{one!r}] and params[{other!r}] share their memory")
