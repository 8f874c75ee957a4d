r"""The operators of a variable: each is a formula, and a rule for each of its two gradients."""
# ruff: noqa: D105  # operators do what they do to numbers

from collections.abc import Callable
from typing import Any, NamedTuple, Self, TypeAlias, TypeVar

import numpy as np

from mlbook._checks import Floats, as_floating, as_number
from mlbook.autograd.tape import Node, Rule, quiet, sum_to_shape

Share: TypeAlias = Callable[[Any, Any, Any], Any]  # of g, x and y: what is passed to x, or to y
AnyNode = TypeVar("AnyNode", bound=Node)


class Operation(NamedTuple):
    """An operation with two operands; its rules are written before sums over broadcast axes."""

    name: str
    formula: Callable[[Any, Any], Any]
    to_x: Share
    to_y: Share


def matrix_product(x: Floats, y: Floats) -> Any:
    """Return ``x @ y``, refusing vectors: the rules below are those of matrices."""
    if min(x.ndim, y.ndim) < 2:
        raise ValueError
    return x @ y


ADD = Operation("+", np.add, lambda g, x, y: g, lambda g, x, y: g)
SUBTRACT = Operation("-", np.subtract, lambda g, x, y: g, lambda g, x, y: -g)
MULTIPLY = Operation("×", np.multiply, lambda g, x, y: g * y, lambda g, x, y: g * x)
DIVIDE = Operation("÷", np.divide, lambda g, x, y: g / y, lambda g, x, y: -g * (x / y / y))
MATRIX_PRODUCT = Operation(
    "@",
    matrix_product,
    lambda g, x, y: g @ y.swapaxes(-1, -2),
    lambda g, x, y: x.swapaxes(-1, -2) @ g,
)


class Arithmetic(Node):
    """A node with operators; numbers and arrays may stand beside it, and are constants."""

    __array_ufunc__ = None  # so that NumPy leaves array * node to __rmul__

    def __add__(self, other: Any) -> Self:
        return _record(type(self), ADD, self, other)

    def __sub__(self, other: Any) -> Self:
        return _record(type(self), SUBTRACT, self, other)

    def __mul__(self, other: Any) -> Self:
        return _record(type(self), MULTIPLY, self, other)

    def __truediv__(self, other: Any) -> Self:
        return _record(type(self), DIVIDE, self, other)

    def __matmul__(self, other: Any) -> Self:
        return _record(type(self), MATRIX_PRODUCT, self, other)

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other: Any) -> Self:
        return _record(type(self), SUBTRACT, other, self)

    def __rtruediv__(self, other: Any) -> Self:
        return _record(type(self), DIVIDE, other, self)

    def __rmatmul__(self, other: Any) -> Self:
        return _record(type(self), MATRIX_PRODUCT, other, self)

    def __neg__(self) -> Self:
        return type(self)(-self.data, [(self, lambda g: -g)], "-")

    @quiet
    def __pow__(self, exponent: float) -> Self:
        n, x = as_number(exponent, "exponent"), self.data

        def rule(g: Floats) -> Floats:
            return g * (n * x ** (n - 1)) if n else 0 * g

        return type(self)(x**n, [(self, rule)], "**")


@quiet
def _record(kind: type[AnyNode], operation: Operation, left: Any, right: Any) -> AnyNode:
    """Return the node of an operation, of whose operands at least one is a node."""
    beside = left if isinstance(left, Node) else right
    x, y = (_data(side, beside) for side in (left, right))
    try:
        data = operation.formula(x, y)
    except ValueError:
        raise ValueError(
            f"the shapes {x.shape} and {y.shape} do not fit: other must have one that "
            f"{operation.name} takes"
        ) from None

    def rule(share: Share, shape: tuple[int, ...]) -> Rule:
        return lambda g: sum_to_shape(share(g, x, y), shape)

    sides = [(left, operation.to_x), (right, operation.to_y)]
    parents = [
        (side, rule(share, side.data.shape)) for side, share in sides if isinstance(side, Node)
    ]
    return kind(data, parents, operation.name)


def _data(side: Any, beside: Node) -> Floats:
    """Return the array of a node, or that of a constant in the type of the node beside it."""
    if isinstance(side, Node):
        return side.data
    return as_floating(side, "other").astype(beside.data.dtype, copy=False)
