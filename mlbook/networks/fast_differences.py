r"""The gradient of a two-layer network by differences, computing only what a step can change.

A step of one weight leaves almost all of a network as it was. Stepping $w_{dj}$ of the first layer
by $h$ adds $h x_{nd}$ to one sum of each sample, and nothing where $x_{nd} = 0$; the scores then
move by the change of one hidden output times its row of the second layer. Stepping $w_{jk}$ of
that layer adds $h z_{nj}$ to one score. What stays is computed once; what moves, for many weights
at a time. The loss is the true one, before and after each step: nothing is differentiated by hand.
"""

import numpy as np

from mlbook._checks import FloatArray, IntArray, as_finite
from mlbook.activations import sigmoid
from mlbook.losses import GUARD

NUMBERS_AT_ONCE = 2**20  # of the largest array here, which bounds the memory and stays in the cache


def numerical_gradient(
    x: FloatArray,
    targets: FloatArray,
    layers: tuple[FloatArray, FloatArray],
    h: float,
) -> tuple[FloatArray, FloatArray]:
    r"""Return the gradient of the mean cross-entropy by central differences.

    $$
    \frac{\partial L}{\partial w} \approx \frac{1}{N} \sum_n \frac{L_n(w + h) - L_n(w - h)}{2h}
    $$

    Parameters
    ----------
    x : ndarray, shape (N, D + 1)
        Samples, and a column of ones: a bias is the weight of an input that is always 1.
    targets : ndarray, shape (N, K)
        One-hot rows or probabilities.
    layers : tuple of ndarray, shapes (D + 1, H) and (H + 1, K)
        The weights of both layers, the biases in the last row.
    h : float
        The step.

    Returns
    -------
    tuple of ndarray, of the shapes of `layers`

    Raises
    ------
    FloatingPointError
        If a number overflows.
    """
    sums_of_differences = np.zeros_like(layers[0]), np.zeros_like(layers[1])
    widest = max(len(weights) for weights in layers)
    rows = max(1, NUMBERS_AT_ONCE // (widest * targets.shape[1]))
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, len(x), rows):
            part = slice(start, start + rows)
            _add_differences(sums_of_differences, x[part], targets[part], layers, h)
        first, second = (each / (2 * h * len(x)) for each in sums_of_differences)
    return as_finite(first, "the loss after a step"), as_finite(second, "the loss after a step")


def _add_differences(
    gradients: tuple[FloatArray, FloatArray],
    x: FloatArray,
    targets: FloatArray,
    layers: tuple[FloatArray, FloatArray],
    h: float,
) -> None:
    first, second = layers
    sums = as_finite(x @ first, "x @ W1 + b1")
    z = np.column_stack([sigmoid(sums), np.ones(len(x))])
    scores = as_finite(z @ second, "hidden @ W2 + b2").T

    sample, pixel = np.nonzero(x)
    steps, losses = h * x[sample, pixel], _Losses(scores, targets, sample)
    for unit, weights in enumerate(second[:-1]):
        old_sums, old = sums[sample, unit], z[sample, unit]
        ahead, behind = (
            losses.after(weights[:, np.newaxis] * (sigmoid(old_sums + step) - old))
            for step in (steps, -steps)
        )
        gradients[0][:, unit] += np.bincount(pixel, ahead - behind, minlength=len(first))

    sample, unit_of = np.nonzero(z)
    steps, losses = h * z[sample, unit_of], _Losses(scores, targets, sample)
    for k in range(second.shape[1]):
        only_k = np.zeros((second.shape[1], 1))
        only_k[k] = 1.0
        ahead, behind = (losses.after(only_k * step) for step in (steps, -steps))
        gradients[1][:, k] += np.bincount(unit_of, ahead - behind, minlength=len(second))


class _Losses:
    """The loss of many samples, the same sample as often as there are steps to try on it."""

    def __init__(self, scores: FloatArray, targets: FloatArray, sample: IntArray) -> None:
        self.scores = scores[:, sample]
        self.wanted = np.nonzero(targets.T[:, sample])  # classes, and places among the samples
        self.targets = targets.T[:, sample][self.wanted]

    def after(self, change: FloatArray) -> FloatArray:
        """Return the loss of each sample, its scores moved by `change` of shape (K, steps)."""
        moved = self.scores + change
        moved -= moved.max(axis=0)
        np.exp(moved, out=moved)
        probabilities = moved[self.wanted] / moved.sum(axis=0)[self.wanted[1]]
        costs = self.targets * np.log(probabilities + GUARD)
        return np.maximum(-np.bincount(self.wanted[1], costs, minlength=moved.shape[1]), 0.0)
