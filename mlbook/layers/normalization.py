r"""What layers that normalise have in common."""

import numpy as np
from numpy.typing import ArrayLike

from mlbook._checks import Floats, as_floating
from mlbook.layers.layer import Layer

EPSILON = 1e-7  # added to a variance, so that a constant is not divided by zero


class Normalization(Layer):
    r"""What both have in common: $y = \gamma \hat{x} + \beta$, and the way back through it."""

    parameters = ("gamma", "beta")
    gamma: Floats
    beta: Floats
    dgamma: Floats
    dbeta: Floats
    _axis: int  # over which it normalises: -1 along a sample, 0 down a batch

    def __init__(self, gamma: ArrayLike, beta: ArrayLike) -> None:
        self.gamma = as_floating(gamma, "gamma")
        self.beta = as_floating(beta, "beta").astype(self.gamma.dtype, copy=False)
        if self.gamma.ndim != 1:
            raise ValueError(f"gamma must have shape (D,), but its shape is {self.gamma.shape}")
        self._check_fits(self.beta, "beta")

    def __repr__(self) -> str:
        """Return ``BatchNormalization(50)``, the name and the number of units."""
        return f"{type(self).__name__}({self.gamma.size})"

    def check_shape(self, shape: tuple[int, ...]) -> None:
        """Raise a ValueError unless `shape` is (D,) or (N, D)."""
        units = self.gamma.size
        if len(shape) not in (1, 2) or shape[-1] != units:
            raise ValueError(
                f"x has shape {shape}, but gamma has shape {self.gamma.shape}: give one sample of "
                f"shape ({units},) or a batch of shape (N, {units})"
            )

    def _check_fits(self, array: Floats, name: str) -> None:
        if array.shape != self.gamma.shape:
            raise ValueError(f"{name} has shape {array.shape}, but gamma has {self.gamma.shape}")

    def _standardized(self, x: Floats) -> Floats:
        """Return x̂, of mean 0 and variance 1, and keep the mean and the variance of `x`."""
        self._mean = x.mean(axis=self._axis, keepdims=True)
        self._variance = x.var(axis=self._axis, keepdims=True, mean=self._mean)
        self._refuse_infinite("the variance", self._variance)  # by which all would be divided to 0
        self._std = np.sqrt(self._variance + EPSILON)
        standardized: Floats = (x - self._mean) / self._std
        return standardized

    def _scaled(self, standardized: Floats) -> Floats:
        self._x = standardized
        return self.gamma * standardized + self.beta

    def _backward(self, upstream: Floats) -> Floats:
        g = upstream * self.gamma
        along = (g * self._x).mean(axis=self._axis, keepdims=True)
        gradient: Floats = (
            g - g.mean(axis=self._axis, keepdims=True) - self._x * along
        ) / self._std
        return gradient

    def _differentiate(self, upstream: Floats) -> None:
        self.dgamma = np.atleast_2d(upstream * self._x).sum(axis=0)
        self.dbeta = np.atleast_2d(upstream).sum(axis=0)
