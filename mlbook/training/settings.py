"""The settings of a training, and the names that they are chosen from."""

from dataclasses import dataclass
from typing import Any, Literal

from mlbook.datasets import load_digits, load_mnist
from mlbook.optimizers import SGD, AdaGrad, Adam, AdamW, Momentum, RMSProp

DATASETS = {"digits": load_digits, "mnist": load_mnist}
GRADIENTS = ("backprop", "numerical")
DTYPES = ("float64", "float32")
SCHEDULES = ("constant", "step", "cosine")
OPTIMIZERS: dict[str, tuple[Any, float]] = {  # with their default learning rates
    "sgd": (SGD, 0.1),
    "momentum": (Momentum, 0.01),
    "adagrad": (AdaGrad, 0.01),
    "rmsprop": (RMSProp, 0.01),
    "adam": (Adam, 0.001),
    "adamw": (AdamW, 0.001),
}
NETWORKS: dict[str, float | str] = {  # with their default standard deviations of initial weights
    "two-layer": 0.01,
    "multi-layer": "he",
    "conv": 0.01,
    "deep-conv": "he",
}
# On the small digits, whose trainings are short, two shallow networks learn at once with these;
# "lr" is that of SGD. At this rate deeper networks would not learn.
DIGITS: dict[str, dict[str, float]] = {
    name: {"lr": 0.5, "weight_init_std": 0.1} for name in ("two-layer", "conv")
}
ONLY_FOR = {  # settings that not every network has
    "depth": ("multi-layer",),
    "dropout": ("multi-layer", "deep-conv"),
    "batch_norm": ("multi-layer",),
}


@dataclass(frozen=True)
class Settings:
    """The settings of a `Recipe`, each of which fits the others."""

    dataset: str = "digits"
    gradient: Literal["backprop", "numerical"] = "backprop"
    optimizer: str = "sgd"
    lr: float = 0.1
    updates: int = 1000
    batch_size: int = 100
    hidden: int = 50
    seed: int = 0
    weight_init_std: float | str = 0.01
    replace: bool = False
    dtype: str = "float64"
    network: str = "two-layer"
    depth: int = 2
    weight_decay: float = 0.0
    dropout: float = 0.0
    batch_norm: bool = False
    schedule: str = "constant"
    warmup: int = 0
    train_size: int = 0
    shift: int = 0

    def __post_init__(self) -> None:
        """Refuse a name that is not one of the choices."""
        known = {
            "dataset": DATASETS,
            "gradient": GRADIENTS,
            "optimizer": OPTIMIZERS,
            "dtype": DTYPES,
            "network": NETWORKS,
            "schedule": SCHEDULES,
        }
        for field, names in known.items():
            if getattr(self, field) not in names:
                raise ValueError(
                    f"{field} must be one of {', '.join(names)}, but it is {getattr(self, field)!r}"
                )

        for field, networks in ONLY_FOR.items():
            if getattr(self, field) != getattr(type(self), field) and self.network not in networks:
                raise ValueError(
                    f"{field} is a setting of {' and '.join(networks)}, but network is "
                    f"{self.network}"
                )
