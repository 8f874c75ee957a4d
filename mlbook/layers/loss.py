r"""The last layer of a classifier: softmax and cross-entropy in one."""

import numpy as np
from numpy.typing import ArrayLike

from mlbook._checks import Floats, as_floating
from mlbook.activations import unchecked_softmax
from mlbook.layers.layer import Layer
from mlbook.losses import as_labels_or_rows, check_distributions, mean_cross_entropy


class SoftmaxWithLoss(Layer):
    r"""The node $L = E(\mathrm{softmax}(a), t)$, with the cross-entropy $E$.

    $$
    \frac{\partial L}{\partial a} = \frac{y - t}{N}, \qquad y = \mathrm{softmax}(a)
    $$

    All exponentials, logarithms and quotients of the two cancel. This is the gradient without the
    loss's guard against $\ln 0$, from which it differs where a probability comes near $10^{-7}$.
    `Layer` says what `backward` takes and raises.

    References
    ----------
    Bishop, *Pattern Recognition and Machine Learning* (2006), eq. 4.109.

    Examples
    --------
    >>> from mlbook import SoftmaxWithLoss
    >>> layer = SoftmaxWithLoss()
    >>> print(round(layer.forward([0.3, 2.9, 4.0], 2), 6))
    0.305714
    >>> print(layer.backward())
    [ 0.01821127  0.24519181 -0.26340309]
    """

    def forward(self, scores: ArrayLike, t: ArrayLike) -> float:  # type: ignore[override]  # a target
        """Return the loss, averaged over the batch, in nats.

        Parameters
        ----------
        scores : array_like, shape (K,) or (N, K)
        t : array_like
            Targets: of the shape of `scores` (one-hot, or probabilities), or integers with one
            axis less (labels).

        Raises
        ------
        TypeError, ValueError
            If the shapes do not fit, a label is out of range, a row of targets does not sum to 1,
            or an argument is empty or not finite.
        """
        activations = as_floating(scores, "scores")
        if activations.ndim not in (1, 2):
            raise ValueError(
                f"scores must have shape (K,) or (N, K), but its shape is {activations.shape}"
            )
        return self.loss(activations, t)

    def backward(self, upstream: ArrayLike = 1.0) -> Floats:
        """Return the gradient of the scores, times `upstream`: 1 where the loss is the end."""
        gradient: Floats = super().backward(upstream)
        return gradient

    def loss(self, scores: Floats, t: ArrayLike) -> float:
        """Return the loss for scores that were checked, as those of a network are."""
        targets = as_labels_or_rows(t, scores.shape)
        if targets.ndim < scores.ndim:
            rows = np.eye(scores.shape[-1], dtype=scores.dtype)[targets]
        else:
            check_distributions(targets)
            with np.errstate(over="ignore"):  # a target may be too large for float32
                rows = targets.astype(scores.dtype, copy=False)
        return float(self.propagate(scores, rows))

    def _forward(self, scores: Floats, t: Floats) -> Floats:
        y: Floats = unchecked_softmax(scores)
        self._gradient = (y - t) / (len(y) if y.ndim == 2 else 1)
        loss: Floats = mean_cross_entropy(y, t)
        return loss

    def _backward(self, upstream: Floats | float) -> Floats:
        return upstream * self._gradient
