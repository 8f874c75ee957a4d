r"""The history of a training: its losses and accuracies."""

from dataclasses import dataclass

from mlbook._checks import FloatArray, IntArray


@dataclass(frozen=True, eq=False, repr=False)
class History:
    """The losses and accuracies of a training.

    Attributes
    ----------
    losses : ndarray of float64, shape (updates,)
        Of each batch, before the update that it led to; in nats.
    updates_per_epoch : int
        Training samples divided by `batch_size`, rounded up.
    evaluated_at : ndarray of int64, shape (E,)
        After how many updates the accuracies were taken: 0, each epoch's end, and the last update.
    train_accuracies, test_accuracies : ndarray of float64, shape (E,)
        Shares of right answers, from 0 to 1; `test_accuracies` has shape (0,) without test data.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import History, TwoLayerNet, load_digits, train
    >>> (x_train, t_train), _ = load_digits()
    >>> net = TwoLayerNet(64, 30, 10, rng=np.random.default_rng(0))
    >>> rng = np.random.default_rng(1)
    >>> history = train(net, x_train, t_train, updates=45, rng=rng)
    >>> print(isinstance(history, History), history.updates_per_epoch)
    True 15
    >>> print(history.evaluated_at)
    [ 0 15 30 45]
    """

    losses: FloatArray
    updates_per_epoch: int
    evaluated_at: IntArray
    train_accuracies: FloatArray
    test_accuracies: FloatArray

    def __repr__(self) -> str:
        """Return the number of updates and how loss and accuracies went, in one line."""
        parts = [f"{len(self.losses)} updates"]
        for name, values in (
            ("loss", self.losses),
            ("training accuracy", self.train_accuracies),
            ("test accuracy", self.test_accuracies),
        ):
            if len(values):
                parts.append(f"{name} {values[0]:.4f} → {values[-1]:.4f}")
        return f"History({', '.join(parts)})"
