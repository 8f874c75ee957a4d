"""Run every example of the installed package, without its press: prints where it is, and counts.

Run by `test_wheel.py` with the Python of an environment that has nothing but the wheel.
"""

import doctest
import importlib
import json
import pkgutil

import mlbook

# As pytest does: see pyproject.toml.
FLAGS = doctest.NORMALIZE_WHITESPACE


def main():
    """Print as JSON the file of the package, and of each module its examples and failures."""
    found = {}
    for module in pkgutil.walk_packages(mlbook.__path__, "mlbook."):
        if not module.name.startswith(("mlbook.publishing", "mlbook.__main__")):
            failed, tried = doctest.testmod(importlib.import_module(module.name), optionflags=FLAGS)
            found[module.name] = [tried, failed]
    print(json.dumps({"file": mlbook.__file__, "modules": found}))


if __name__ == "__main__":
    main()
