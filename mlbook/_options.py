"""The options of the command line, and the complaints about them."""

import argparse
import math
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from mlbook.training.recipe import Recipe
from mlbook.training.settings import (
    DATASETS,
    DTYPES,
    GRADIENTS,
    NETWORKS,
    OPTIMIZERS,
    SCHEDULES,
)

DESCRIPTION = """Train a network on handwritten digits. DIR receives
history.json (the settings, every loss, the accuracies of every epoch), loss-curve.svg and
accuracy.svg. Ctrl-C stops the training and keeps what was done."""


class Parser(argparse.ArgumentParser):
    """A parser that complains in one sentence."""

    def error(self, message: str) -> NoReturn:
        """End the command with status 2."""
        self.exit(2, f"{self.prog}: {message} (--help lists the options)\n")


def parser() -> Parser:
    """Return the parser of ``python -m mlbook``."""
    whole = Parser(prog="python -m mlbook", description="Deep learning from scratch.")
    train = whole.add_subparsers(metavar="COMMAND", required=True).add_parser(
        "train",
        help="train a network on handwritten digits",
        description=DESCRIPTION,
        allow_abbrev=False,
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    option, count = train.add_argument, _whole_number(least=1)
    rates = ", ".join(f"{name} {rate:g}" for name, (_, rate) in OPTIMIZERS.items())
    spreads = ", ".join(f"{name} {spread}" for name, spread in NETWORKS.items())
    option("--dataset", choices=DATASETS, default=Recipe.dataset, help="8x8 digits, or MNIST")
    option("--train-size", type=_whole_number(least=0), metavar="N", default=Recipe.train_size,
           help="how many training images; 0 for all")  # fmt: skip
    option("--shift", type=_whole_number(least=0), metavar="N", default=Recipe.shift,
           help="pixels by which training images move at most")  # fmt: skip
    option("--gradient", choices=GRADIENTS, default=Recipe.gradient, help="how it is found")
    option("--optimizer", choices=OPTIMIZERS, default=Recipe.optimizer, help="the rule of updates")
    option("--lr", type=_positive, metavar="RATE", default=argparse.SUPPRESS,
           help=f"learning rate (default: {rates})")  # fmt: skip
    option("--schedule", choices=SCHEDULES, default=Recipe.schedule,
           help="what becomes of the learning rate")  # fmt: skip
    option("--warmup", type=_whole_number(least=0), metavar="N", default=Recipe.warmup,
           help="updates over which it grows to its first value")  # fmt: skip
    option("--updates", type=count, metavar="N", default=Recipe.updates, help="number of updates")
    option("--batch-size", type=count, metavar="N", default=Recipe.batch_size, help="samples each")
    option("--network", choices=NETWORKS, default=Recipe.network, help="the kind of network")
    option("--hidden", type=count, metavar="N", default=Recipe.hidden,
           help="hidden units in a layer")  # fmt: skip
    option("--depth", type=count, metavar="N", default=Recipe.depth,
           help="hidden layers of multi-layer")  # fmt: skip
    option("--weight-decay", type=_nonnegative, metavar="RATE", default=Recipe.weight_decay,
           help="how strongly weights are drawn to 0")  # fmt: skip
    option("--dropout", type=_fraction, metavar="SHARE", default=Recipe.dropout,
           help="share of hidden units that multi-layer and deep-conv leave out")  # fmt: skip
    option("--batch-norm", action="store_true", help="normalise the layers of multi-layer")
    option("--seed", type=_whole_number(least=0), metavar="N", default=Recipe.seed,
           help="where randomness starts: one seed, one history")  # fmt: skip
    option("--weight-init-std", type=_spread, metavar="STD", default=argparse.SUPPRESS,
           help=f"standard deviation of the first weights; for multi-layer and deep-conv "
                f"also he or xavier (default: {spreads})")  # fmt: skip
    option("--replace", action="store_true", help="draw each batch anew, with replacement")
    option("--dtype", choices=DTYPES, default=Recipe.dtype, help="type of the parameters")
    option("--out", type=Path, metavar="DIR", default=Path("training"), help="for what is written")
    return whole


def _whole_number(least: int) -> Callable[[str], int]:
    def convert(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if number < least:
            raise argparse.ArgumentTypeError(
                f"must be a whole number of at least {least}, not {text!r}"
            )
        return number

    return convert


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _positive(text: str) -> float:
    if not 0 < (number := _number(text)) < math.inf:
        raise argparse.ArgumentTypeError(f"must be a finite number above 0, not {text!r}")
    return number


def _nonnegative(text: str) -> float:
    if not 0 <= (number := _number(text)) < math.inf:
        raise argparse.ArgumentTypeError(f"must be a finite number of at least 0, not {text!r}")
    return number


def _fraction(text: str) -> float:
    if not 0 <= (number := _number(text)) < 1:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to below 1, not {text!r}")
    return number


def _spread(text: str) -> float | str:
    return text if text in ("he", "xavier") else _positive(text)
