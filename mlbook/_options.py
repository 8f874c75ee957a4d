"""The options of the command line, and the complaints about them."""

import argparse
import math
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from mlbook.training.recipe import DATASETS, DTYPES, GRADIENTS, OPTIMIZERS, Recipe

DESCRIPTION = """Train a network with one hidden layer on handwritten digits. DIR receives
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
    option("--dataset", choices=DATASETS, default=Recipe.dataset, help="8x8 digits, or MNIST")
    option("--gradient", choices=GRADIENTS, default=Recipe.gradient, help="how it is found")
    option("--optimizer", choices=OPTIMIZERS, default=Recipe.optimizer, help="the rule of updates")
    option("--lr", type=_positive, metavar="RATE", default=argparse.SUPPRESS,
           help=f"learning rate (default: {rates})")  # fmt: skip
    option("--updates", type=count, metavar="N", default=Recipe.updates, help="number of updates")
    option("--batch-size", type=count, metavar="N", default=Recipe.batch_size, help="samples each")
    option("--hidden", type=count, metavar="N", default=Recipe.hidden, help="hidden units")
    option("--seed", type=_whole_number(least=0), metavar="N", default=Recipe.seed,
           help="where randomness starts: one seed, one history")  # fmt: skip
    option("--weight-init-std", type=_positive, metavar="STD", default=Recipe.weight_init_std,
           help="standard deviation of the first weights")  # fmt: skip
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


def _positive(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError(f"must be a finite number above 0, not {text!r}")
    return number
