"""``python -m mlbook train``: one training, its record and its two curves."""

import argparse
import math
import platform
import shlex
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from mlbook._files import replacing
from mlbook.commands.progress import Progress
from mlbook.plotting import accuracy_curve, loss_curve, svg_of
from mlbook.training import Training
from mlbook.training.recipe import DATASETS, DTYPES, GRADIENTS, OPTIMIZERS, Recipe, checksum
from mlbook.training.record import Record, as_json

EXIT = {"finished": 0, "diverged": 1, "interrupted": 130}  # what shells expect of Ctrl-C
DESCRIPTION = """Train a network with one hidden layer on handwritten digits. DIR receives
history.json (the settings, every loss, the accuracies of every epoch), loss-curve.svg and
accuracy.svg. Ctrl-C stops the training and keeps what was done."""


def add_to(commands: Any) -> None:
    """Add the command ``train`` to the subparsers of a parser."""
    rates = ", ".join(f"{name} {rate:g}" for name, (_, rate) in OPTIMIZERS.items())
    parser = commands.add_parser(
        "train",
        help="train a network on handwritten digits",
        description=DESCRIPTION,
        allow_abbrev=False,
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    option, count = parser.add_argument, _whole_number(least=1)
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


def run(options: argparse.Namespace, words: Sequence[str]) -> int:
    """Train as `options` say, write what came of it, and return the exit status."""
    settings = dict(vars(options))
    out: Path = settings.pop("out")
    recipe = Recipe(**{"lr": OPTIMIZERS[settings["optimizer"]][1], **settings})
    try:
        data = recipe.data()
        training = recipe.training(data)
        _make_writable(out)
    except (OSError, ValueError, MemoryError, ModuleNotFoundError, FloatingPointError) as error:
        return _complain(error)
    digest, started = checksum(data), time.perf_counter()
    progress = Progress(recipe.updates, sys.stderr)
    status, reason = _train(training, progress)
    history = training.history()
    record = Record(
        command=shlex.join(["python", "-m", "mlbook", *words]),
        settings=recipe,
        versions=_versions(),
        data_sha256=digest,
        status=status,
        updates=len(history.losses),
        seconds=time.perf_counter() - started,
        history=history,
    )
    try:
        _write(out / "history.json", as_json(record))
        _write(out / "loss-curve.svg", svg_of(loss_curve(history)))
        _write(out / "accuracy.svg", svg_of(accuracy_curve(history)))
    except OSError as error:
        return _complain(error)
    progress.say(f"{reason}; {out / 'history.json'} holds {record.updates} updates\n")
    return EXIT[status]


def _train(training: Training, progress: Progress) -> tuple[str, str]:
    """Make the updates; return how it ended, as a status and in words."""
    try:
        evaluated, accuracies = training.latest
        progress.evaluated(evaluated, math.nan, accuracies)
        for update, loss in training:
            progress.updated(update, loss)
            evaluated, accuracies = training.latest
            if evaluated == update:
                progress.evaluated(update, loss, accuracies)
    except KeyboardInterrupt:
        return "interrupted", "interrupted"
    except FloatingPointError as error:
        return "diverged", str(error)
    finally:
        progress.say("")  # wipes out the bar
    return "finished", "finished"


def _versions() -> dict[str, str]:
    try:
        own = version("mlbook")
    except PackageNotFoundError:  # run from its sources
        own = "unknown"
    return {"python": platform.python_version(), "numpy": np.__version__, "mlbook": own}


def _make_writable(directory: Path) -> None:
    """Make `directory` if it is not there, and try whether files can be made in it."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory):
            pass
    except OSError as error:
        raise OSError(f"--out {directory} cannot be written to: {error.strerror}") from error


def _write(path: Path, text: str) -> None:
    with replacing(path) as draft:
        draft.write(text.encode())


def _complain(error: Exception) -> int:
    print(f"python -m mlbook train: {error}", file=sys.stderr)
    return 2


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
