"""Pyodide and an archive of this package: all that a reader's browser needs to run blocks.

The environment variable ``MLBOOK_PYODIDE`` names a directory that holds Pyodide when the site is
built, and the site gets a copy of the files it needs. Without it, readers' browsers load them from
Pyodide's own address when Run is pressed, and the button says so beforehand.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

from mlbook.publishing.checking.dependencies import PACKAGE

SETTING = "MLBOOK_PYODIDE"
VERSION = "314.0.7"  # https://pyodide.org/en/stable/project/changelog.html
PUBLIC = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
ARCHIVE = "assets/run/mlbook.zip"
PYTHON_FOLDER = "assets/run/pyodide/"
CORE = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
# Bytes: exact for the core at PUBLIC, rounded for the wheels, whose list states no sizes.
PUBLIC_SIZES = {"core": 13_531_207, "numpy": 3_000_000, "matplotlib": 10_000_000}
# The rooms of the press that run a block and judge it.
ROOMS = ("chapters", "running", "checking", "browser")


class PyodideError(Exception):
    """A directory that is not Pyodide, or lacks what blocks import."""


@dataclass(frozen=True)
class Python:
    """Where readers' browsers find Python, and how much that is.

    `address` is where its files are, seen from ``assets/run.js``; `sizes` are bytes, of the core
    and of what NumPy and Matplotlib add to it; `files` are to be copied into the site.
    """

    address: str
    sizes: dict[str, int]
    files: tuple[Path, ...] = ()

    def attributes(self) -> dict[str, str]:
        """Return the attributes of the page's script element."""
        return {"pyodide": self.address, "sizes": json.dumps(self.sizes)}


def python_for_readers(directory: str | None) -> Python:
    """Return the Python of a directory; without one, that of Pyodide's own address.

    Raises
    ------
    PyodideError
        If the directory lacks a file that blocks of the book need.
    """
    if not directory:
        return Python(PUBLIC, PUBLIC_SIZES)
    home = Path(directory)
    core = [_present(home, name) for name in CORE]
    wheels = {
        package: [_present(home, name) for name in names]
        for package, names in wheels_of(home / "pyodide-lock.json").items()
    }
    numpy, others = wheels["numpy"], wheels["matplotlib"]
    others = [path for path in others if path not in numpy]
    sizes = {"core": _size(core), "numpy": _size(numpy), "matplotlib": _size(others)}
    return Python(PYTHON_FOLDER.removeprefix("assets/"), sizes, (*core, *numpy, *others))


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


def archive() -> bytes:
    """Return the package as a ZIP file: the science, digits, records, and the press's rules."""
    sources = [
        path
        for path in PACKAGE.rglob("*")
        if path.suffix in {".py", ".gz", ".json"} and "publishing" not in path.parts
    ]
    press = PACKAGE / "publishing"
    sources += [
        press / "__init__.py",
        *(path for room in ROOMS for path in press.glob(f"{room}/*.py")),
    ]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:  # not compressed: the bytes depend on no compressor
        for path in sorted(sources):
            name = path.relative_to(PACKAGE.parent).as_posix()
            file.writestr(zipfile.ZipInfo(name), path.read_bytes())
    return stream.getvalue()


def _present(home: Path, name: str) -> Path:
    path = home / name
    if not path.is_file():
        raise PyodideError(f"{SETTING}={home} has no {name}; .ci/pyodide.py fills a directory")
    return path


def _size(paths: list[Path]) -> int:
    return sum(path.stat().st_size for path in paths)
