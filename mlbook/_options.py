"""The options of the command line, and the complaints about them."""

import argparse
import math
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, NoReturn

from mlbook import __version__
from mlbook.training.recipe import Recipe
from mlbook.training.settings import (
    DATASETS,
    DIGITS,
    DTYPES,
    GRADIENTS,
    NETWORKS,
    OPTIMIZERS,
    SCHEDULES,
)

COMMANDS = "mlbook.commands"  # group of entry points: commands of other packages than this one
SETTINGS = tuple(Recipe.__dataclass_fields__)
TRAIN = """Train a network on handwritten digits. DIR, runs/1, runs/2 and so on if none is named,
receives history.json (the settings, every loss, the accuracies of every epoch), parameters.npz
(what it has learned), loss-curve.svg and accuracy.svg. Ctrl-C stops the training after the update
at hand, a second one at once; what was done is kept, and --resume goes on from there."""
PREDICT = """Read digits from images (PNG) and arrays (.npy): show each as the network sees it, what
it reads, and how sure it is. Ink may be dark or bright; the digit may be of any size."""
EVALUATE = "Say how many test images of its data the network of a run reads right, and which not."


class Parser(argparse.ArgumentParser):
    """A parser that complains in one sentence."""

    def error(self, message: str) -> NoReturn:
        """End the command with status 2."""
        self.exit(2, f"{self.prog}: {message} (--help lists the options)\n")


def parser() -> Parser:
    """Return the parser of ``mlbook``."""
    whole = Parser(prog="mlbook", description="Deep learning from scratch.",
                   epilog="mlbook COMMAND --help lists the options of a command.",
                   allow_abbrev=False)  # fmt: skip
    whole.add_argument("--version", action="version", version=f"mlbook {__version__}")
    commands = whole.add_subparsers(metavar="COMMAND", dest="command", required=True)

    def command(name: str, help: str, description: str) -> Parser:
        return commands.add_parser(name, help=help, description=description, allow_abbrev=False)

    for entry in entry_points(group=COMMANDS):  # they read their arguments themselves
        command(entry.name, f"mlbook {entry.name} --help says what it does", "")
    _add_training(command("train", "train a network on handwritten digits", TRAIN))
    predict = command("predict", "read digits from images and arrays", PREDICT)
    predict.add_argument("files", type=Path, metavar="FILE", nargs="+", help="an image or a .npy")
    predict.add_argument("--run", type=Path, metavar="RUN",
                         help="the network: a directory of train, or a file of mlbook.save "
                              "(default: the newest in runs)")  # fmt: skip
    evaluate = command("evaluate", "say how well the network of a run reads", EVALUATE)
    evaluate.add_argument("run", type=Path, metavar="RUN", nargs="?",
                          help="a directory of train (default: the newest in runs)")  # fmt: skip
    evaluate.add_argument("--shift", type=_whole_number(least=0), metavar="N", default=0,
                          help="pixels by which each image moves at most")  # fmt: skip
    return whole


def _add_training(train: Parser) -> None:
    """Add the options of ``mlbook train``; what is not given is not among those that it returns."""

    def option(name: str, *, help: str, default: object = None, **rest: Any) -> None:
        shown = help if default is None else f"{help} (default: {default})"
        train.add_argument(name, default=argparse.SUPPRESS, help=shown, **rest)

    count = _whole_number(least=1)
    rates = ", ".join(f"{name} {rate:g}" for name, (_, rate) in OPTIMIZERS.items())
    spreads = ", ".join(f"{name} {spread}" for name, spread in NETWORKS.items())

    def on_digits(setting: str) -> str:
        """Return the defaults of a setting that the small digits alone have."""
        return "on the digits " + ", ".join(
            f"{network} {own[setting]}" for network, own in DIGITS.items()
        )

    option("--dataset", choices=DATASETS, default=Recipe.dataset, help="8x8 digits, or MNIST")
    option("--train-size", type=_whole_number(least=0), metavar="N", default=Recipe.train_size,
           help="how many training images; 0 for all")  # fmt: skip
    option("--shift", type=_whole_number(least=0), metavar="N", default=Recipe.shift,
           help="pixels by which training images move at most")  # fmt: skip
    option("--gradient", choices=GRADIENTS, default=Recipe.gradient, help="how it is found")
    option("--optimizer", choices=OPTIMIZERS, default=Recipe.optimizer, help="the rule of updates")
    option("--lr", type=_positive, metavar="RATE",
           help=f"learning rate (default: {rates}; sgd {on_digits('lr')})")  # fmt: skip
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
    option("--weight-init-std", type=_spread, metavar="STD",
           help="standard deviation of the first weights; for multi-layer and deep-conv also he "
                f"or xavier (default: {spreads}; {on_digits('weight_init_std')})")  # fmt: skip
    option("--replace", action="store_true", help="draw each batch anew, with replacement")
    option("--dtype", choices=DTYPES, default=Recipe.dtype, help="type of the parameters")
    option("--out", type=Path, metavar="DIR", default="the next of runs/1, runs/2 …",
           help="for what is written")  # fmt: skip
    option("--overwrite", action="store_true", help="replace the run that DIR holds")
    option("--resume", type=Path, metavar="DIR",
           help="go on with the run in DIR, to its last update or to --updates")  # fmt: skip


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
