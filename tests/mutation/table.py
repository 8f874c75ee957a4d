"""Write RESULTS.md: how many faults were made in every module, and how many were caught.

    python tests/mutation/table.py results.jsonl

A fault that has no result counts as not tried; of several results, the last one counts.
"""

import platform
import sys
from collections import Counter
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

from faults import faults
from mutate import ROOT, read_results
from survivors import read

HEAD = """\
# Faults made, and faults caught

Written by `python tests/mutation/table.py` after `python tests/mutation/mutate.py`, with \
Python {}, {}.

A fault is caught when a test, a page or a docstring fails (or runs out of time) with it and \
passes without it. Those not caught are in [SURVIVORS.md](SURVIVORS.md), each with the reason why \
nobody can notice it; the last column counts those that still lack a test or a reason.

| module | faults | tried | caught | caught, % | of these, out of time | not caught | no reason |
|---|--:|--:|--:|--:|--:|--:|--:|
"""
FOLDER = ROOT / "tests" / "mutation"
PACKAGES = ("numpy", "matplotlib", "mkdocs", "pytest", "hypothesis", "coverage")


def main(file):
    results = read_results(Path(file))
    listed = read(FOLDER / "SURVIVORS.md")
    modules = [path.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob("mlbook/**/*.py"))]
    made = [fault for module in modules for fault in faults(ROOT, module)]
    outcomes = {
        fault.name: "unexplained"
        if results.get(fault.name) == "survived" and fault.name not in listed
        else results.get(fault.name)
        for fault in made
    }
    rows = [
        row(f"`{module}`", [outcomes[fault.name] for fault in of_module])
        for module, of_module in groupby(made, key=lambda fault: fault.module)
    ]
    rows.append(row("all", outcomes.values()))
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    text = HEAD.format(platform.python_version(), packages) + "\n".join(rows) + "\n"
    (FOLDER / "RESULTS.md").write_text(text, encoding="utf-8")
    for name, outcome in outcomes.items():
        if outcome == "unexplained":
            print("without a reason:", name)
        elif name in listed and outcome != "survived":
            print("listed, and yet", outcome, name)


def row(name, outcomes):
    count = Counter(outcomes)
    tried = count.total() - count[None]
    missed = count["survived"] + count["unexplained"]
    share = f"{100 * (tried - missed) / tried:.1f}" if tried else "–"
    numbers = [count.total(), tried, tried - missed, share]
    numbers += [count["out of time"], missed, count["unexplained"]]
    return "| " + " | ".join([name, *map(str, numbers)]) + " |"


if __name__ == "__main__":
    main(sys.argv[1])
