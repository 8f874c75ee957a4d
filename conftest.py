"""`pytest` runs every block of every page: the press does it. Pytester tests the press."""

import os
import sys

import pytest

# Before NumPy is first imported: two threads on shared cores only wait for each other.
for library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

pytest_plugins = ["mlbook.publishing.pytest_plugin", "pytester"]
collect_ignore = ["mlbook/publishing/running/server.py"]  # its import makes a process a server


@pytest.fixture(autouse=True)
def _modules():
    """Put back what an example of the press replaces, `__main__` and the package.

    A pool of processes that a later test starts looks for them by their names.
    """
    ours = ("__main__", "mlbook")
    kept = {name: each for name, each in sys.modules.items() if name.partition(".")[0] in ours}
    yield
    sys.modules.update(kept)
