"""Recipes: the settings that determine every number of a training."""

import hashlib
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from mlbook.datasets import load_digits, load_mnist
from mlbook.datasets.arrays import CLASS_COUNT, Samples
from mlbook.networks import TwoLayerNet
from mlbook.optimizers import SGD, AdaGrad, Adam, Momentum, RMSProp
from mlbook.training.training import Training

Data: TypeAlias = tuple[Samples, Samples]

DATASETS = {"digits": load_digits, "mnist": load_mnist}
OPTIMIZERS: dict[str, tuple[Any, float]] = {  # with their default learning rates
    "sgd": (SGD, 0.1),
    "momentum": (Momentum, 0.01),
    "adagrad": (AdaGrad, 0.01),
    "rmsprop": (RMSProp, 0.01),
    "adam": (Adam, 0.001),
}
GRADIENTS = ("backprop", "numerical")
DTYPES = ("float64", "float32")


@dataclass(frozen=True)
class Recipe:
    """What ``python -m mlbook train`` is told: data, network, optimiser, and a seed.

    The seed gives two generators, ``weights, batches = np.random.default_rng(seed).spawn(2)``:
    the first draws the initial weights of a `TwoLayerNet`, the second chooses the batches. So two
    recipes with one seed start from the same weights, whatever their batches.

    Parameters
    ----------
    dataset : {"digits", "mnist"}
    gradient : {"backprop", "numerical"}
    optimizer : {"sgd", "momentum", "adagrad", "rmsprop", "adam"}
    lr : float
        The learning rate; 0.1 suits "sgd", and `OPTIMIZERS` has those of the others.
    updates, batch_size, hidden, seed : int
        Number of updates, of samples in a batch and of hidden units; where randomness starts.
    weight_init_std : float
        Standard deviation of the initial weights.
    replace : bool
        Whether batches are drawn with replacement.
    dtype : {"float64", "float32"}
        The type of the parameters, in which backpropagation computes.

    Raises
    ------
    ValueError
        If `dataset`, `gradient`, `optimizer` or `dtype` is none of these.

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

    dataset: str = "digits"
    gradient: Literal["backprop", "numerical"] = "backprop"
    optimizer: str = "sgd"
    lr: float = 0.1
    updates: int = 1000
    batch_size: int = 100
    hidden: int = 50
    seed: int = 0
    weight_init_std: float = 0.01
    replace: bool = False
    dtype: str = "float64"

    def __post_init__(self) -> None:
        """Refuse a name that is not one of the choices."""
        known = {
            "dataset": DATASETS,
            "gradient": GRADIENTS,
            "optimizer": OPTIMIZERS,
            "dtype": DTYPES,
        }
        for field, names in known.items():
            if getattr(self, field) not in names:
                raise ValueError(
                    f"{field} must be one of {', '.join(names)}, but it is {getattr(self, field)!r}"
                )

    def data(self) -> Data:
        """Return ``(x_train, t_train), (x_test, t_test)``.

        Raises
        ------
        OSError, ValueError, ModuleNotFoundError
            If they cannot be loaded: see `mlbook.load_mnist`.
        """
        return DATASETS[self.dataset]()

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
        weights, batches = np.random.default_rng(self.seed).spawn(2)
        return Training(
            TwoLayerNet(
                x_train.shape[1],
                self.hidden,
                CLASS_COUNT,
                self.weight_init_std,
                rng=weights,
                dtype=self.dtype,
            ),
            x_train,
            t_train,
            x_test,
            t_test,
            updates=self.updates if updates is None else updates,
            batch_size=self.batch_size,
            optimizer=OPTIMIZERS[self.optimizer][0](lr=self.lr),
            gradient=self.gradient,
            replace=self.replace,
            rng=batches,
        )


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
