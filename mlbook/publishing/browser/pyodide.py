"""Pyodide and two archives of this package: all that a reader's browser needs to run blocks.

The environment variable ``MLBOOK_PYODIDE`` names a directory that holds Pyodide when the site is
built, and the site gets a copy of the files it needs. Without it, readers' browsers load them from
Pyodide's own address when Run is pressed, and the page says so.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mlbook.publishing.checking.dependencies import PACKAGE
from mlbook.training.shipping import shipped

SETTING = "MLBOOK_PYODIDE"
VERSION = "314.0.7"  # https://pyodide.org/en/stable/project/changelog.html
PUBLIC = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
ARCHIVE = "assets/run/mlbook.zip"
RECORDS = "assets/run/records.zip"  # fetched by blocks that read a record
PYTHON_FOLDER = "assets/run/pyodide/"
CORE = ("pyodide.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
GLUE = ("pyodide.asm.mjs", "pyodide.asm.js")  # a core has one: the second before 0.28
# Bytes: exact for the core at PUBLIC, rounded for the wheels, whose list states no sizes.
PUBLIC_SIZES = {"core": 13_531_207, "numpy": 3_000_000, "matplotlib": 10_000_000}
# The rooms of the press that run a block and judge it.
ROOMS = ("chapters", "running", "checking", "browser")


class PyodideError(Exception):
    """A directory that is not Pyodide, or lacks what blocks import."""


@dataclass(frozen=True)
class Python:
    """Where readers' browsers find Python, and how much that is.

    `address` is where its files are, seen from ``assets/run.js``; `sizes` are bytes, of the core,
    of the package, and of what NumPy, Matplotlib and the records add. The site gets copies of
    `files` and the bytes of `archives`, both by their address in it.
    """

    address: str
    sizes: dict[str, int]
    files: dict[str, Path] = field(default_factory=dict)
    archives: dict[str, bytes] = field(default_factory=dict)

    def attributes(self) -> dict[str, str]:
        """Return the attributes of the page's script element."""
        return {"pyodide": self.address, "sizes": json.dumps(self.sizes)}


def python_for_readers(directory: str | None, packages: Iterable[Path] = ()) -> Python:
    """Return the Python of a directory; without one, that of Pyodide's own address.

    Parameters
    ----------
    directory : str or None
    packages : iterable of Path
        Directories of other packages whose modules blocks may import.

    Raises
    ------
    PyodideError
        If the directory lacks a file that blocks of the book need.
    """
    packed = archives(packages)
    ours = {"package": len(packed[ARCHIVE]), "records": len(packed[RECORDS])}
    if not directory:
        return Python(PUBLIC, PUBLIC_SIZES | ours, archives=packed)
    home = Path(directory).resolve()
    glue = next((name for name in GLUE if (home / name).is_file()), GLUE[0])
    core = [_present(home, name) for name in (*CORE, glue)]
    wheels = {
        package: [_present(home, name) for name in names]
        for package, names in wheels_of(home / "pyodide-lock.json").items()
    }
    numpy, others = wheels["numpy"], wheels["matplotlib"]
    others = [path for path in others if path not in numpy]
    sizes = {"core": _size(core), "numpy": _size(numpy), "matplotlib": _size(others)}
    files = {PYTHON_FOLDER + path.name: path for path in (*core, *numpy, *others)}
    address = PYTHON_FOLDER.removeprefix("assets/")
    return Python(address, sizes | ours, files, packed)


def wheels_of(lock: Path) -> dict[str, dict[str, str]]:
    """Return the wheels that NumPy and Matplotlib need: file name -> SHA-256, by package."""
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]

    def needed(name: str) -> dict[str, str]:
        entry = packages[name]
        found = {entry["file_name"]: entry["sha256"]}
        for other in entry["depends"]:
            found |= needed(other)
        return found

    return {name: needed(name) for name in ("numpy", "matplotlib")}


def archives(packages: Iterable[Path] = ()) -> dict[str, bytes]:
    """Return the package as ZIP files, by address: science, digits and the press; the records.

    Other `packages` are packed with the first.
    """
    press = PACKAGE / "publishing"
    sources = [path for path in PACKAGE.rglob("*.py") if press not in path.parents]
    sources += PACKAGE.glob("datasets/data/*.gz")
    sources += [press / "__init__.py"]
    sources += [path for room in ROOMS for path in press.glob(f"{room}/*.py")]
    named = {_name(path): path.read_bytes() for path in sources}
    for package in packages:
        if package != PACKAGE:
            modules = [package] if package.is_file() else package.rglob("*.py")
            named |= {_name(path, package.parent): path.read_bytes() for path in modules}
    records = {
        _name(path): shipped(path.parent.name, path.read_text(encoding="utf-8")).encode()
        for path in PACKAGE.glob("records/**/*.json")
    }
    return {ARCHIVE: _packed(named), RECORDS: _packed(records)}


def _name(path: Path, above: Path = PACKAGE.parent) -> str:
    return path.relative_to(above).as_posix()


def _packed(sources: Mapping[str, bytes]) -> bytes:
    """Return a ZIP file that has the same bytes on every machine.

    There are several implementations of Deflate, which make different bytes; bzip2 has one.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2, compresslevel=1) as file:
        for name in sorted(sources):
            entry = zipfile.ZipInfo(name)
            entry.create_system = 3  # Unix, on Windows too
            file.writestr(entry, sources[name], file.compression, file.compresslevel)
    return stream.getvalue()


def _present(home: Path, name: str) -> Path:
    path = home / name
    if not path.is_file():
        raise PyodideError(f"{SETTING}={home} has no {name}; .ci/pyodide.py fills a directory")
    return path


def _size(paths: list[Path]) -> int:
    return sum(path.stat().st_size for path in paths)
