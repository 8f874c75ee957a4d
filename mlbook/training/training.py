r"""A training, update by update: mini-batch, gradient, update, and again."""

import math
from collections.abc import Callable, Iterator
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlbook._checks import as_count, as_numbers, as_positive
from mlbook.networks import Network
from mlbook.optimizers import SGD, Optimizer, Schedule
from mlbook.training.batches import mini_batches
from mlbook.training.history import History


class Training:
    r"""A training that can be stopped after any update, and asked for its history so far.

    Iterating over it makes one update after another; `train` is this, up to the end.

    Parameters
    ----------
    network, x_train, t_train, x_test, t_test
        As in `train`.
    updates, batch_size, optimizer, schedule, gradient, replace, augment, rng
        As in `train`.

    Raises
    ------
    TypeError, ValueError
        If an argument is empty, not finite, out of its range, or does not fit another.
    FloatingPointError
        If a score of the network overflows before the first update.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import TwoLayerNet, load_digits
    >>> from mlbook.training import Training
    >>> train_data, test_data = load_digits()
    >>> net = TwoLayerNet(64, 30, 10, rng=np.random.default_rng(0))
    >>> training = Training(net, *train_data, *test_data, rng=np.random.default_rng(1))
    >>> for update, loss in training:
    ...     if update == 20:
    ...         break
    >>> print(training.history().losses.shape, training.history().evaluated_at)
    (20,) [ 0 15]
    """

    network: Network
    updates_per_epoch: int
    whole: bool = True  # false while an update is made, and after one that broke off

    def __init__(
        self,
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
    ) -> None:
        self._sets = [_as_samples(x_train, t_train, "train")]
        if x_test is not None and t_test is not None:
            self._sets.append(_as_samples(x_test, t_test, "test"))
        elif x_test is not None or t_test is not None:
            raise ValueError("x_test and t_test belong together: one of them is None")
        count, samples = as_count(updates, "updates", least=0), len(self._sets[0][0])
        if gradient not in ("backprop", "numerical"):
            raise ValueError(f"gradient must be 'backprop' or 'numerical', but it is {gradient!r}")
        self.network, self._gradient = network, gradient
        self._optimizer = _as_optimizer(optimizer)
        if schedule is not None and not callable(schedule):
            raise TypeError(f"schedule must be a function of the update, not {schedule!r}")
        if augment is not None and not callable(augment):
            raise TypeError(f"augment must be a function of the samples, not {augment!r}")
        self._schedule, self._augment = schedule, augment
        self._batches = mini_batches(samples, batch_size, replace=replace, rng=rng)
        self.updates_per_epoch = math.ceil(samples / batch_size)
        # What else draws random numbers in an update; whoever makes the generators names them here.
        self.generators: dict[str, np.random.Generator] = {}
        self._losses, self._done = np.empty(count), 0
        self._evaluations = [(0, self._accuracies())]

    def __iter__(self) -> Iterator[tuple[int, float]]:
        """Make the updates that are left; yield the number and the loss of each, once it is made.

        Raises
        ------
        FloatingPointError
            If the loss or a parameter becomes infinite or NaN; that update does not count.
        """
        for update in range(self._done + 1, len(self._losses) + 1):
            self.whole = False
            loss, accuracies = self._update(update)
            self._losses[update - 1] = loss
            self._done = update  # after its loss, so that an interrupt leaves no update half noted
            if accuracies:
                self._evaluations.append((update, accuracies))
            self.whole = True
            yield update, loss

    @np.errstate(over="raise", divide="raise", invalid="raise")
    def _update(self, update: int) -> tuple[float, list[float]]:
        """Make an update; return its loss, and the accuracies after it where an epoch ends."""
        network, loss = self.network, math.nan
        if self._schedule is not None:
            self._optimizer.lr = as_positive(self._schedule(update), f"schedule({update})")
        try:
            if self._gradient == "backprop":
                # Held by no variable, the batch leaves the cache to the optimiser's step.
                loss, grads = network.loss_and_gradient(*self._next_batch())
            else:
                batch = self._next_batch()
                grads = network.numerical_gradient(*batch)  # before the loss, with its randomness
                loss = network.loss(*batch, train_flg=True)
            self._optimizer.update(network.params, grads)
            if not math.isfinite(loss):
                raise FloatingPointError("the loss is not finite")
            epoch_ends = update % self.updates_per_epoch == 0 or update == len(self._losses)
            return loss, self._accuracies() if epoch_ends else []
        except FloatingPointError as error:
            raise FloatingPointError(
                f"training failed at update {update} (loss {loss:g}): {error}. "
                "Try a smaller learning rate"
            ) from error

    def _next_batch(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the samples and the targets of the next batch."""
        samples, targets = self._sets[0]
        chosen = next(self._batches)
        batch, wanted = samples.take(chosen, axis=0), targets.take(chosen, axis=0)
        if self._augment is None:
            return batch, wanted
        changed = as_numbers(self._augment(batch), "what augment returns")
        if changed.shape != batch.shape:
            raise ValueError(
                f"augment returns an array of shape {changed.shape} for samples of shape "
                f"{batch.shape}: it must keep the shape"
            )
        return changed, wanted

    def history(self) -> History:
        """Return the history so far; after its last update there may be no accuracies yet."""
        accuracies = np.array([values for _, values in self._evaluations])
        return History(
            self._losses[: self._done].copy(),
            self.updates_per_epoch,
            evaluated_at=np.array([update for update, _ in self._evaluations]),
            train_accuracies=accuracies[:, 0],
            test_accuracies=accuracies[:, 1] if len(self._sets) == 2 else np.empty(0),
        )

    @property
    def latest(self) -> tuple[int, list[float]]:
        """After how many updates the last accuracies were taken, and these: training, then test."""
        return self._evaluations[-1]

    def _accuracies(self) -> list[float]:
        return [self.network.accuracy(*each) for each in self._sets]


def _as_samples(x: ArrayLike, t: ArrayLike, part: str) -> tuple[NDArray[Any], NDArray[Any]]:
    samples, targets = as_numbers(x, f"x_{part}"), as_numbers(t, f"t_{part}")
    if samples.ndim < 2 or samples.size == 0:
        raise ValueError(
            f"x_{part} must have shape (N, D) with samples in it, but its shape is {samples.shape}"
        )
    if targets.shape[:1] != samples.shape[:1]:
        raise ValueError(
            f"t_{part} has shape {targets.shape}, but x_{part} has shape {samples.shape}"
        )
    return samples, targets


def _as_optimizer(optimizer: Optimizer | None) -> Optimizer:
    if optimizer is None:
        return SGD(lr=0.1)
    if isinstance(optimizer, type) or not hasattr(optimizer, "update"):
        raise TypeError(f"optimizer must be an object such as SGD(lr=0.1), not {optimizer!r}")
    return optimizer
