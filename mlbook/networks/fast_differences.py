r"""The gradient of a two-layer network by differences, computing only what a step can change.

A step of one weight leaves almost all of a network as it was. Stepping $w_{dj}$ of the first layer
by $h$ adds $h x_{nd}$ to one sum of each sample, and nothing where $x_{nd} = 0$; the scores then
move by the change of one hidden output times its row of the second layer. Stepping $w_{jk}$ of
that layer adds $h z_{nj}$ to one score. The unchanged part of the network is computed once, the
changed part for many weights at a time. The loss after each step is the true one: nothing is
differentiated by hand.
"""

import numpy as np

from mlbook._checks import FloatArray, IntArray, as_finite
from mlbook.activations import sigmoid
from mlbook.losses import GUARD

MAX_SIZE = 2**20  # elements of the largest array here: bounds the memory, and fits the cache


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
    most_inputs = max(len(weights) for weights in layers)
    rows = max(1, MAX_SIZE // (most_inputs * targets.shape[1]))
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, len(x), rows):
            part = slice(start, start + rows)
            _add_differences(sums_of_differences, x[part], targets[part], layers, h)
        first, second = (each / (2 * h * len(x)) for each in sums_of_differences)
    return as_finite(first, "the loss after a step"), as_finite(second, "the loss after a step")


def _add_differences(
    sums_of_differences: tuple[FloatArray, FloatArray],
    x: FloatArray,
    targets: FloatArray,
    layers: tuple[FloatArray, FloatArray],
    h: float,
) -> None:
    """Add L_n(w + h) - L_n(w - h) of every sample n to the sum of each weight w."""
    first, second = layers
    sums = as_finite(x @ first, "x @ W1 + b1")
    z = np.column_stack([sigmoid(sums), np.ones(len(x))])
    scores = as_finite(z @ second, "hidden @ W2 + b2").T

    # First layer: a step for each input of each sample that is not 0, and one unit after another.
    sample, from_input = np.nonzero(x)
    steps, losses = h * x[sample, from_input], _Losses(scores, targets, sample)
    for unit, weights in enumerate(second[:-1]):
        sums_of_unit, z_of_unit = sums[sample, unit], z[sample, unit]
        ahead, behind = (
            losses.after(weights[:, np.newaxis] * (sigmoid(sums_of_unit + step) - z_of_unit))
            for step in (steps, -steps)
        )
        # bincount adds up the differences of all steps that belong to one input.
        differences = np.bincount(from_input, ahead - behind, minlength=len(first))
        sums_of_differences[0][:, unit] += differences

    # Second layer: a step for each hidden output that is not 0, and one class after another.
    sample, from_unit = np.nonzero(z)
    steps, losses = h * z[sample, from_unit], _Losses(scores, targets, sample)
    for k in range(second.shape[1]):
        only_k = np.zeros((second.shape[1], 1))
        only_k[k] = 1.0
        ahead, behind = (losses.after(only_k * step) for step in (steps, -steps))
        differences = np.bincount(from_unit, ahead - behind, minlength=len(second))
        sums_of_differences[1][:, k] += differences


class _Losses:
    """The loss after each of many steps, every step on the scores of one sample."""

    def __init__(self, scores: FloatArray, targets: FloatArray, sample: IntArray) -> None:
        self.scores = scores[:, sample]  # shape (K, steps)
        self.nonzero = np.nonzero(targets.T[:, sample])  # targets of 0 cost nothing
        self.targets = targets.T[:, sample][self.nonzero]

    def after(self, change: FloatArray) -> FloatArray:
        """Return the loss after each step, which moves the scores by `change` (K, steps)."""
        exponentials = self.scores + change
        exponentials -= exponentials.max(axis=0)
        np.exp(exponentials, out=exponentials)
        _, step = self.nonzero
        probabilities = exponentials[self.nonzero] / exponentials.sum(axis=0)[step]
        terms = self.targets * np.log(probabilities + GUARD)
        return np.maximum(-np.bincount(step, terms, minlength=exponentials.shape[1]), 0.0)
