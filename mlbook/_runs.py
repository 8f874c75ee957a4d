"""Runs: the directories that ``mlbook train`` fills, each with one training."""

import platform
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from mlbook import __version__
from mlbook._arrays import read_arrays, write_arrays
from mlbook._files import replacing
from mlbook.networks import Network
from mlbook.plotting import accuracy_curve, loss_curve, svg_of
from mlbook.saving import load
from mlbook.training import Training, read_record, restore, state_of
from mlbook.training.recipe import Recipe, checksum
from mlbook.training.record import Record, as_json
from mlbook.training.state import LOSSES

RUNS = Path("runs")  # where runs are numbered that are given no directory
RECORD, PARAMETERS = "history.json", "parameters.npz"


@dataclass
class Run:
    """A training, and the directory for what comes of it."""

    directory: Path
    command: str
    recipe: Recipe
    data_sha256: str
    training: Training
    has_parameters: bool = False
    earlier_seconds: float = 0.0
    started: float = field(default_factory=time.perf_counter)

    def keep(self, status: str) -> int:
        """Write what was done so far, and return how many updates that is.

        The parameters come first: they hold all that `resume` needs but the settings.
        """
        history = self.training.history()
        record = Record(
            command=self.command,
            settings=self.recipe,
            versions={
                "python": platform.python_version(),
                "numpy": np.__version__,
                "mlbook": __version__,
            },
            data_sha256=self.data_sha256,
            status=status,
            updates=len(history.losses),
            seconds=self.earlier_seconds + time.perf_counter() - self.started,
            history=history,
        )
        parameters = self.directory / PARAMETERS
        if self.training.whole:
            write_arrays(parameters, state_of(self.training))
            self.has_parameters = True
        elif not self.has_parameters:  # but maybe the run that this one replaces
            parameters.unlink(missing_ok=True)
        self._write(RECORD, as_json(record))
        self._write("loss-curve.svg", svg_of(loss_curve(history)))
        self._write("accuracy.svg", svg_of(accuracy_curve(history)))
        return record.updates

    def _write(self, name: str, text: str) -> None:
        with replacing(self.directory / name) as draft:
            draft.write(text.encode())


def begin(recipe: Recipe, command: str, out: Path | None, overwrite: bool) -> Run:
    """Return a new run in the directory `out`, or in a new numbered one.

    Raises
    ------
    OSError, ValueError, ModuleNotFoundError, FloatingPointError
        If the training cannot begin, `out` cannot be written to, or holds an earlier run and is not
        to be overwritten.
    """
    if out is not None and not overwrite:
        _refuse_earlier_run(out)
    data = recipe.data()
    training = recipe.training(data)
    if out is None:
        directory = _numbered()
    else:
        directory = out
        _make_writable(out)
    return Run(directory, command, recipe, checksum(data), training)


def resume(directory: Path, updates: int | None = None) -> Run:
    """Return the run in `directory`, after its last update; it goes on to its end, or to `updates`.

    Raises
    ------
    OSError, TypeError, ValueError
        If the directory holds no run, a damaged one, one of other data, or one that is finished.
    """
    for name in (RECORD, PARAMETERS):
        if not (directory / name).is_file():
            raise ValueError(f"--resume {directory}: that directory has no {name} to go on from")
    record, state = read_record(directory / RECORD), read_arrays(directory / PARAMETERS)
    recipe, command, done = record.settings, record.command, len(state.get(LOSSES, ()))
    if updates is not None:
        if recipe.schedule != "constant":
            raise ValueError(
                f"--updates: the schedule {recipe.schedule} of {directory} ends with its "
                f"{recipe.updates} updates, so a run of {updates} has other numbers: train it anew"
            )
        recipe, command = replace(recipe, updates=updates), f"{command} --updates {updates}"
    if done >= recipe.updates:
        raise ValueError(
            f"--resume {directory}: {done} updates are made, of {recipe.updates}; "
            "--updates N goes on to N"
        )
    data = recipe.data()
    if checksum(data) != record.data_sha256:
        raise ValueError(f"the {recipe.dataset} at hand are not those of {directory}")
    training = recipe.training(data)
    try:
        restore(training, state)
    except ValueError as error:
        raise ValueError(f"--resume {directory}: {PARAMETERS}: {error}") from error
    _make_writable(directory)
    return Run(directory, command, recipe, record.data_sha256, training, True, record.seconds)


def newest() -> Path:
    """Return the numbered run with parameters that was begun last.

    Raises
    ------
    ValueError
        If there is none.
    """
    numbered = [path for path in RUNS.glob("*") if path.name.isdecimal()]
    trained = [path for path in numbered if (path / PARAMETERS).is_file()]
    if not trained:
        raise ValueError(f"there is no run in {RUNS}: mlbook train makes one, or name another")
    return max(trained, key=lambda path: int(path.name))


def network_of(run: Path) -> Network:
    """Return the network of a run: of its directory, or of a file that `mlbook.save` has written.

    Raises
    ------
    OSError, ValueError
        If there is none, or not one with layers.
    """
    path = run / PARAMETERS if run.is_dir() else run
    network = load(path)
    if not isinstance(network, Network):
        raise ValueError(
            f"{path} is a {network!r}, but a network that has learned digits is needed"
        )
    return network


def _refuse_earlier_run(directory: Path) -> None:
    if any((directory / name).exists() for name in (RECORD, PARAMETERS)):
        raise ValueError(
            f"--out {directory} holds an earlier run: choose another directory, go on with that "
            f"run by --resume {directory}, or replace it by --overwrite"
        )


def _numbered() -> Path:
    """Make and return the directory after the last one, even if two commands do so at once."""
    try:
        RUNS.mkdir(exist_ok=True)
        number = max(
            (int(path.name) for path in RUNS.glob("*") if path.name.isdecimal()), default=0
        )
        while True:
            number += 1
            try:
                (RUNS / str(number)).mkdir()
            except FileExistsError:
                continue
            return RUNS / str(number)
    except OSError as error:
        raise OSError(
            f"{RUNS} cannot be written to: {error.strerror}; --out names another directory"
        ) from error


def _make_writable(directory: Path) -> None:
    """Make `directory` unless it exists, and try to make a file in it."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory):
            pass
    except OSError as error:
        raise OSError(f"{directory} cannot be written to: {error.strerror}") from error
