r"""The operators of a variable: each is a formula, and a rule for each of its two gradients."""
# ruff: noqa: D105  # operators do what they do to numbers

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from mlbook._checks import Floats, as_floating, as_number
from mlbook.autograd.tape import Node, Rule, quiet, sum_to_shape

BinaryRule: TypeAlias = Callable[[Any, Any, Any], Any]  # of g, x and y: what x gets, or y


class Arithmetic(Node):
    """A node with operators; numbers and arrays may stand beside it, and are constants."""

    __array_ufunc__ = None  # so that NumPy leaves array * node to __rmul__

    def __add__(self, other: Any) -> Any:
        return _binary("+", np.add, self, other, _to_both, _to_both)

    def __sub__(self, other: Any) -> Any:
        return _binary("-", np.subtract, self, other, _to_both, lambda g, x, y: -g)

    def __mul__(self, other: Any) -> Any:
        return _binary("×", np.multiply, self, other, lambda g, x, y: g * y, lambda g, x, y: g * x)

    def __truediv__(self, other: Any) -> Any:
        return _binary("÷", np.divide, self, other, _to_dividend, _to_divisor)

    def __matmul__(self, other: Any) -> Any:
        return _binary("@", _matrix_product, self, other, _to_left, _to_right)

    __radd__ = __add__

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    __rmul__ = __mul__

    def __rtruediv__(self, other: Any) -> Any:
        return _binary("÷", np.divide, other, self, _to_dividend, _to_divisor)

    def __rmatmul__(self, other: Any) -> Any:
        return _binary("@", _matrix_product, other, self, _to_left, _to_right)

    def __neg__(self) -> Any:
        return type(self)(-self.data, [(self, lambda g: -g)], "-")

    @quiet
    def __pow__(self, exponent: float) -> Any:
        n, x = as_number(exponent, "exponent"), self.data

        def rule(g: Floats) -> Floats:
            return g * (n * x ** (n - 1)) if n else 0 * g

        return type(self)(x**n, [(self, rule)], "**")


@quiet
def _binary(
    name: str, formula: Any, left: Any, right: Any, to_left: BinaryRule, to_right: BinaryRule
) -> Any:
    """Return the node of formula(left, right), of which at least one is a node."""
    nodes = [side for side in (left, right) if isinstance(side, Node)]
    x, y = (_data(side, nodes[0]) for side in (left, right))

    def rule(share: BinaryRule, shape: tuple[int, ...]) -> Rule:
        return lambda g: sum_to_shape(share(g, x, y), shape)

    shares = [(left, to_left), (right, to_right)]
    parents = [
        (side, rule(share, side.data.shape)) for side, share in shares if isinstance(side, Node)
    ]
    return type(nodes[0])(_fitting(formula, name, x, y), parents, name)


def _data(side: Any, beside: Node) -> Floats:
    """Return the array of a node, or that of a constant in the type of the node beside it."""
    if isinstance(side, Node):
        return side.data
    return as_floating(side, "other").astype(beside.data.dtype, copy=False)


def _fitting(formula: Any, name: str, x: Floats, y: Floats) -> Any:
    try:
        return formula(x, y)
    except ValueError:
        raise ValueError(
            f"the shapes {x.shape} and {y.shape} do not fit: other must have one that {name} takes"
        ) from None


def _matrix_product(x: Floats, y: Floats) -> Any:
    if min(x.ndim, y.ndim) < 2:
        raise ValueError
    return x @ y


def _to_both(g: Any, x: Any, y: Any) -> Any:
    return g


def _to_dividend(g: Any, x: Any, y: Any) -> Any:
    return g / y


def _to_divisor(g: Any, x: Any, y: Any) -> Any:
    return -g * (x / y / y)


def _to_left(g: Any, x: Any, y: Any) -> Any:
    return g @ y.swapaxes(-1, -2)


def _to_right(g: Any, x: Any, y: Any) -> Any:
    return x.swapaxes(-1, -2) @ g
