r"""Entropy, cross-entropy and Kullback–Leibler divergence of discrete distributions.

The last axis of an array is a distribution: probabilities that sum to 1. One distribution gives a
float, an array of them an array. Results are in nats, or in bits with ``base=2``.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlbook._checks import FloatArray, as_floats, as_positive

SUM_TOLERANCE = 1e-9  # how far from 1 the probabilities of a distribution may sum


def entropy(p: ArrayLike, base: float | None = None) -> float | FloatArray:
    r"""Return the entropy of `p`: its uncertainty, the least average length of a code for it.

    $$
    H(p) = -\sum_k p_k \log p_k, \qquad 0 \log 0 = 0
    $$

    Parameters
    ----------
    p : array_like, shape (..., K)
        Probabilities summing to 1 within 1e-9 along the last axis.
    base : float, optional
        Base of the logarithm, greater than 1: 2 for bits; e, and so nats, when not given.

    Returns
    -------
    float, or ndarray of float64 of the shape of `p` without its last axis

    Raises
    ------
    TypeError, ValueError
        If `p` is no distribution or `base` is not greater than 1.

    References
    ----------
    Shannon, "A mathematical theory of communication", *Bell System Technical Journal* 27 (1948).

    Examples
    --------
    >>> from mlbook import entropy
    >>> print(entropy([0.5, 0.25, 0.25], base=2), round(entropy([0.5, 0.25, 0.25]), 6))
    1.5 1.039721
    """
    probabilities = _as_distribution(p, "p")
    return _expectation(probabilities, _surprisal(probabilities, probabilities, base))


def cross_entropy(p: ArrayLike, q: ArrayLike, base: float | None = None) -> float | FloatArray:
    r"""Return the average length of a code made for `q` when the symbols come from `p`.

    $$
    H(p, q) = -\sum_k p_k \log q_k = H(p) + D(p \,\|\, q)
    $$

    Where $p_k$ is 0 the term is 0; where only $q_k$ is 0 the result is infinite.

    Parameters
    ----------
    p, q : array_like, shape (..., K)
        Probabilities summing to 1 within 1e-9 along the last axis, in arrays of one shape.
    base : float, optional
        As in `entropy`.

    Returns
    -------
    float, or ndarray of float64 of the shape of `p` without its last axis

    Raises
    ------
    TypeError, ValueError
        If an argument is no distribution, the shapes differ or `base` is not greater than 1.

    References
    ----------
    Cover, Thomas, *Elements of Information Theory*, 2nd ed. (2006), theorem 5.4.3.

    Examples
    --------
    >>> from mlbook import cross_entropy
    >>> print(cross_entropy([0.5, 0.5, 0.0], [0.5, 0.25, 0.25], base=2))
    1.5
    """
    source, model = _as_pair(p, q)
    return _expectation(source, _surprisal(model, source, base))


def kl_divergence(p: ArrayLike, q: ArrayLike, base: float | None = None) -> float | FloatArray:
    r"""Return how much longer a code made for `q` is than the best one for symbols from `p`.

    $$
    D(p \,\|\, q) = \sum_k p_k \log \frac{p_k}{q_k} \ge 0
    $$

    It is 0 only for equal distributions, and not symmetric. Where $p_k$ is 0 the term is 0;
    where only $q_k$ is 0 the result is infinite. Rounding never makes it negative.

    Parameters
    ----------
    p, q : array_like, shape (..., K)
        Probabilities summing to 1 within 1e-9 along the last axis, in arrays of one shape.
    base : float, optional
        As in `entropy`.

    Returns
    -------
    float, or ndarray of float64 of the shape of `p` without its last axis

    Raises
    ------
    TypeError, ValueError
        If an argument is no distribution, the shapes differ or `base` is not greater than 1.

    References
    ----------
    Kullback, Leibler, "On information and sufficiency", *Annals of Mathematical Statistics* 22
    (1951).

    Examples
    --------
    >>> from mlbook import kl_divergence
    >>> print(kl_divergence([0.5, 0.5, 0.0], [0.5, 0.25, 0.25], base=2))
    0.5
    """
    source, model = _as_pair(p, q)
    excess = _surprisal(model, source, base) - _surprisal(source, source, base)
    return _expectation(source, excess)


def _as_distribution(p: ArrayLike, name: str) -> FloatArray:
    probabilities = as_floats(p, name)
    if probabilities.ndim == 0:
        raise ValueError(f"{name} must be a distribution of shape (..., K), but it is one number")
    if probabilities.min() < 0:
        raise ValueError(f"{name} holds a negative probability: {probabilities.min():g}")
    # Checked before the sum, which could overflow otherwise.
    if probabilities.max() > 1 + SUM_TOLERANCE:
        raise ValueError(f"{name} holds a probability above 1: {probabilities.max():g}")
    sums = probabilities.sum(axis=-1)
    furthest = sums.flat[np.abs(sums - 1).argmax()]
    if abs(furthest - 1) > SUM_TOLERANCE:
        raise ValueError(f"{name} must sum to 1 along its last axis, but a sum is {furthest:.10g}")
    return probabilities


def _as_pair(p: ArrayLike, q: ArrayLike) -> tuple[FloatArray, FloatArray]:
    source, model = _as_distribution(p, "p"), _as_distribution(q, "q")
    if source.shape != model.shape:
        raise ValueError(f"p has shape {source.shape}, but q has shape {model.shape}")
    return source, model


def _surprisal(q: FloatArray, p: FloatArray, base: float | None) -> FloatArray:
    """Return −log q, infinite where q is 0; but 0 where p is 0, so that p log q is 0 there."""
    counted = np.where(p > 0, q, 1.0)
    with np.errstate(divide="ignore"):
        surprisal: FloatArray = 0.0 - _logarithm(counted, base)  # 0.0 where q is 1, not -0.0
    return surprisal


def _logarithm(values: FloatArray, base: float | None) -> FloatArray:
    if base is None:
        return np.asarray(np.log(values))
    number = as_positive(base, "base")
    if number <= 1:
        raise ValueError(f"base must be greater than 1, but it is {base}")
    # log2 is exact at powers of 2, so that code lengths in bits come out whole.
    return np.asarray(np.log2(values) if number == 2 else np.log(values) / np.log(number))


def _expectation(p: FloatArray, values: FloatArray) -> float | FloatArray:
    # All three quantities are at least 0; probabilities that sum only nearly to 1 could give less.
    expectation = np.maximum(np.sum(p * values, axis=-1), 0.0)
    return float(expectation) if p.ndim == 1 else np.asarray(expectation)
