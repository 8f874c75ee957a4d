r"""The last layer of a classifier: softmax and cross-entropy in one."""

from numpy.typing import ArrayLike

from mlbook._checks import FloatArray, as_floats
from mlbook.activations import softmax
from mlbook.layers.layer import after_forward, as_upstream
from mlbook.losses import as_targets, check_distributions, cross_entropy_error


class SoftmaxWithLoss:
    r"""The node $L = E(\mathrm{softmax}(a), t)$, with the cross-entropy $E$.

    $$
    \frac{\partial L}{\partial a} = \frac{y - t}{N}, \qquad y = \mathrm{softmax}(a)
    $$

    Softmax and cross-entropy were made for each other: all their exponentials, logarithms and
    quotients cancel. This is the gradient without the loss's guard against $\ln 0$, from
    which it differs where a probability comes near $10^{-7}$.

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

    _gradient: FloatArray | None = None

    def forward(self, scores: ArrayLike, t: ArrayLike) -> float:
        """Return the loss, averaged over the batch, in nats.

        Parameters
        ----------
        scores : array_like, shape (K,) or (N, K)
        t : array_like
            Targets: of the shape of `scores` (one-hot, or probabilities), or integers with one
            axis less (labels).

        Returns
        -------
        float

        Raises
        ------
        TypeError, ValueError
            If the shapes do not fit, a label is out of range, a row of targets does not sum to 1,
            or an argument is empty or not finite.
        """
        activations = as_floats(scores, "scores")
        if activations.ndim not in (1, 2):
            raise ValueError(
                f"scores must have shape (K,) or (N, K), but its shape is {activations.shape}"
            )
        y = softmax(activations)
        targets = as_targets(t, y)
        check_distributions(targets)
        loss = cross_entropy_error(y, targets)
        self._gradient = (y - targets) / (len(y) if y.ndim == 2 else 1)
        return loss

    def backward(self, upstream: ArrayLike = 1.0) -> FloatArray:
        """Return the gradient of the scores, times `upstream`.

        Parameters
        ----------
        upstream : float
            How much the end of the graph depends on this loss: 1 where the loss is the end.

        Returns
        -------
        ndarray of float64, of the shape of the scores

        Raises
        ------
        RuntimeError
            If `forward` has not been called.
        TypeError, ValueError
            If `upstream` is not one finite number.
        """
        gradient = after_forward(self._gradient, "SoftmaxWithLoss")
        scaled: FloatArray = as_upstream(upstream, (), "SoftmaxWithLoss") * gradient
        return scaled
