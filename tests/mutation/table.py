"""Write RESULTS.md: how many faults were made in every module, and how many were caught.

    python tests/mutation/table.py results.jsonl

A fault that has no result counts as not tried; of several results, the last one counts.
"""

import platform
import sys
from collections import Counter
from importlib.metadata import version
from pathlib import Path

from faults import faults
from mutate import ROOT, read_results
from survivors import read

HEAD = """\
# Faults made, and faults caught

Written by `python tests/mutation/table.py` after `python tests/mutation/mutate.py`, with \
Python {}, {}.

A fault is caught when a test, a page or a docstring fails (or runs out of time) with it and \
passes without it. The survivors are in [SURVIVORS.md](SURVIVORS.md), each with the reason; here \
they count as not caught.

| module | faults | tried | caught | of these, out of time | not caught | caught of those tried, % |
|---|--:|--:|--:|--:|--:|--:|
"""
PACKAGES = ("numpy", "matplotlib", "mkdocs", "pytest", "hypothesis", "coverage")


def main(file):
    results = read_results(Path(file))
    modules = [path.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob("mlbook/**/*.py"))]
    found = {
        module: [results.get(fault.name) for fault in faults(ROOT, module)] for module in modules
    }
    rows = [row(f"`{module}`", outcomes) for module, outcomes in found.items() if outcomes]
    rows.append(row("all", [each for outcomes in found.values() for each in outcomes]))
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    text = HEAD.format(platform.python_version(), packages) + "\n".join(rows) + "\n"
    (ROOT / "tests" / "mutation" / "RESULTS.md").write_text(text, encoding="utf-8")
    survivors = {name for name, result in results.items() if result == "survived"}
    listed = read(ROOT / "tests" / "mutation" / "SURVIVORS.md")
    names = {fault.name for module in modules for fault in faults(ROOT, module)}
    for name in sorted(survivors & names - listed.keys()):
        print("without a reason:", name)
    for name in sorted(listed.keys() - survivors):
        print("caught, and yet listed:", name)


def row(name, outcomes):
    count = Counter(outcomes)
    tried = len(outcomes) - count[None]
    caught = tried - count["survived"]
    numbers = [len(outcomes), tried, caught, count["out of time"], count["survived"]]
    share = f"{100 * caught / tried:.1f}" if tried else "–"
    return "| " + " | ".join([name, *map(str, numbers), share]) + " |"


if __name__ == "__main__":
    main(sys.argv[1])
