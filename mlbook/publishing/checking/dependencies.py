"""What a run depends on besides its own code: the packages it imports, versions, the press."""

from __future__ import annotations

import ast
import hashlib
import platform
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import mlbook
from mlbook.publishing.chapters.needs import present
from mlbook.publishing.running.script import imported_names

PACKAGE = Path(mlbook.__file__).parent
PRESS = PACKAGE / "publishing"
ROOMS = ("chapters", "running", "checking")  # decide what a block does, and what it is held against
INSTALLED = frozenset({"site-packages", "dist-packages", Path(ast.__file__).parent.name})


class Dependencies:
    """Digests of what code depends on, as the files are when they are first asked for.

    Of a package that its author may be editing, the files are read, and those of the packages that
    it imports; of an installed one, the version counts, and the hashes of its files that pip keeps.

    Attributes
    ----------
    packages : dict
        The packages under edit that were met: the digest of each by its directory or file.
    press : bytes
        The digest of the whole press, for what depends on more than the rooms of a verdict.
    """

    def __init__(self) -> None:
        known = [found for path in {*sys.path} for found in Path(path).glob("*.dist-info")]
        installed = sorted(f"{found.name} {_hashes_in(found / 'RECORD')}" for found in known)
        versions = [platform.python_version(), platform.machine(), *installed, *present()]
        rooms = (path for room in ROOMS for path in (PRESS / room).glob("*.py"))
        self._common = digest("\n".join(versions).encode(), _digest_of_files(rooms))
        self.press = _digest_of_files(PRESS.rglob("*.py"))
        self.packages: dict[Path, bytes] = {}
        self._root = cache(root_under_edit)

    def of(self, code: str) -> bytes:
        """Return the digest of `code` and of all that it depends on."""
        return digest(self._common, code.encode(), *self._under_edit(code, set()))

    def _under_edit(self, code: str, seen: set[str]) -> Iterator[bytes]:
        names = {name.partition(".")[0] for name in imported_names(code)}
        for name in sorted(names - seen):
            seen.add(name)
            root = self._root(name)
            if root is None:
                continue
            if root not in self.packages:
                self.packages[root] = _digest_of_files(_files_of(root))
            yield self.packages[root]
            if root != PACKAGE:  # which imports no other
                for path in _files_of(root):
                    if path.suffix == ".py":
                        yield from self._under_edit(path.read_text(encoding="utf-8"), seen)


def digest(*parts: bytes) -> bytes:
    """Return a digest of several texts, which tells where one ends and the next begins."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest().encode()


def _digest_of_files(paths: Iterable[Path]) -> bytes:
    return digest(*(path.read_bytes() for path in sorted(paths)))


def _hashes_in(record: Path) -> str:
    """Return what pip knows of the files of a package, but for its commands."""
    lines = record.read_text(encoding="utf-8").split("\n") if record.exists() else []
    return "\n".join(line for line in lines if not line.startswith(".."))


def root_under_edit(name: str) -> Path | None:
    """Return the directory or the file of a package; None if it is installed, or nowhere."""
    try:
        spec = find_spec(name)
    except ValueError:  # __main__ has none
        return None
    if spec is None:
        return None
    path = Path(spec.origin or next(iter(spec.submodule_search_locations or ["built-in"])))
    if not path.is_absolute() or INSTALLED.intersection(path.parts):  # built in, or installed
        return None
    return path.parent if path.name == "__init__.py" else path


def _files_of(root: Path) -> list[Path]:
    if root.is_file():
        return [root]
    return [
        path
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and PRESS not in path.parents
    ]
