r"""Activation functions: the output of a unit as a function of its weighted sum.

Each takes an array of any shape (or a number, or a list), leaves it as it is, and returns a new
array of that shape; a number gives a NumPy scalar. Integers are taken as float64.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mlbook._checks import FloatArray, Floats, IntArray, as_floats


def step_function(x: ArrayLike) -> IntArray:
    r"""Return 1 where `x` is greater than 0 and 0 elsewhere, the perceptron's activation.

    Parameters
    ----------
    x : array_like of any shape
        Infinities are allowed.

    Returns
    -------
    ndarray of int64, of the shape of x

    Raises
    ------
    TypeError, ValueError
        If `x` is empty, holds NaN or is not made of real numbers.

    Examples
    --------
    >>> from mlbook import step_function
    >>> print(step_function([-1.0, 0.0, 2.0]))
    [0 0 1]
    """
    steps: IntArray = (as_floats(x, "x", finite=False) > 0).astype(np.int64)
    return steps


def sigmoid(x: ArrayLike) -> FloatArray:
    r"""Return the logistic function of `x`, a smooth step from 0 to 1.

    $$
    h(x) = \frac{1}{1 + e^{-x}} = \frac{e^{x}}{e^{x} + 1}
    $$

    The left form is used where $x \ge 0$ and the right one elsewhere, so that the exponential
    never exceeds 1: nothing overflows, and small values keep all their digits.

    Parameters
    ----------
    x : array_like of any shape
        Infinities are allowed: they give exactly 0 and 1.

    Returns
    -------
    ndarray of float64, of the shape of x

    Raises
    ------
    TypeError, ValueError
        If `x` is empty, holds NaN or is not made of real numbers.

    References
    ----------
    Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 3.10.

    Examples
    --------
    >>> from mlbook import sigmoid
    >>> print(sigmoid([-1.0, 1.0, 2.0]))
    [0.26894142 0.73105858 0.88079708]
    """
    sums = as_floats(x, "x", finite=False)
    exponential = np.exp(-np.abs(sums))
    outputs: FloatArray = np.where(sums >= 0, 1.0, exponential) / (1.0 + exponential)
    return outputs


def relu(x: ArrayLike) -> FloatArray:
    r"""Return `x` where it is greater than 0 and 0 elsewhere (rectified linear unit).

    $$
    h(x) = \max(0, x)
    $$

    Parameters
    ----------
    x : array_like of any shape
        Infinities are allowed.

    Returns
    -------
    ndarray of float64, of the shape of x

    Raises
    ------
    TypeError, ValueError
        If `x` is empty, holds NaN or is not made of real numbers.

    References
    ----------
    Glorot, Bordes, Bengio, "Deep sparse rectifier neural networks", *AISTATS* (2011).

    Examples
    --------
    >>> from mlbook import relu
    >>> print(relu([-1.5, 0.0, 2.5]))
    [0.  0.  2.5]
    """
    sums = as_floats(x, "x", finite=False)
    outputs: FloatArray = np.where(sums > 0, sums, 0.0)[()]  # a 0-d array becomes a scalar
    return outputs


def identity_function(x: ArrayLike) -> FloatArray:
    r"""Return `x` itself, the output activation of regression.

    The result is a copy: writing to it does not change `x`.

    Parameters
    ----------
    x : array_like of any shape
        Infinities are allowed.

    Returns
    -------
    ndarray of float64, of the shape of x

    Raises
    ------
    TypeError, ValueError
        If `x` is empty, holds NaN or is not made of real numbers.

    Examples
    --------
    >>> from mlbook import identity_function
    >>> print(identity_function([1, -2]))
    [ 1. -2.]
    """
    outputs: FloatArray = as_floats(x, "x", finite=False).copy()[()]  # a 0-d array becomes a scalar
    return outputs


def softmax(x: ArrayLike) -> FloatArray:
    r"""Return scores as probabilities: positive, in the same order, and summing to 1.

    $$
    y_k = \frac{e^{x_k - c}}{\sum_i e^{x_i - c}}, \qquad c = \max_i x_i
    $$

    Any constant $c$ inside the exponential cancels; the maximum keeps it from overflowing.

    Parameters
    ----------
    x : array_like, shape (..., K)
        Scores. The last axis is that of the classes.

    Returns
    -------
    ndarray of float64, shape (..., K)

    Raises
    ------
    TypeError, ValueError
        If `x` has no axis, is empty, holds NaN or an infinity, or is not made of real numbers.

    References
    ----------
    Bishop, *Pattern Recognition and Machine Learning* (2006), eq. 4.104.

    Examples
    --------
    >>> from mlbook import softmax
    >>> print(softmax([0.3, 2.9, 4.0]))
    [0.01821127 0.24519181 0.73659691]
    """
    scores = as_floats(x, "x")
    if scores.ndim == 0:
        raise ValueError("x must have at least one axis, that of the classes, but it is one number")
    with np.errstate(over="ignore", under="ignore"):  # a difference of -inf has the exponential 0
        y: FloatArray = unchecked_softmax(scores)
    return y


def unchecked_softmax(scores: Floats) -> Any:
    """Return the softmax of an array of finite scores, in its type."""
    by_class = scores.T.copy()  # classes first: sums along rows of ten numbers are slow
    exponentials = np.exp(by_class - by_class.max(axis=0))
    return (exponentials / exponentials.sum(axis=0)).T
