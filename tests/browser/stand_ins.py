"""Writes stand-ins for Pyodide's wheels of NumPy and Matplotlib: python stand_ins.py DIRECTORY.

They compute nothing, but let the package be imported and a line be drawn: enough to test that the
page loads wheels, shows figures and starts every run anew.
"""

import hashlib
import io
import json
import sys
import zipfile
from pathlib import Path

from mlbook.publishing.browser.pyodide import wheels_of

STAND_IN = "0"  # the version of each
NUMPY = """\
from types import SimpleNamespace
from unittest.mock import MagicMock

stand_in = True
random = SimpleNamespace(seed=lambda: None, Generator=int)


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return MagicMock()
"""
TYPING = "ArrayLike = DTypeLike = NDArray = list\n"
PYPLOT = """\
from types import SimpleNamespace

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt" viewBox="0 0 72 36">'
    '<path d="M0 36L72 0" stroke="#06478f"/></svg>'
)
drawn = []
style = SimpleNamespace(use=lambda styles: None)


def plot(*values):
    drawn[:] = [1]


def close(which):
    drawn.clear()


def get_fignums():
    return drawn


def figure(number):
    return SimpleNamespace(savefig=lambda stream, **options: stream.write(SVG))
"""
MODULES = {
    "numpy": {
        "numpy/__init__.py": NUMPY,
        "numpy/typing.py": TYPING,
        "numpy/lib/__init__.py": "",
        "numpy/lib/stride_tricks.py": "sliding_window_view = list\n",
    },
    "matplotlib": {"matplotlib/__init__.py": "", "matplotlib/pyplot.py": PYPLOT},
    "cycler": {"cycler/__init__.py": "cycler = dict\n"},
}


def wheel(name, files):
    """Return the bytes of a wheel that holds `files`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
        archive.writestr(f"{name}-0.dist-info/METADATA", f"Name: {name}\nVersion: {STAND_IN}\n")
        archive.writestr(f"{name}-0.dist-info/WHEEL", "Root-Is-Purelib: true\n")
        archive.writestr(f"{name}-0.dist-info/RECORD", "")
    return stream.getvalue()


def write(home):
    """Write a stand-in for every wheel that the book needs, and its digest into the list."""
    lock = home / "pyodide-lock.json"
    wheels = wheels_of(lock)
    listed = json.loads(lock.read_text(encoding="utf-8"))
    for name, entry in listed["packages"].items():
        if entry["file_name"] in wheels["numpy"] | wheels["matplotlib"]:
            content = wheel(name, MODULES.get(name, {}))
            (home / entry["file_name"]).write_bytes(content)
            entry |= {"sha256": hashlib.sha256(content).hexdigest(), "version": STAND_IN}
    lock.write_text(json.dumps(listed), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
