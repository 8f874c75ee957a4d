r"""The loss of a two-layer network and its gradient, in one pass forward and one back."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlbook.losses import GUARD
from mlbook.validation import Floats, as_finite

SMALL = 1_000_000  # multiplications: up to here BLAS multiplies without copying the factors first
FEWEST_ROWS = 12  # of a block; smaller ones cost more than they save


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
    three ways: the gradient of the input, which nobody asks for, is left out (one of the three
    large matrix products); the other two are made in blocks of rows; and arrays are reused. Scores
    are held class by class, shape (K, N), for sums along rows of ten numbers are slow. Small
    products are made by `dot`, which begins sooner than `@`.

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
        If a sum, a score or an element of the gradient is infinite or NaN.
    """
    count = len(x)
    with np.errstate(over="ignore", invalid="ignore"):
        x = x.astype(W1.dtype, copy=False)
        s = _product(x, W1)
        minus_s = as_finite(np.subtract(-b1, s, out=s), "x @ W1 + b1")
        z = np.exp(minus_s, out=minus_s)  # where this overflows, z is 0 as it should be
        z += 1
        np.reciprocal(z, out=z)
        a = W2.T.dot(z.T)
        a += b2[:, np.newaxis]
        as_finite(a, "hidden @ W2 + b2")

        a -= np.maximum.reduce(a)  # where this overflows, y is 0 as it should be
        y = np.exp(a, out=a)
        y /= np.add.reduce(y)
        if t.ndim == 1:
            right = t, np.arange(count)
            certainties = y[right]
            logarithms = np.log(certainties + GUARD)
            y[right] = certainties - 1
        else:
            logarithms = np.sum(t.T * np.log(y + GUARD), axis=0)
            y -= t.T
        loss = abs(float(np.add.reduce(np.minimum(logarithms, 0)))) / count

        da = y
        da /= count
        ds = da.T.dot(W2.T)
        ds *= z
        ds *= np.subtract(1, z)
        every = np.ones(count, W1.dtype)  # a product with ones sums faster than a sum does
        gradient = {
            "W1": _product(x.T, ds),
            "b1": every.dot(ds),
            "W2": z.T.dot(da.T),
            "b2": da.dot(every),
        }
    return loss, {
        key: as_finite(value, f"the gradient of {key}") for key, value in gradient.items()
    }


def _product(left: Floats, right: Floats) -> Floats:
    """Return the matrix product, computed in blocks of rows that are small for BLAS.

    On a batch of MNIST that takes a tenth to a third of the time away; the numbers are the same to
    rounding.
    """
    blocks = max(math.ceil(len(left) * right.size / SMALL), 1)
    rows = len(left) // blocks
    if blocks == 1 or rows < FEWEST_ROWS:
        return left @ right
    product = np.empty((len(left), right.shape[1]), right.dtype)
    whole = blocks * rows
    stack = left[:whole].reshape(blocks, rows, left.shape[1])
    np.matmul(stack, right, out=product[:whole].reshape(blocks, rows, right.shape[1]))
    if whole < len(left):  # some rows are left
        np.matmul(left[whole:], right, out=product[whole:])
    return product
