r"""Loss functions: how far the output `y` of a network is from the right answer `t`."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlbook._checks import FloatArray, Floats, as_count, as_finite, as_floats, as_numbers

GUARD = 1e-7  # keeps log away from log(0) = -inf


def one_hot(labels: ArrayLike, class_count: int) -> FloatArray:
    r"""Return each label $c$ as a vector of zeros with a one at place $c$.

    Parameters
    ----------
    labels : array_like of int, any shape S
        Class numbers from 0 to ``class_count - 1``.
    class_count : int
        Number of classes ``K``.

    Returns
    -------
    ndarray of float64, shape S + (K,)

    Raises
    ------
    TypeError
        If `labels` are not integers.
    ValueError
        If a label lies outside 0 … K − 1.

    Examples
    --------
    >>> from mlbook import one_hot
    >>> print(one_hot([2, 0], 3))
    [[0. 0. 1.]
     [1. 0. 0.]]
    """
    count = as_count(class_count, "class_count")
    encoded: FloatArray = np.eye(count)[_as_labels(labels, "labels", count)]
    return encoded


def mean_squared_error(y: ArrayLike, t: ArrayLike) -> float:
    r"""Return half the sum of the squared differences, averaged over the batch.

    $$
    L = \frac{1}{2N} \sum_n \sum_k (y_{nk} - t_{nk})^2
    $$

    For a single sample ``N`` is 1: nothing is averaged over the classes, whatever the name says.

    Parameters
    ----------
    y : array_like, shape (K,) or (N, K)
        Outputs of the network.
    t : array_like
        Right answers: of the shape of `y` (one-hot), or integers with one axis less (labels).

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit, a label is out of range, or an argument is empty or holds NaN.
    FloatingPointError
        If the result overflows.

    References
    ----------
    Bishop, *Pattern Recognition and Machine Learning* (2006), eq. 5.11.

    Examples
    --------
    >>> from mlbook import mean_squared_error
    >>> print(mean_squared_error([0.1, 0.6, 0.3], [0, 1, 0]))
    0.13
    """
    outputs = as_floats(y, "y")
    targets = as_target_rows(t, outputs)
    with np.errstate(over="ignore"):
        losses = 0.5 * np.sum((outputs - targets) ** 2, axis=-1)
        return float(as_finite(losses.mean(), "the squared error of y and t"))


def cross_entropy_error(y: ArrayLike, t: ArrayLike) -> float:
    r"""Return the cross-entropy error, averaged over the batch.

    $$
    L = -\frac{1}{N} \sum_n \sum_k t_{nk} \ln(y_{nk} + 10^{-7})
    $$

    The added $10^{-7}$ keeps the loss finite where the right class has the probability 0: 16.1, not
    infinity. With the probability 1 it would be $-10^{-7}$; no sample is given a loss below 0.

    Parameters
    ----------
    y : array_like, shape (K,) or (N, K)
        Probabilities, as softmax gives them.
    t : array_like
        Right answers: of the shape of `y` (one-hot or probabilities), or integers with one axis
        less (labels).

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit, a label is out of range, `y` is no probability, or an argument is
        empty or holds NaN.
    FloatingPointError
        If the result overflows.

    References
    ----------
    Bishop, *Pattern Recognition and Machine Learning* (2006), eq. 4.108.

    Examples
    --------
    >>> from mlbook import cross_entropy_error
    >>> print(round(cross_entropy_error([0.1, 0.6, 0.3], [0, 1, 0]), 6))
    0.510825
    >>> print(round(cross_entropy_error([0.1, 0.6, 0.3], 1), 6))
    0.510825
    >>> print(round(cross_entropy_error([0.0, 1.0], 0), 1))
    16.1
    """
    probabilities = as_floats(y, "y")
    # A thousandth above 1 is let through: numerical differentiation steps that far.
    if probabilities.min() < 0 or probabilities.max() > 1.001:
        outlier = probabilities.min() if probabilities.min() < 0 else probabilities.max()
        raise ValueError(
            f"y must hold probabilities from 0 to 1, but it holds {outlier:g}: apply softmax first"
        )
    targets = as_target_rows(t, probabilities)
    with np.errstate(over="ignore", invalid="ignore"):
        mean = mean_cross_entropy(probabilities, targets)
    return float(as_finite(mean, "the cross-entropy of y and t"))


def mean_cross_entropy(y: Floats, t: Floats) -> Any:
    """Return the mean cross-entropy of probabilities and targets of one shape, in their type."""
    losses = np.maximum(-np.vecdot(t, np.log(y + GUARD)), 0)  # vecdot sums over the classes
    return losses.sum() / losses.size


def as_target_rows(t: ArrayLike, y: Floats) -> FloatArray:
    """Return targets `t` in the shape of the outputs `y`, turning labels into one-hot rows."""
    targets = as_labels_or_rows(t, y.shape)
    return targets if targets.ndim == y.ndim else np.asarray(np.eye(y.shape[-1])[targets])


def as_labels_or_rows(t: ArrayLike, shape: tuple[int, ...]) -> NDArray[Any]:
    """Return targets `t` for outputs of `shape`: labels as intp, or rows as float64.

    The form is read from the shapes alone: equal shapes are one-hot, integers with one axis less
    are labels. Nothing is guessed from sizes.
    """
    targets = as_numbers(t, "t")
    if len(shape) not in (1, 2):
        raise ValueError(f"y must have shape (K,) or (N, K), but its shape is {shape}")
    if targets.shape == shape:
        return as_floats(targets, "t")
    if targets.dtype.kind in "iu" and targets.shape == shape[:-1]:
        return _as_labels(targets, "t", shape[-1])
    raise ValueError(
        f"t has shape {targets.shape} and dtype {targets.dtype}, but y has shape {shape}: give "
        f"one-hot rows of shape {shape} or integer labels of shape {shape[:-1]}"
    )


def check_distributions(targets: FloatArray) -> None:
    """Refuse rows of targets that do not sum to 1: (y - t) / N would not be the gradient."""
    with np.errstate(over="ignore", invalid="ignore"):
        sums = targets.sum(axis=-1)
    furthest = np.ravel(sums)[np.abs(sums - 1.0).argmax()]
    if not abs(furthest - 1.0) <= 1e-6:  # so that NaN, the sum of two infinities, is refused too
        raise ValueError(f"each row of t must sum to 1, but one sums to {furthest:g}")


def _as_labels(labels: ArrayLike, name: str, class_count: int) -> NDArray[np.intp]:
    numbers = as_numbers(labels, name)
    if numbers.dtype.kind not in "iu":
        raise TypeError(f"{name} must be integers, but the dtype is {numbers.dtype}")
    # Finding the smallest and the largest label takes half as long as comparing all labels.
    if numbers.size and not (
        numbers.item(numbers.argmin()) >= 0 and numbers.item(numbers.argmax()) < class_count
    ):
        wrong = numbers[(numbers < 0) | (numbers >= class_count)]
        raise ValueError(
            f"{name} holds the label {wrong.flat[0]}, but the {class_count} classes are numbered "
            f"0 to {class_count - 1}"
        )
    return numbers.astype(np.intp, copy=False)  # the type of an index: 32 bits in a browser
