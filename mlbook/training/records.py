"""Records that ship with the package: trainings and timings too slow to repeat on every build."""

import json
from pathlib import Path
from typing import Any

from mlbook.training.record import Record, read_record

_FOLDER = Path(__file__).parents[1] / "records"


def recorded(name: str) -> dict[str, Any]:
    """Return a record as its JSON has it.

    Parameters
    ----------
    name : str
        Its path below ``mlbook/records``, without ``.json``.

    Raises
    ------
    ValueError
        If there is no record of this name; the message names those that there are.

    Examples
    --------
    >>> from mlbook.training import recorded
    >>> print(recorded("performance")["measured"]["threads"])
    1
    """
    record: dict[str, Any] = json.loads(_path_of(name).read_text(encoding="utf-8"))
    return record


def kept_record(name: str) -> Record:
    """Return the record of a training.

    An installed package has not the losses of all of them, which are then NaN: see
    `mlbook.training.shipping`.

    Parameters
    ----------
    name : str
        Of its folder below ``mlbook/records``, such as ``mnist-seed-0``.

    Raises
    ------
    ValueError
        If there is no record of this name.

    Examples
    --------
    >>> from mlbook.training import kept_record
    >>> print(kept_record("mnist-numerical").settings.gradient)
    numerical
    """
    return read_record(_path_of(f"{name}/history"))


def _path_of(name: str) -> Path:
    paths = {
        path.relative_to(_FOLDER).with_suffix("").as_posix(): path
        for path in sorted(_FOLDER.rglob("*.json"))
    }
    if name not in paths:
        there_are = ", ".join(paths) or "none"
        raise ValueError(f"no record is called {name!r}; there are: {there_are}")
    return paths[name]
