"""Fills a directory with Pyodide, verified: python .ci/pyodide.py DIRECTORY [--wheels].

The core is the npm package, whose digest is below. Its list of wheels holds their digests: with
--wheels, those that blocks of the book import come from Pyodide's own address and are held to it.
"""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
from pathlib import Path

from mlbook.publishing.browser.pyodide import CORE, PUBLIC, VERSION, wheels_of

SHA512 = (
    "d18bd7c4485f11da4b7dbfd790cd8114078c44eab488c517d9bcf31fda4eb6dc"
    "8c716930abe1db139bb2b860fcd8b37bcb6abe48dbe2ffa579244b0e943d91d4"
)


def core(home: Path) -> None:
    """Put the interpreter into `home`."""
    with tempfile.TemporaryDirectory() as work:
        command = ["npm", "pack", "--silent", f"pyodide@{VERSION}"]
        subprocess.run(command, cwd=work, check=True, stdout=subprocess.DEVNULL)
        packed = next(Path(work).glob("*.tgz"))
        verify(packed.name, hashlib.sha512(packed.read_bytes()).hexdigest(), SHA512)
        with tarfile.open(packed) as archive:
            for name in CORE:
                member = archive.extractfile(f"package/{name}")
                (home / name).write_bytes(member.read() if member else b"")


def wheels(home: Path) -> None:
    """Put NumPy, Matplotlib and what they need beside the interpreter."""
    needed = wheels_of(home / "pyodide-lock.json")
    for name, digest in (needed["numpy"] | needed["matplotlib"]).items():
        with urllib.request.urlopen(PUBLIC + name, timeout=60) as answer:
            content = answer.read()
        verify(name, hashlib.sha256(content).hexdigest(), digest)
        (home / name).write_bytes(content)


def verify(name: str, digest: str, expected: str) -> None:
    """End here unless the digest is the expected one."""
    if digest != expected:
        sys.exit(f"{name} has the digest {digest}, and not {expected}")


if __name__ == "__main__":
    directory = Path(sys.argv[1])
    directory.mkdir(parents=True, exist_ok=True)
    core(directory)
    if "--wheels" in sys.argv:
        wheels(directory)
