"""The command line: ``python -m mlbook train`` trains a network and writes its record."""

import argparse
import contextlib
import platform
import shlex
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
from tqdm import tqdm  # type: ignore[import-untyped]

from mlbook._files import replacing
from mlbook._options import parser
from mlbook.plotting import accuracy_curve, loss_curve, svg_of
from mlbook.training import Training
from mlbook.training.recipe import Recipe, checksum
from mlbook.training.record import Record, as_json
from mlbook.training.settings import NETWORKS, OPTIMIZERS

EXIT = {"finished": 0, "diverged": 1, "interrupted": 130}  # what shells expect of Ctrl-C


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, and return its exit status.

    Parameters
    ----------
    arguments : sequence of str, optional
        Those of the process by default.

    Returns
    -------
    int
        0: done; 1: the training diverged; 2: it could not begin, or its record not be written;
        the status that shells expect of Ctrl-C: interrupted.

    Raises
    ------
    SystemExit
        With 2 if the arguments are not understood, with 0 after ``--help``.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return train(parser().parse_args(words), words)
    except KeyboardInterrupt:
        _say("interrupted")
        return EXIT["interrupted"]


def train(options: argparse.Namespace, words: Sequence[str]) -> int:
    """Train as `options` say, write the record and the curves, and return the exit status."""
    out: Path = options.out
    try:
        recipe = recipe_of(options)
        data = recipe.data()
        training = recipe.training(data)
        _make_writable(out)
    except (OSError, ValueError, MemoryError, ModuleNotFoundError, FloatingPointError) as error:
        return _complain(error)
    digest, started = checksum(data), time.perf_counter()
    status, reason = _run(training, recipe.updates)
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
    _say(f"{reason}; {out / 'history.json'} holds {record.updates} updates")
    return EXIT[status]


def recipe_of(options: argparse.Namespace) -> Recipe:
    """Return what `options` say, with the learning rate and the spread that suit the rest.

    Raises
    ------
    ValueError
        If two settings do not go together.
    """
    settings = {name: value for name, value in vars(options).items() if name != "out"}
    defaults = {
        "lr": OPTIMIZERS[settings["optimizer"]][1],
        "weight_init_std": NETWORKS[settings["network"]],
    }
    return Recipe(**defaults | settings)


def _run(training: Training, updates: int) -> tuple[str, str]:
    """Make the updates; return how the training ended, as a status and in words."""
    started = time.perf_counter()
    try:
        # A bar on a terminal, above it a line for each evaluation; elsewhere only the lines.
        with tqdm(total=updates, unit=" updates", leave=False, disable=None) as bar:
            _say(f"0 of {updates} updates: {_latest_accuracies(training)}")
            for update, loss in training:
                bar.set_postfix_str(f"loss {loss:.4f}", refresh=False)
                bar.update()
                if training.latest[0] == update:
                    pace = update / (time.perf_counter() - started)
                    state = f"{update} of {updates} updates, {pace:.3g} a second, loss {loss:.4f}"
                    _say(f"{state}: {_latest_accuracies(training)}")
    except KeyboardInterrupt:
        return "interrupted", "interrupted"
    except FloatingPointError as error:
        return "diverged", str(error)
    return "finished", "finished"


def _latest_accuracies(training: Training) -> str:
    train, test = training.latest[1]
    return f"accuracy {train:.4f} in training, {test:.4f} in the test"


def _versions() -> dict[str, str]:
    try:
        own = version("mlbook")
    except PackageNotFoundError:  # run from its sources
        own = "unknown"
    return {"python": platform.python_version(), "numpy": np.__version__, "mlbook": own}


def _make_writable(directory: Path) -> None:
    """Make `directory` unless it exists, and try to make a file in it."""
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
    _say(f"python -m mlbook train: {error}")
    return 2


def _say(line: str) -> None:
    """Print a line on standard error, above the bar; the training goes on if nobody reads it."""
    with contextlib.suppress(OSError):
        tqdm.write(line, file=sys.stderr)
        sys.stderr.flush()
