r"""The contract of all layers, with every check of it."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from mlbook._checks import Floats, as_floating, is_finite


class Layer(ABC):
    r"""A node of a computational graph.

    `forward` returns the output $y$ of an input $x$. `backward` takes the gradient of the loss $L$
    with respect to that output, called upstream, and returns the one with respect to the input:

    $$
    \frac{\partial L}{\partial x_i} = \sum_j
    \frac{\partial L}{\partial y_j} \frac{\partial y_j}{\partial x_i}
    $$

    A layer is written as its formulas, `_forward` and `_backward`, and `_differentiate` where it
    has parameters; all checks are here. It computes float32 as float32 and every other type as
    float64. Inputs are kept, not copied: do not write to them between `forward` and `backward`.
    """

    parameters: ClassVar[tuple[str, ...]] = ()
    """Names of the arrays that are learned. The gradient of ``W`` is the attribute ``dW``."""

    settings: ClassVar[tuple[str, ...]] = ()
    """Names of its other arguments, which are attributes, too: numbers that never change."""

    statistics: ClassVar[tuple[str, ...]] = ()
    """Names of the arrays that it gathers from what it has seen, without a gradient."""

    sample_dimensions: ClassVar[int] = 1
    """How many axes one sample has; a batch has one more, the first."""

    children: tuple["Layer", ...] = ()
    """The layers that this one is made of, if any; a network learns their parameters, too."""

    _output: tuple[tuple[int, ...], np.dtype[Any]] | None = None  # shape and dtype of the last one

    def forward(self, x: ArrayLike) -> Floats:
        """Return the output for `x`.

        Parameters
        ----------
        x : array_like

        Returns
        -------
        ndarray of float64 or float32

        Raises
        ------
        TypeError, ValueError
            If `x` is empty, is not made of finite real numbers, or has a shape that does not fit.
        FloatingPointError
            If the output overflows.
        """
        array = as_floating(x, "x")
        self.check_shape(array.shape)
        return self.propagate(array)

    def backward(self, upstream: ArrayLike) -> Any:
        """Return the gradient of `x`, and set the gradients of the parameters.

        Parameters
        ----------
        upstream : array_like of the shape of the output
            Gradient of the loss with respect to the output.

        Returns
        -------
        ndarray of the shape of `x`, or a tuple of one for each input

        Raises
        ------
        RuntimeError
            If `forward` has not been called.
        TypeError, ValueError
            If `upstream` is not made of finite real numbers or has another shape than the output.
        FloatingPointError
            If a gradient overflows.
        """
        if self._output is None:
            raise RuntimeError(
                f"{type(self).__name__}.backward needs what forward leaves behind: "
                "call forward first"
            )
        gradient = as_floating(upstream, "upstream")
        shape, dtype = self._output
        if gradient.shape != shape:
            raise ValueError(
                f"upstream has shape {gradient.shape}, but the output of {type(self).__name__} "
                f"has shape {shape}"
            )
        gradient = gradient.astype(dtype, copy=False)
        with np.errstate(over="ignore", invalid="ignore"):
            self._differentiate(gradient)
            gradients = self._backward(gradient)
        for name in self.parameters:
            self._refuse_infinite(f"the gradient of {name}", getattr(self, f"d{name}"))
        for each in gradients if isinstance(gradients, tuple) else [gradients]:
            self._refuse_infinite("the gradient of the input", each)
        return gradients

    def propagate(self, *inputs: Floats) -> Floats:
        """Return the output for inputs that were checked, as those inside a network are."""
        with np.errstate(over="ignore", invalid="ignore"):
            output: Floats = self._forward(*inputs)
        self._refuse_infinite("the output", output)
        self._output = output.shape, output.dtype
        return output[()]  # a 0-d array becomes a scalar

    def check_shape(self, shape: tuple[int, ...]) -> None:  # noqa: B027  # most take any shape
        """Raise a ValueError if inputs of `shape` do not fit."""

    def __repr__(self) -> str:
        """Return ``Relu()`` or ``Affine(64, 50)``: the name, and the sizes of the parameters."""
        return f"{type(self).__name__}()"

    @abstractmethod
    def _forward(self, *args: Any, **kwargs: Any) -> Any:
        """Return the output, and keep what the gradients need."""

    @abstractmethod
    def _backward(self, *args: Any, **kwargs: Any) -> Any:
        """Return the gradient of the input, or a tuple of one for each input."""

    def _differentiate(self, upstream: Floats) -> None:  # noqa: B027  # few have parameters
        """Set the gradient of each parameter."""

    def _refuse_infinite(self, what: str, values: Floats) -> None:
        if not is_finite(values):
            raise FloatingPointError(
                f"{what} of {self!r} is not finite: its numbers have grown too large"
            )
