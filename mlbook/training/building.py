"""What settings name, built: networks, optimisers and schedules."""

import math
from collections.abc import Callable

import numpy as np

from mlbook.datasets.arrays import CLASS_COUNT
from mlbook.networks import DeepConvNet, MultiLayerNet, Network, SimpleConvNet, TwoLayerNet
from mlbook.optimizers import (
    AdamW,
    Optimizer,
    Schedule,
    cosine_schedule,
    step_schedule,
    warmup_schedule,
)
from mlbook.training.settings import OPTIMIZERS, Settings


def optimizer_of(settings: Settings) -> Optimizer:
    """Return a new optimiser; AdamW decays the weights itself."""
    rule: Callable[..., Optimizer] = OPTIMIZERS[settings.optimizer][0]
    decay = {"weight_decay": settings.weight_decay} if rule is AdamW else {}
    return rule(lr=settings.lr, **decay)


def schedule_of(settings: Settings, updates: int) -> Schedule | None:
    """Return the schedule of so many updates, or None where the rate stays as it is."""
    count = max(updates, 1)
    schedule = {
        "constant": lambda n: settings.lr,
        "step": step_schedule(settings.lr, every=math.ceil(count / 3)),
        "cosine": cosine_schedule(settings.lr, updates=count),
    }[settings.schedule]
    if settings.warmup:
        return warmup_schedule(schedule, settings.warmup)
    return None if settings.schedule == "constant" else schedule


def _two_layer(settings: Settings, pixels: int, rng: np.random.Generator) -> Network:
    return TwoLayerNet(
        pixels, settings.hidden, CLASS_COUNT, _spread(settings), rng=rng, dtype=settings.dtype,
        weight_decay=_penalty(settings),
    )  # fmt: skip


def _multi_layer(settings: Settings, pixels: int, rng: np.random.Generator) -> Network:
    return MultiLayerNet(
        pixels, [settings.hidden] * settings.depth, CLASS_COUNT,
        weight_init_std=settings.weight_init_std, weight_decay_lambda=_penalty(settings),
        use_dropout=settings.dropout > 0, dropout_ratio=settings.dropout,
        use_batchnorm=settings.batch_norm, rng=rng, dtype=settings.dtype,
    )  # fmt: skip


def _convolutional(settings: Settings, pixels: int, rng: np.random.Generator) -> Network:
    return SimpleConvNet(
        image_shape(pixels), hidden_size=settings.hidden, output_size=CLASS_COUNT,
        weight_init_std=_spread(settings), weight_decay=_penalty(settings), rng=rng,
        dtype=settings.dtype,
    )  # fmt: skip


def _deep_convolutional(settings: Settings, pixels: int, rng: np.random.Generator) -> Network:
    return DeepConvNet(
        image_shape(pixels), hidden_size=settings.hidden, output_size=CLASS_COUNT,
        weight_init_std=settings.weight_init_std, dropout_ratio=settings.dropout,
        weight_decay=_penalty(settings), rng=rng, dtype=settings.dtype,
    )  # fmt: skip


BUILDERS = {
    "two-layer": _two_layer,
    "multi-layer": _multi_layer,
    "conv": _convolutional,
    "deep-conv": _deep_convolutional,
}
IMAGES = ("conv", "deep-conv")  # networks whose samples are images and no rows


def network_of(settings: Settings, pixels: int, rng: np.random.Generator) -> Network:
    """Return a new network for samples of so many pixels; `rng` draws its weights."""
    return BUILDERS[settings.network](settings, pixels, rng)


def image_shape(pixels: int) -> tuple[int, int, int]:
    """Return the shape of a square image of one channel.

    Examples
    --------
    >>> from mlbook.training.building import image_shape
    >>> print(image_shape(784))
    (1, 28, 28)
    """
    side = math.isqrt(pixels)
    return 1, side, side


def _penalty(settings: Settings) -> float:
    """Return the weight decay of the loss: none where the optimiser does it."""
    return 0.0 if settings.optimizer == "adamw" else settings.weight_decay


def _spread(settings: Settings) -> float:
    """Return the standard deviation of the initial weights, refusing a name."""
    if isinstance(settings.weight_init_std, str):
        raise ValueError(
            f"weight_init_std must be a number for the network {settings.network!r}, but it is "
            f"{settings.weight_init_std!r}"
        )
    return settings.weight_init_std
