"""Logic gates made of perceptrons: AND, NAND and OR are one each, XOR is three in two layers."""

from mlbook._checks import as_number
from mlbook.perceptron import Perceptron


def AND(x1: float, x2: float) -> int:
    """Return 1 when both inputs are 1, else 0: fires when 0.5 x1 + 0.5 x2 − 0.7 > 0.

    Examples
    --------
    >>> from mlbook import AND
    >>> print([AND(0, 0), AND(1, 0), AND(0, 1), AND(1, 1)])
    [0, 0, 0, 1]
    """
    return _gate((0.5, 0.5), -0.7, x1, x2)


def NAND(x1: float, x2: float) -> int:
    """Return 0 when both inputs are 1, else 1: fires when −0.5 x1 − 0.5 x2 + 0.7 > 0.

    Examples
    --------
    >>> from mlbook import NAND
    >>> print([NAND(0, 0), NAND(1, 0), NAND(0, 1), NAND(1, 1)])
    [1, 1, 1, 0]
    """
    return _gate((-0.5, -0.5), 0.7, x1, x2)


def OR(x1: float, x2: float) -> int:
    """Return 1 when an input is 1, else 0: fires when 0.5 x1 + 0.5 x2 − 0.2 > 0.

    Examples
    --------
    >>> from mlbook import OR
    >>> print([OR(0, 0), OR(1, 0), OR(0, 1), OR(1, 1)])
    [0, 1, 1, 1]
    """
    return _gate((0.5, 0.5), -0.2, x1, x2)


def XOR(x1: float, x2: float) -> int:
    """Return 1 when exactly one input is 1, else 0.

    No single perceptron can: this stacks two layers, NAND and OR below, AND above.

    Examples
    --------
    >>> from mlbook import XOR
    >>> print([XOR(0, 0), XOR(1, 0), XOR(0, 1), XOR(1, 1)])
    [0, 1, 1, 0]
    """
    return AND(NAND(x1, x2), OR(x1, x2))


def _gate(weights: tuple[float, float], bias: float, x1: float, x2: float) -> int:
    inputs = [as_number(x1, "x1"), as_number(x2, "x2")]
    return int(Perceptron(weights, bias).predict(inputs))
