"""Recipes: the settings that determine every number of a training."""

import hashlib
from functools import partial
from typing import TypeAlias

import numpy as np

from mlbook._checks import as_count
from mlbook.datasets.arrays import Samples
from mlbook.datasets.shifts import random_shifts
from mlbook.training.building import IMAGES, image_shape, network_of, optimizer_of, schedule_of
from mlbook.training.settings import DATASETS, Settings
from mlbook.training.training import Training

Data: TypeAlias = tuple[Samples, Samples]


class Recipe(Settings):
    """What ``python -m mlbook train`` is told: data, network, optimiser, and a seed.

    The seed gives three generators, ``np.random.default_rng(seed).spawn(3)``: the first draws the
    initial weights of the network, the second chooses the batches, the third moves the images. So
    two recipes with one seed start from the same weights, whatever their batches.

    Parameters
    ----------
    dataset : {"digits", "mnist"}
    network : {"two-layer", "multi-layer", "conv", "deep-conv"}
        `TwoLayerNet`, `MultiLayerNet`, `SimpleConvNet` or `DeepConvNet`.
    train_size : int
        How many training images, from the first on; 0 for all.
    shift : int
        By how many pixels training images move at most, each time they are learned from.
    gradient : {"backprop", "numerical"}
    optimizer : {"sgd", "momentum", "adagrad", "rmsprop", "adam", "adamw"}
    lr : float
        The learning rate; 0.1 suits "sgd", and `OPTIMIZERS` has those of the others.
    schedule : {"constant", "step", "cosine"}
        What becomes of the rate: "step" divides it by 10 after each third of the updates.
    warmup : int
        Updates over which it grows to its first value.
    updates, batch_size, hidden, seed : int
        Number of updates, of samples in a batch and of hidden units; where randomness starts.
    depth : int
        Number of hidden layers of "multi-layer".
    weight_init_std : float, or "he" or "xavier" for "multi-layer" and "deep-conv"
        Standard deviation of the initial weights.
    weight_decay : float
        The factor of weight decay, that of the optimiser for "adamw" and else of the loss.
    dropout : float
        The share of hidden units that "multi-layer" and "deep-conv" leave out while they learn.
    batch_norm : bool
        Whether "multi-layer" has batch normalisation.
    replace : bool
        Whether batches are drawn with replacement.
    dtype : {"float64", "float32"}
        The type of the parameters, in which backpropagation computes.

    Raises
    ------
    ValueError
        If a name is none of these, or a setting is not one of the network's.

    Examples
    --------
    >>> from mlbook.training.recipe import Recipe
    >>> recipe = Recipe(optimizer="adam", lr=0.01, updates=45)
    >>> training = recipe.training(recipe.data())
    >>> for update, loss in training:
    ...     pass
    >>> print(update, training.history().evaluated_at)
    45 [ 0 15 30 45]
    """

    def data(self) -> Data:
        """Return ``(x_train, t_train), (x_test, t_test)``.

        Raises
        ------
        OSError, ValueError, ModuleNotFoundError
            If they cannot be loaded: see `mlbook.load_mnist`.
        TypeError, ValueError
            If `train_size` is no whole number from 0 to the number of training images.
        """
        (x, t), test = DATASETS[self.dataset]()
        count = as_count(self.train_size, "train_size", least=0) or len(x)
        if count > len(x):
            raise ValueError(f"train_size is {count}, but there are {len(x)} images")
        return (x[:count], t[:count]), test

    def training(self, data: Data, updates: int | None = None) -> Training:
        """Return a new training; `updates` takes the place of the recipe's own number.

        Raises
        ------
        TypeError, ValueError
            If a number is out of its range, or does not fit `data`.
        FloatingPointError
            If `weight_init_std` is so large that a weight or a score overflows.
        """
        (x_train, t_train), (x_test, t_test) = data
        weights, batches, shifts = np.random.default_rng(self.seed).spawn(3)
        most = as_count(self.shift, "shift", least=0)
        if self.network in IMAGES:
            x_train, x_test = (x.reshape(-1, *image_shape(x[0].size)) for x in (x_train, x_test))
        training = Training(
            network_of(self, x_train[0].size, weights),
            x_train,
            t_train,
            x_test,
            t_test,
            updates=self.updates if updates is None else updates,
            batch_size=self.batch_size,
            optimizer=optimizer_of(self),
            schedule=schedule_of(self, self.updates),
            gradient=self.gradient,
            replace=self.replace,
            augment=partial(random_shifts, most=most, rng=shifts) if most else None,
            rng=batches,
        )
        # Dropout draws its masks of the first; the second chooses batches, which come again.
        training.generators = {"weights": weights, "shifts": shifts}
        return training


def checksum(data: Data) -> str:
    """Return the SHA-256 of four arrays: of type, shape and bytes of each, in order.

    The default integer of the platform, 32 or 64 bits wide, counts as one of 64.

    Examples
    --------
    >>> from mlbook import load_digits
    >>> from mlbook.training.recipe import checksum
    >>> print(checksum(load_digits())[:8])
    6624f4e9
    """
    digest = hashlib.sha256()
    for array in (array for part in data for array in part):
        if array.dtype == np.intp:
            array = array.astype(np.int64)
        digest.update(f"{array.dtype.str} {array.shape}".encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()
