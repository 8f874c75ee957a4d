"""Which items may notice a fault, and in which order they are asked.

First the tests that bear the module's name and its docstrings, then all others that reach the
line, one of every file before a second of any; the quickest first, and as many as there is time
for. To leave some out can only let a fault go unnoticed, never make one look caught.
"""

import ast
from collections import defaultdict
from pathlib import Path

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

    def stages(self, fault, seconds):
        """Yield lists of items, each with whether the tests that are collected already will do."""
        items = self.items(fault)
        own = {
            item
            for item in (items if fault.running else self.reach.seconds)
            if is_own(fault.module, item)
        }
        first = self.quickest(own, seconds / 4) or self.quickest(items, seconds / 4)
        if fault.running:
            tests = {item for item in items if not is_page(item)}
            yield self.quickest(tests & own, seconds / 4), True
            yield self.spread(tests - set(first), seconds), True
        yield first, False
        yield self.spread(items - set(first), seconds), False

    def time(self, items):
        return sum(self.reach.seconds.get(item, 1.0) for item in items)

    def items(self, fault):
        module = fault.module
        if fault.running and (found := self.reach.items(module, fault.lines)):
            return found
        tree = self.trees[module]
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

    def spread(self, items, seconds):
        """Return items of many files rather than many of one."""
        by_file = defaultdict(list)
        for item in sorted(items, key=lambda item: (self.reach.seconds.get(item, 1.0), item)):
            by_file[item.partition("::")[0]].append(item)
        files = sorted(by_file, key=lambda file: self.reach.seconds.get(by_file[file][0], 1.0))
        pages = [file for file in files if is_page(file)][: int(seconds * PAGES)]
        tests = [file for file in files if not is_page(file)][: int(seconds * FILES)]
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


def names_bound(statement):
    """Return the names that a statement gives a value or a meaning to."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return [statement.name]
    targets = getattr(statement, "targets", [getattr(statement, "target", None)])
    return [
        node.id for target in targets if target for node in ast.walk(target)
        if isinstance(node, ast.Name)
    ]  # fmt: skip


def is_page(item):
    return item.endswith(".md")


def is_own(module, item):
    """Say whether an item is a docstring of the module or a test that bears its name."""
    file = item.partition("::")[0]
    return file == module or file == own_tests(module)


def own_tests(module):
    path = Path(module)
    if path.name == "__init__.py":
        return "tests/test_book.py"
    return Path("tests", *path.parts[1:-1], f"test_{path.name}").as_posix()
