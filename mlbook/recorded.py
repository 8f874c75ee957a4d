"""What takes too long for a page was run once and kept: the records that pages draw from."""

import json
from pathlib import Path
from typing import Any

_INSTALLED = Path(__file__).parent / "records"  # where a wheel has what a checkout has in docs/data
_IN_CHECKOUT = Path(__file__).parents[1] / "docs" / "data"


def recorded(name: str) -> dict[str, Any]:
    """Return a record of the book, as its JSON says it.

    Parameters
    ----------
    name : str
        Its path below ``docs/data``, without ``.json``.

    Raises
    ------
    ValueError
        If there is no record of this name; the message names those that there are.

    Examples
    --------
    >>> from mlbook.recorded import recorded
    >>> record = recorded("performance")
    >>> print(record["measured"]["threads"])
    1
    """
    record: dict[str, Any] = json.loads(path_of(name).read_text(encoding="utf-8"))
    return record


def path_of(name: str) -> Path:
    """Return the file of the record `name`.

    Raises
    ------
    ValueError
        If there is no record of this name; the message names those that there are.
    """
    paths = records()
    if name not in paths:
        there_are = ", ".join(sorted(paths)) or "none"
        raise ValueError(f"no record is called {name!r}; there are: {there_are}")
    return paths[name]


def records() -> dict[str, Path]:
    """Return the file of every record, by its name."""
    place = _INSTALLED if _INSTALLED.is_dir() else _IN_CHECKOUT
    return {
        path.relative_to(place).with_suffix("").as_posix(): path
        for path in sorted(place.rglob("*.json"))
    }
