"""Which items may notice a fault, and in which order they are asked.

First the tests that bear the module's name and its docstrings, then all others that reach the
line, one of every file before a second of any; the quickest first, and as many as there is time
for. To leave some out can only let a fault go unnoticed, never make one look caught.
"""

import ast
from collections import defaultdict
from pathlib import Path

SOURCES = "tests/test_sources.py"
RUNNING = ("execution", "supervision")
PARTS = {  # modules that are tested with what is made of them
    "confinement": RUNNING,
    "script": ("script", "in_page"),
    "starting": RUNNING,
    "worker": RUNNING,
}
FILES, PAGES = 1 / 2, 1 / 8  # a second: to collect them takes longer than what is quick in them


class Choice:
    """Knows what the package's lines are reached by, and where its names are used."""

    def __init__(self, root, reach):
        self.reach = reach
        self.trees = {
            path.relative_to(root).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
            for path in sorted(Path(root, "mlbook").rglob("*.py"))
        }
        self.uses = defaultdict(set)  # name -> modules and lines
        for module, tree in self.trees.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.Name | ast.Attribute):
                    name = node.id if isinstance(node, ast.Name) else node.attr
                    self.uses[name].update((module, line) for line in lines_of(node))

    def stages(self, fault, options):
        """Yield lists of items, each with whether the tests that are collected already will do."""
        items, seconds = self.items(fault), options.seconds
        every = {item for item in self.reach.seconds if is_own(fault.module, item)}
        own = every & items if fault.running else every
        if not own or Path(fault.module).stem in PARTS:
            own = every  # a cache or a fixture may hide what reaches a line
        sources = self.of_sources(fault.module)
        if fault.running:
            tests = {*filter(is_test, items | own)}
            first, rest = self.split(tests, own, seconds, len(tests))
            yield sources + first, True
            yield rest, True
        first, rest = self.split(items, own, seconds, int(seconds * FILES))
        if not (options.quick and fault.running):
            yield sources + first, False
        if not options.quick:
            yield rest, False

    def split(self, items, own, seconds, files):
        """Return the quickest, of the module's own if there are any, and a choice of the others."""
        first = self.quickest(own or items, seconds / 2)
        return first, self.spread(items - set(first), seconds, files)

    def of_sources(self, module):
        """Return the items that reach no line, for they read the module as a text."""
        name = module.removeprefix("mlbook/")
        every = (item for item in self.reach.seconds if item.startswith(SOURCES))
        return [item for item in every if item.endswith(f"[{name}]")]

    def time(self, items):
        return sum(self.reach.seconds.get(item, 1.0) for item in items)

    def items(self, fault):
        module = fault.module
        tree = self.trees[module]
        if any(fault.lines.start in lines_of(function) for function in cached(tree)):
            return self.reach.items_of_module(module)  # not only what has called it first
        if fault.running and (found := self.reach.items(module, fault.lines)):
            return found
        statement = next(
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.stmt) and node.lineno == fault.lines.start
        )
        found = set()
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            found = self.reach.items(module, range(statement.lineno, statement.end_lineno + 1))
        for name in names_bound(statement):
            for user, line in self.uses[name]:
                found |= self.reach.items(user, [line])
        return found or self.reach.items_of_module(module)

    def quickest(self, items, seconds):
        """Return the quickest of the items, as many as there is time for and one at least."""
        chosen = []
        for item in sorted(items, key=lambda item: (self.reach.seconds.get(item, 1.0), item)):
            seconds -= self.reach.seconds.get(item, 1.0)
            if chosen and seconds < 0:
                break
            chosen.append(item)
        return chosen

    def spread(self, items, seconds, most):
        """Return items of many files rather than many of one."""
        by_file = defaultdict(list)
        for item in sorted(items, key=lambda item: (self.reach.seconds.get(item, 1.0), item)):
            by_file[item.partition("::")[0]].append(item)
        files = sorted(by_file, key=lambda file: self.reach.seconds.get(by_file[file][0], 1.0))
        pages = [file for file in files if not is_test(file)][: int(seconds * PAGES)]
        tests = [file for file in files if is_test(file)][:most]
        turns = sorted(
            (turn, self.reach.seconds.get(item, 1.0), item)
            for file in tests + pages
            for turn, item in enumerate(by_file[file])
        )
        chosen = []
        for _, needed, item in turns:
            if needed <= seconds:
                chosen.append(item)
                seconds -= needed
        return chosen


def lines_of(node):
    return range(node.lineno, node.end_lineno + 1)


def cached(tree):
    """Return the functions whose answers are kept."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and any("cache" in ast.unparse(each) for each in node.decorator_list)
    ]


def names_bound(statement):
    """Return the names that a statement gives a value or a meaning to."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return [statement.name]
    targets = getattr(statement, "targets", [getattr(statement, "target", None)])
    return [
        node.id for target in targets if target for node in ast.walk(target)
        if isinstance(node, ast.Name)
    ]  # fmt: skip


def is_test(item):
    return not item.endswith(".md")


def is_own(module, item):
    """Say whether an item is a docstring of the module or a test that bears its name."""
    return item.partition("::")[0] in {module, *own_tests(module)}


def own_tests(module):
    path = Path(module)
    if path.name == "__init__.py":
        return ["tests/test_book.py"]
    folder = Path("tests", *path.parts[1:-1])
    names = PARTS.get(path.stem, [path.stem])
    return [(folder / f"test_{name}.py").as_posix() for name in names]
