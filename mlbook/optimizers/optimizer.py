r"""The contract of all optimisers, with every check of it."""

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from itertools import combinations
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from mlbook._checks import TYPES, Floats, as_finite, as_floats, as_numbers, as_positive

EPSILON = 1e-7  # keeps a division by the root of 0 finite


class Optimizer(ABC):
    """A rule that changes parameters by their gradients; its formula is `_step`.

    Parameters
    ----------
    lr : float
        The learning rate, greater than 0.

    Raises
    ------
    TypeError, ValueError
        If a setting is not one number in its range.
    """

    state_arrays: ClassVar[int]  # how many arrays the rule keeps for each parameter
    lr: float

    def __init__(self, lr: float = 0.01) -> None:
        self.lr = as_positive(lr, "lr")
        self._updates = 0
        self._state: dict[str, tuple[Floats, ...]] = {}
        self._shapes: dict[str, tuple[int, ...]] = {}
        self._registered: dict[str, Floats] = {}  # parameters that were checked

    def __repr__(self) -> str:
        """Return ``Momentum(lr=0.1, momentum=0.9)``."""
        settings = (f"{name}={value:g}" for name, value in vars(self).items() if name[0] != "_")
        return f"{type(self).__name__}({', '.join(settings)})"

    @np.errstate(over="raise", invalid="raise")
    def update(self, params: Mapping[str, Floats], grads: Mapping[str, ArrayLike]) -> None:
        """Change the arrays in `params` in place, one step down along `grads`.

        Parameters
        ----------
        params : mapping from str to ndarray of float64 or float32
        grads : mapping from str to array_like
            The gradients, under the names and in the shapes of the parameters.

        Raises
        ------
        TypeError
            If a parameter is no array of float64 or float32.
        ValueError
            If the names or shapes of `params` and `grads` differ, or differ from those of the first
            update; if an array holds NaN or an infinity, cannot be written to, or shares its memory
            with another parameter.
        FloatingPointError
            If the step overflows. After any error, no parameter has changed.
        """
        if params.keys() != grads.keys():
            missing, unknown = params.keys() - grads.keys(), grads.keys() - params.keys()
            raise ValueError(
                "grads must have the names of params: "
                f"missing are {sorted(missing)}, unknown are {sorted(unknown)}"
            )
        if not self._has_registered(params):
            self._register(params)
        results = {
            name: self._checked_step(name, theta, _as_gradient(name, theta, grads[name]))
            for name, theta in params.items()
        }
        for name, theta in params.items():
            step, *state = results[name]
            np.add(theta, step, out=theta)
            self._state[name] = tuple(state)
        self._updates += 1

    def _has_registered(self, params: Mapping[str, Floats]) -> bool:
        """Say whether these are the arrays of the last update, which need no second check."""
        known = self._registered
        return params.keys() == known.keys() and all(
            theta is known[name] for name, theta in params.items()
        )

    def _register(self, params: Mapping[str, Floats]) -> None:
        """Check the parameters, and before the first update set their state to zeros."""
        for name, theta in params.items():
            if not isinstance(theta, np.ndarray) or theta.dtype.type not in TYPES:
                raise TypeError(
                    f"params[{name!r}] must be a float64 or float32 array, to be changed in place, "
                    f"but it is {getattr(theta, 'dtype', type(theta).__name__)}"
                )
            if theta.size == 0:
                raise ValueError(f"params[{name!r}] is empty: its shape is {theta.shape}")
        _refuse_shared_memory(params)
        shapes = {name: theta.shape for name, theta in params.items()}
        if self._updates == 0:
            self._shapes = shapes
            self._state = {
                name: (np.zeros_like(theta),) * self.state_arrays for name, theta in params.items()
            }
        elif shapes != self._shapes:
            raise ValueError(
                f"params have the shapes {shapes}, but this optimiser remembers {self._shapes}: "
                "make a new optimiser for another network"
            )
        self._registered = dict(params)

    def _checked_step(self, name: str, theta: Floats, g: Floats) -> tuple[Floats, ...]:
        try:
            result = self._step_of(name, theta, g)
            # A finite scalar product proves that θ + step is finite: it would not be finite with an
            # infinity or NaN in either, nor with two numbers whose sum overflows.
            if not math.isfinite(np.vdot(theta, result[0])):
                as_finite(theta + result[0], "the new parameter")
        except FloatingPointError as error:
            # Was the gradient or the parameter not finite? Then the message is about that. It is
            # checked only now, for such a step never comes out finite.
            as_floats(g, f"grads[{name!r}]")
            as_floats(theta, f"params[{name!r}]")
            raise FloatingPointError(
                f"the step of {name!r} with lr={self.lr:g} is not finite: {error}; nothing changed"
            ) from error
        return result

    def _step_of(self, name: str, theta: Floats, g: Floats) -> tuple[Floats, ...]:
        """Return the step and the new state of the parameter `name`; most rules need g alone."""
        return self._step(g, *self._state[name])

    @abstractmethod
    def _step(self, *args: Any, **kwargs: Any) -> tuple[Floats, ...]:
        """Return the step of θ and the new state, given the gradient and the old state."""


def _as_gradient(name: str, theta: Floats, grad: ArrayLike) -> Floats:
    """Return a gradient in the type of its parameter, after checks that every update needs."""
    if not theta.flags.writeable:
        raise ValueError(f"params[{name!r}] is read-only: give an array that can be changed")
    if type(grad) is np.ndarray and grad.dtype == theta.dtype and grad.shape == theta.shape:
        return grad
    gradient = as_numbers(grad, f"grads[{name!r}]")
    if gradient.shape != theta.shape:
        raise ValueError(
            f"grads[{name!r}] has shape {gradient.shape}, but params[{name!r}] has "
            f"shape {theta.shape}"
        )
    with np.errstate(over="ignore"):  # a number too large for the type is refused by the step
        return gradient.astype(theta.dtype, copy=False)


def _refuse_shared_memory(params: Mapping[str, Floats]) -> None:
    for (one, theta), (other, phi) in combinations(params.items(), 2):
        if np.shares_memory(theta, phi):
            raise ValueError(f"params[{one!r}] and params[{other!r}] share their memory")
