"""Make every small fault in the package, one at a time, and see the tests or pages notice it.

    python tests/mutation/mutate.py                       # all of it: some hours
    python tests/mutation/mutate.py mlbook/losses.py      # one module
    python tests/mutation/mutate.py --sample 40           # a few of all: what CI does

A fault that no test, no page and no docstring notices is a survivor: either a test is missing, or
it makes no difference that anybody could see. SURVIVORS.md gives the reason for each that is known;
any other makes this command fail. With `--results FILE` a long run can be ended and gone on with,
and table.py writes RESULTS.md from that file.

No library does this here: mutmut 3 changes neither constants of modules and classes nor
properties, and asks whatever reaches a function rather than a line; cosmic-ray runs all tests for
every fault, which would take ten days.
"""

import argparse
import hashlib
import json
import sys
import time
from itertools import groupby
from pathlib import Path

import survivors
from choice import Choice
from faults import faults
from reach import keep, kept, measure
from trial import Laboratory

ROOT = Path(__file__).parents[2]
SEED = 20260101


def main(words):
    options = parser().parse_args(words)
    root = options.root.resolve()
    everything = [path.relative_to(root).as_posix() for path in sorted(root.glob("mlbook/**/*.py"))]
    chosen = [fault for module in options.modules or everything for fault in faults(root, module)]
    listed = survivors.read(root / options.survivors)
    if options.sample:
        unknown = [fault for fault in chosen if fault.name not in listed]
        chosen = sample(unknown, options.sample, options.seed)
    part, parts = map(int, options.part.split("/"))
    chosen = chosen[part - 1 :: parts]
    results = read_results(options.results)
    chosen = [
        fault
        for fault in chosen
        if fault.name not in results or (options.again and results[fault.name] == "survived")
    ]
    chosen.sort(key=lambda fault: not fault.running)  # what takes longest comes last
    with Laboratory(root) as laboratory:
        hunt = Hunt(laboratory, reach_of(laboratory, options), options)
        new = []
        for _, of_module in groupby(chosen, key=lambda fault: fault.module):
            new += [fault.name for fault in of_module if not hunt.notices(fault)]
            hunt.check()
    new = [name for name in new if name not in listed]
    print(f"{len(chosen)} faults, {len(new)} of them not noticed and not known to be harmless")
    return 1 if new else 0


def sample(chosen, count, seed):
    """Return so many faults by chance; a change of the sources changes none but its own."""
    drawn = {hashlib.sha256(f"{seed} {fault.name}".encode()).digest(): fault for fault in chosen}
    kept = {drawn[number].name for number in sorted(drawn)[:count]}
    return [fault for fault in chosen if fault.name in kept]


def parser():
    made = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    made.add_argument("modules", nargs="*")
    made.add_argument("--root", type=Path, default=ROOT)
    made.add_argument("--reach", type=Path, help="file to keep in what is reached by what")
    made.add_argument("--measured", type=Path, help="coverage of the tests, run with -p reach")
    made.add_argument("--results", type=Path, help="file to add results to; what it has is done")
    made.add_argument("--again", action="store_true", help="try those again that nobody noticed")
    made.add_argument("--sample", type=int, help="try only so many, none known to be harmless")
    made.add_argument("--part", default="1/1", help="2/3: of three faults try the second")
    made.add_argument("--seed", type=int, default=SEED, help="of the sample")
    made.add_argument("--seconds", type=float, default=16, help="of tests for a fault, at most")
    made.add_argument("--quick", action="store_true", help="leave out what takes long to begin")
    made.add_argument("--survivors", type=Path, default=Path("tests/mutation/SURVIVORS.md"))
    return made


def read_results(file):
    if not file or not file.exists():
        return {}
    lines = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return {line["name"]: line["result"] for line in lines}


def reach_of(laboratory, options):
    """Return what is reached by what: kept from an earlier run, or measured."""
    if options.reach and options.reach.exists():
        return kept(options.reach)
    tree = laboratory.tree
    pages = sorted(page.relative_to(tree).as_posix() for page in tree.glob("docs/**/*.md"))
    tests = ["mlbook"] if options.measured else ["mlbook", "tests"]
    found = measure(tree, laboratory.work, laboratory.environment, tests, pages)
    if options.measured:
        found.add(laboratory.root, options.measured)
    if options.reach:
        keep(found, options.reach)
    return found


class Hunt:
    """Tries faults in a laboratory, each with the items that may notice it."""

    def __init__(self, laboratory, reach, options):
        self.laboratory, self.reach, self.options = laboratory, reach, options
        self.choice = Choice(laboratory.tree, reach)
        self.noticed_by = {True: set(), False: set()}  # whether collected already: items
        self.passing = {True: set(), False: set()}  # those that do pass without a fault
        laboratory.open()

    def notices(self, fault):
        """Say whether any item notices the fault."""
        begin, result = time.perf_counter(), "survived"
        for items, collected in self.choice.stages(fault, self.options):
            if items and (outcome := self.outcome(fault, items, collected)) != "passed":
                result, failed = outcome, self.laboratory.failed
                self.noticed_by[collected].update([failed] if failed else items)
                break
        self.note(fault, result, time.perf_counter() - begin)
        return result != "survived"

    def outcome(self, fault, items, collected):
        known = None if collected else self.reach.seconds
        return self.laboratory.catches(fault, items, known, self.choice.time(items))

    def check(self):
        """Make sure that whatever noticed a fault does not fail without one."""
        for collected, items in self.noticed_by.items():
            new = sorted(items - self.passing[collected])
            for start in range(0, len(new), 100):
                outcome = self.outcome(None, new[start : start + 100], collected)
                assert outcome == "passed", (self.laboratory.failed, self.laboratory.output())
            self.passing[collected].update(new)

    def note(self, fault, result, seconds):
        line = {"name": fault.name, "module": fault.module, "result": result}
        line["seconds"] = round(seconds, 2)
        if self.options.results:
            with self.options.results.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        if result == "survived":
            print(f"{fault.module}:{fault.lines.start}  {fault.name}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
