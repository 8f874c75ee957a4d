"""How MkDocs is told that a book is refused: one error, with all sentences that say why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from mkdocs.exceptions import PluginError


@contextmanager
def refusing(kind: type[Exception]) -> Iterator[None]:
    """Let MkDocs show the sentence of an error of this kind, and no traceback."""
    try:
        yield
    except kind as error:
        raise PluginError(str(error)) from None


def refuse(faults: Iterable[str]) -> None:
    """End the build with these sentences, if there are any but empty ones."""
    if sentences := list(filter(None, faults)):
        raise PluginError("\n".join(sentences))
