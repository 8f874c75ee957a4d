r"""The loss of a two-layer network and its gradient, in one pass forward and one back."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlbook._checks import Floats, as_finite
from mlbook._products import product
from mlbook.losses import GUARD


@np.errstate(over="ignore", invalid="ignore")
def loss_and_gradient(
    x: Floats, t: NDArray[Any], W1: Floats, b1: Floats, W2: Floats, b2: Floats
) -> tuple[float, dict[str, Floats]]:
    r"""Return the mean cross-entropy of a batch and its gradient for every parameter.

    $$
    \frac{\partial L}{\partial a} = \frac{y - t}{N}, \qquad
    \frac{\partial L}{\partial s} = \frac{\partial L}{\partial a} W_2^\mathsf{T} \odot z (1 - z)
    $$

    with sums $s = x W_1 + b_1$, hidden outputs $z$, scores $a = z W_2 + b_2$ and probabilities $y$.
    It is what the layers `Affine`, `Sigmoid` and `SoftmaxWithLoss` compute in a row, made fast in
    four ways: the gradient of the input, which nobody asks for, is left out (one of the three
    large matrix products); the other two are made in blocks of rows; arrays are reused; and the
    numbers that stay the same are kept as arrays. Scores are held class by class, shape (K, N), for
    sums along rows of ten numbers are slow. Small products are made by `dot`, which begins sooner
    than `@`.

    Parameters
    ----------
    x : ndarray, shape (N, D)
        Of any real type.
    t : ndarray, shape (N,) of integers or (N, K)
        Labels from 0 to K − 1, or rows that sum to 1.
    W1, b1, W2, b2 : ndarray, shapes (D, H), (H,), (H, K), (K,)
        Their type, float64 or float32, is that in which everything is computed.

    Returns
    -------
    loss : float
        In nats.
    gradient : dict of ndarray
        Under the names of the parameters, in their shapes and their type.

    Raises
    ------
    FloatingPointError
        If a sum, a score, a target or an element of the gradient is infinite or NaN in that type.
    """
    fixed = _fixed(len(x), len(b2), W1.dtype)
    x = x.astype(W1.dtype, copy=False)
    s = product(x, W1)
    minus_s = as_finite(np.subtract(-b1, s, out=s), "x @ W1 + b1")
    z = np.exp(minus_s, out=minus_s)  # where this overflows, z is 0 as it should be
    z += fixed.one
    np.divide(fixed.one, z, out=z)
    a = W2.T.dot(z.T)
    a += b2[:, np.newaxis]
    as_finite(a, "hidden @ W2 + b2")

    a -= np.maximum.reduce(a)  # where this overflows, y is 0 as it should be
    y = np.exp(a, out=a)
    y /= fixed.every_class.dot(y)  # a product with ones sums faster than a sum does
    if t.ndim == 1:
        right = t * fixed.width + fixed.samples
        certainties = y.take(right)
        logarithms = np.log(certainties + fixed.guard)
        y.put(right, certainties - fixed.one)
    else:
        logarithms = np.sum(t.T * np.log(y + fixed.guard), axis=0)
        y -= t.T
        as_finite(y, "y - t")
    loss = abs(float(np.minimum(logarithms, fixed.zero).dot(fixed.every_sample))) / len(x)

    da = y
    da /= fixed.size
    ds = da.T.dot(W2.T)
    ds *= z
    ds *= fixed.one - z
    gradient = {
        "W1": product(x.T, ds),
        "b1": fixed.every_sample.dot(ds),
        "W2": z.T.dot(da.T),
        "b2": da.dot(fixed.every_sample),
    }
    for key in ("W1", "b1"):  # the others are means of y - t, which z makes no larger
        as_finite(gradient[key], f"the gradient of {key}")
    return loss, gradient


class _Fixed(NamedTuple):
    """What is the same for all batches of a size.

    Python's own numbers are made into arrays anew whenever they meet one, which takes as long as
    the computation does where that is small.
    """

    one: Floats
    zero: Floats
    guard: Floats
    size: Floats  # N
    every_sample: Floats  # N ones
    every_class: Floats  # K ones
    samples: NDArray[np.intp]  # 0 to N - 1; the type in which `put` takes indices
    width: NDArray[np.intp]  # N: in scores of shape (K, N), label t of sample n is number t N + n


@lru_cache(maxsize=16)
def _fixed(count: int, classes: int, kind: np.dtype[np.floating[Any]]) -> _Fixed:
    return _Fixed(
        *(np.array(1, kind), np.array(0, kind), np.array(GUARD, kind), np.array(count, kind)),
        *(np.ones(count, kind), np.ones(classes, kind)),
        *(np.arange(count, dtype=np.intp), np.array(count, np.intp)),
    )
