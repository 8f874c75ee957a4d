"""Keeps what has been found out about a page, until something that it depends on changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import quote

from mlbook._files import replacing
from mlbook.publishing.checking.dependencies import Dependencies, digest


class Kept:
    """Texts by name, each beside a digest of all that it depends on.

    Parameters
    ----------
    directory : Path
        Directory of their files, one for each name: no more than a book needs.
    dependencies : Dependencies
        What every text depends on: versions, the press, the package.
    settings : str
        The text of ``mkdocs.yml``, on which every text depends too.
    packages : iterable of str, optional
        The names of the packages that the pages of the book are about.
    """

    def __init__(
        self,
        directory: Path,
        dependencies: Dependencies,
        settings: str,
        packages: Iterable[str] = (),
    ) -> None:
        self._directory = directory
        package = dependencies.of("\n".join(f"import {name}" for name in packages))
        self._common = digest(package, dependencies.press, settings.encode())
        directory.mkdir(parents=True, exist_ok=True)

    def text(self, name: str, depends: object, make: Callable[[], str]) -> str:
        """Return a text that is kept, or make it and keep it; an exception keeps nothing.

        Parameters
        ----------
        name : str
        depends : object
            All that the text depends on besides what every text depends on; its ``repr`` has to
            tell it from any other.
        make : callable
            Makes the text.
        """
        path = self._directory / quote(name, safe="")
        key = digest(self._common, repr(depends).encode())
        if path.exists():
            found, _, kept = path.read_bytes().partition(b"\n")
            if found == key:
                return kept.decode()
        text = make()
        with replacing(path) as draft:
            draft.write(key + b"\n" + text.encode())
        return text
