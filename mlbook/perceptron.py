"""The perceptron and the rule by which it learns."""

import reprlib

import numpy as np
from numpy.typing import ArrayLike

from mlbook._checks import FloatArray, IntArray, as_count, as_floats, as_number, as_positive


class Perceptron:
    r"""A unit that fires when the weighted sum of its inputs exceeds 0.

    $$
    y = \begin{cases} 1 & (w \cdot x + b > 0) \\ 0 & (w \cdot x + b \le 0) \end{cases}
    $$

    Parameters
    ----------
    weights : array_like, shape (D,)
        One weight an input. The perceptron keeps a copy.
    bias : float
        How easily it fires: the negative of the threshold.

    Attributes
    ----------
    weights : ndarray of float64, shape (D,)
    bias : float

    Raises
    ------
    TypeError, ValueError
        If `weights` is no vector, `bias` no number, or one of them holds NaN or an infinity.

    References
    ----------
    Rosenblatt, "The perceptron: a probabilistic model for information storage and organization in
    the brain", *Psychological Review* 65 (1958).

    Examples
    --------
    >>> from mlbook import Perceptron
    >>> both = Perceptron([0.5, 0.5], -0.7)
    >>> print(both)
    Perceptron(weights=[0.5, 0.5], bias=-0.7)
    >>> print(both([1, 1]), both([[0, 0], [1, 0], [1, 1]]))
    1 [0 0 1]
    """

    weights: FloatArray
    bias: float

    def __init__(self, weights: ArrayLike, bias: float) -> None:
        self.weights = as_floats(weights, "weights").copy()
        if self.weights.ndim != 1:
            raise ValueError(
                f"weights must have shape (D,), but their shape is {np.shape(weights)}"
            )
        self.bias = as_number(bias, "bias")

    def __repr__(self) -> str:
        """Return one line; of more than six weights only the first six are shown."""
        return f"Perceptron(weights={reprlib.repr(self.weights.tolist())}, bias={self.bias})"

    def __call__(self, x: ArrayLike) -> int | IntArray:
        """Return what `predict` returns."""
        return self.predict(x)

    def predict(self, x: ArrayLike) -> int | IntArray:
        """Return 1 for each sample that makes the perceptron fire and 0 for the others.

        Parameters
        ----------
        x : array_like, shape (D,) or (N, D)

        Returns
        -------
        int, or ndarray of int64 of shape (N,)

        Raises
        ------
        TypeError, ValueError
            If the shape of `x` does not fit the weights, or `x` holds NaN or an infinity.
        FloatingPointError
            If the weighted sum overflows.
        """
        samples = self._as_samples(x, (1, 2))
        fires = _fires(samples, self.weights, self.bias)
        return int(fires) if samples.ndim == 1 else fires

    def fit(
        self, x: ArrayLike, t: ArrayLike, *, learning_rate: float = 1.0, max_epochs: int = 100
    ) -> list[int]:
        r"""Learn from labelled samples, one after the other, until an epoch has no mistake.

        $$
        w \leftarrow w + \eta\,(t - y)\,x, \qquad b \leftarrow b + \eta\,(t - y)
        $$

        A sample that is classified correctly changes nothing. When a line (a hyperplane) separates
        the two classes, the rule finds one after finitely many mistakes; when none does, it never
        settles and `max_epochs` ends it.

        Parameters
        ----------
        x : array_like, shape (N, D)
        t : array_like of 0 and 1, shape (N,)
        learning_rate : float
            The step $\eta > 0$.
        max_epochs : int
            How many times to go through the samples at most.

        Returns
        -------
        list of int
            Number of mistakes in each epoch; the last is 0 exactly when learning succeeded.

        Raises
        ------
        TypeError, ValueError
            If the shapes do not fit, a target is neither 0 nor 1, or an argument is out of range.
        FloatingPointError
            If a sum overflows. The perceptron is then as it was.

        References
        ----------
        Novikoff, "On convergence proofs on perceptrons", *Symposium on the Mathematical Theory of
        Automata* 12 (1962).

        Examples
        --------
        >>> from mlbook import Perceptron
        >>> learner = Perceptron([0, 0], 0)
        >>> print(learner.fit([[0, 0], [1, 0], [0, 1], [1, 1]], [0, 0, 0, 1]))
        [1, 3, 3, 2, 1, 0]
        >>> print(learner.weights, learner.bias)
        [1. 2.] -2.0
        """
        samples, targets = self._as_samples(x, (2,)), as_floats(t, "t")
        if targets.shape != samples.shape[:1]:
            raise ValueError(f"t has shape {targets.shape}, but x has shape {samples.shape}")
        if not np.isin(targets, (0, 1)).all():
            raise ValueError("t must hold 0 and 1 only: the two answers of a perceptron")
        rate = as_positive(learning_rate, "learning_rate")
        weights, bias = self.weights, np.float64(self.bias)
        mistakes: list[int] = []
        for _ in range(as_count(max_epochs, "max_epochs")):
            mistakes.append(0)
            for sample, target in zip(samples, targets, strict=True):
                error = target - _fires(sample, weights, bias)
                if error:
                    mistakes[-1] += 1
                    with np.errstate(over="ignore"):
                        weights = weights + rate * error * sample
                        bias = bias + rate * error
                    if not (np.isfinite(weights).all() and np.isfinite(bias)):
                        raise FloatingPointError(
                            "the weights are not finite: learning_rate or x is too large"
                        )
            if mistakes[-1] == 0:
                break
        self.weights, self.bias = weights, float(bias)
        return mistakes

    def _as_samples(self, x: ArrayLike, dimensions: tuple[int, ...]) -> FloatArray:
        samples, size = as_floats(x, "x"), self.weights.size
        if samples.ndim in dimensions and samples.shape[-1] == size:
            return samples
        shapes = {1: f"one sample of shape ({size},)", 2: f"a batch of shape (N, {size})"}
        raise ValueError(
            f"x has shape {samples.shape}, but weights has shape {self.weights.shape}: give "
            f"{' or '.join(shapes[dimension] for dimension in dimensions)}"
        )


def _fires(x: FloatArray, weights: FloatArray, bias: float) -> IntArray:
    # Not x @ weights: a fused multiply-add there would round a sum of exactly 0 to something else.
    with np.errstate(over="ignore", invalid="ignore"):
        sums = np.asarray(np.sum(weights * x, axis=-1) + bias)
    if not np.isfinite(sums).all():
        raise FloatingPointError("the weighted sum of x is not finite: its numbers are too large")
    return np.asarray(sums > 0, dtype=np.int64)
