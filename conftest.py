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
def _main_module():
    """Put `__main__` back where an example of the press has replaced it: processes import it."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main
