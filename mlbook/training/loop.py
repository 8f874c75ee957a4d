r"""The training loop."""

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlbook.networks import Network
from mlbook.optimizers import Optimizer, Schedule
from mlbook.training.history import History
from mlbook.training.training import Training


def train(
    network: Network,
    x_train: ArrayLike,
    t_train: ArrayLike,
    x_test: ArrayLike | None = None,
    t_test: ArrayLike | None = None,
    *,
    updates: int = 1000,
    batch_size: int = 100,
    optimizer: Optimizer | None = None,
    schedule: Schedule | None = None,
    gradient: Literal["backprop", "numerical"] = "backprop",
    replace: bool = False,
    augment: Callable[[NDArray[Any]], NDArray[Any]] | None = None,
    rng: np.random.Generator | None = None,
    callback: Callable[[int, float], object] | None = None,
) -> History:
    r"""Train `network` in place by mini-batches, and return how it went.

    Each update takes a batch, finds the gradient of its loss and lets the optimiser change the
    parameters. An epoch is $\lceil N / \text{batch size} \rceil$ updates.

    Parameters
    ----------
    network : Network
        Its parameters change; nothing else does.
    x_train, t_train : array_like, shapes (N, D) and (N,) or (N, K)
        Training data; targets as labels or one-hot.
    x_test, t_test : array_like, optional
        Test data, only ever evaluated.
    updates : int
        Number of updates; 0 only evaluates.
    batch_size : int
        Samples in a batch, at most N.
    optimizer : Optimizer, optional
        ``SGD(lr=0.1)`` by default.
    schedule : callable, optional
        Called as ``schedule(update)`` before each update, which are counted from 1; what it returns
        becomes the optimiser's learning rate. `cosine_schedule` makes one.
    gradient : {"backprop", "numerical"}
        How gradients are found. "numerical" steps every parameter to either side.
    replace : bool
        How batches are drawn: see `mini_batches`.
    augment : callable, optional
        Called with the samples of each batch; what it returns, of the same shape, is learned in
        their place. `random_shifts` makes images of it that have moved.
    rng : numpy.random.Generator, optional
        Chooses the batches. The same seed and the same network give the same history.
    callback : callable, optional
        Called as ``callback(update, loss)`` after each update, which are counted from 1.

    Returns
    -------
    History

    Raises
    ------
    TypeError, ValueError
        If an argument is empty, not finite, out of its range, or does not fit another.
    FloatingPointError
        If the loss or a parameter becomes infinite or NaN.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import SGD, TwoLayerNet, load_digits, train
    >>> train_data, test_data = load_digits()
    >>> net = TwoLayerNet(64, 30, 10, rng=np.random.default_rng(0))
    >>> history = train(net, *train_data, *test_data, updates=300, batch_size=50,
    ...                 optimizer=SGD(lr=1.0), rng=np.random.default_rng(1))
    >>> print(history.evaluated_at[:3], history.test_accuracies[-1] > 0.8)
    [ 0 30 60] True
    """
    training = Training(
        network, x_train, t_train, x_test, t_test,
        updates=updates, batch_size=batch_size, optimizer=optimizer, schedule=schedule,
        gradient=gradient, replace=replace, augment=augment, rng=rng,
    )  # fmt: skip
    for update, loss in training:
        if callback is not None:
            callback(update, loss)
    return training.history()
