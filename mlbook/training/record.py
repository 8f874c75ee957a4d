"""Records of trainings: settings, environment and results, as JSON."""

import json
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mlbook.training.history import History
from mlbook.training.recipe import Recipe, checksum

DIGITS = 7  # significant ones: a replay is compared to six, and 10,000 updates stay below 150 kB
NUMBERS_IN_A_LINE = 10
STATUSES = ("finished", "interrupted", "diverged")
EVALUATIONS: dict[str, Any] = {  # the arrays of a History that have one element an evaluation
    "evaluated_at": np.int64,
    "train_accuracies": np.float64,
    "test_accuracies": np.float64,
}


@dataclass(frozen=True, eq=False)
class Record:
    """A training that was run: its settings, its environment and its results.

    Attributes
    ----------
    command : str
        The line that ran it.
    settings : Recipe
        All that decides its numbers.
    versions : dict of str
        Of ``python``, ``numpy`` and ``mlbook``.
    data_sha256 : str
        Of the arrays that it was trained and tested on: see `mlbook.training.recipe.checksum`.
    status : str
        "finished", "interrupted" or "diverged".
    updates : int
        How many were made, of ``settings.updates``.
    seconds : float
        How long they took, evaluations included.
    history : History
        Of the updates that were made; losses and accuracies to seven significant digits. Losses
        that were not kept are NaN.
    """

    command: str
    settings: Recipe
    versions: dict[str, str]
    data_sha256: str
    status: str
    updates: int
    seconds: float
    history: History


def as_json(record: Record) -> str:
    """Return `record` as JSON: one line a setting, ten numbers a line.

    Parameters
    ----------
    record : Record

    Examples
    --------
    See `read_record`.
    """
    fields = {name: getattr(record, name) for name in Record.__annotations__}
    history = dict(vars(fields.pop("history")))
    if np.isnan(history["losses"]).any():
        history["losses"] = None
    fields |= {"settings": asdict(record.settings), "seconds": round(record.seconds, 3)}
    lines = [f'  "{name}": {_indented(value)}' for name, value in fields.items()]
    lines += [f'  "{name}": {_numbers(value)}' for name, value in history.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def read_record(path: str | Path) -> Record:
    """Return the record in the file `path`.

    Parameters
    ----------
    path : str or Path
        A ``history.json`` that ``python -m mlbook train`` has written.

    Raises
    ------
    OSError
        If the file cannot be read.
    ValueError
        If it is no record of a training, or one whose parts contradict one another.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import numpy as np
    >>> from mlbook import History
    >>> from mlbook.training.recipe import Recipe
    >>> from mlbook.training.record import Record, as_json, read_record
    >>> losses, accuracies = np.array([2.30259, 2.25]), np.full((2, 2), 0.1)
    >>> history = History(losses, 15, np.array([0, 2]), *accuracies)
    >>> recipe = Recipe(updates=2)
    >>> record = Record("train", recipe, {}, "", "finished", 2, 0.1, history)
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     path = Path(directory, "history.json")
    ...     _ = path.write_text(as_json(record))
    ...     read = read_record(path)
    >>> print(read.settings.optimizer, read.history.losses)
    sgd [2.30259 2.25   ]
    """
    try:
        fields = json.loads(Path(path).read_text(encoding="utf-8"))
        losses = fields.pop("losses")
        history = History(
            np.broadcast_to(np.nan, fields["updates"])
            if losses is None
            else np.array(losses, np.float64),
            fields.pop("updates_per_epoch"),
            *(np.array(fields.pop(name), dtype) for name, dtype in EVALUATIONS.items()),
        )
        record = Record(settings=Recipe(**fields.pop("settings")), history=history, **fields)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path} is no record of a training: {error!r}") from error
    _check(record, path)
    return record


def replay(record: Record, updates: int | None = None) -> History:
    """Repeat the training of `record`, and return the history.

    On the same version of NumPy and the same kind of machine the losses are those of the record,
    to its seven digits; elsewhere sums are rounded otherwise, and the two drift apart slowly.

    Parameters
    ----------
    record : Record
    updates : int, optional
        How many of its updates; all by default, and never more than it has.

    Raises
    ------
    ValueError
        If the data are not those of the record.
    OSError, ModuleNotFoundError
        If the data cannot be loaded.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook.datasets import load_digits
    >>> from mlbook.training.recipe import Recipe, checksum
    >>> from mlbook.training.record import Record, replay
    >>> recipe, digits = Recipe(updates=4), load_digits()
    >>> training = recipe.training(digits)
    >>> losses = [loss for _, loss in training]
    >>> history, data = training.history(), checksum(digits)
    >>> record = Record("", recipe, {}, data, "finished", 4, 0.1, history)
    >>> again = replay(record, 3).losses
    >>> print(np.allclose(again, losses[:3], rtol=1e-6, atol=0))
    True
    """
    data = record.settings.data()
    if checksum(data) != record.data_sha256:
        raise ValueError(f"the {record.settings.dataset} at hand are not those of the record")
    count = record.updates if updates is None else min(updates, record.updates)
    training = record.settings.training(data)
    for _ in islice(training, count):  # a training that broke off took no accuracies at its end
        pass
    return training.history()


def _check(record: Record, path: str | Path) -> None:
    history = record.history
    if record.status not in STATUSES:
        raise ValueError(f"{path}: status must be one of {STATUSES}, not {record.status!r}")
    if history.losses.shape != (record.updates,):
        raise ValueError(
            f"{path}: {record.updates} updates, but losses of shape {history.losses.shape}"
        )
    shapes = {name: getattr(history, name).shape for name in EVALUATIONS}
    if len(set(shapes.values())) > 1:
        raise ValueError(f"{path}: the evaluations have different shapes: {shapes}")


def _indented(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False).replace("\n", "\n  ")


def _numbers(values: ArrayLike) -> str:
    """Return one number, or the lines of an array; whole numbers have no decimal point."""
    if np.ndim(values) == 0:
        return json.dumps(values)
    texts = [json.dumps(float(f"{x:.{DIGITS}g}") if x % 1 else int(x)) for x in np.asarray(values)]
    starts = range(0, len(texts), NUMBERS_IN_A_LINE)
    rows = [",".join(texts[start : start + NUMBERS_IN_A_LINE]) for start in starts]
    return "[" + ",".join(f"\n    {row}" for row in rows) + "\n  ]"
