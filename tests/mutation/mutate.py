"""Change one thing in a module of the science, run the tests that reach it, and see one fail.

    python tests/mutation/mutate.py mlbook/activations.py mlbook/losses.py

runs tests/test_activations.py, tests/test_losses.py and tests/properties.

A change that no test notices is a survivor: either a test is missing, or the change makes no
difference that anybody could see. SURVIVORS.md gives the reason for each that is left.

Tests are imported and run once, with a note of the lines that each reaches. Then every mutant gets
a forked process of its own, in which the code of the functions is exchanged and the tests that
reach its line are run until one fails, runs for too long, or none is left.
"""

import ast
import copy
import importlib
import os
import signal
import sys
import types
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

SECONDS = 20  # a mutant that takes longer hangs
TESTS = ["tests/properties"]
SWAPS = [(ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.Is, ast.IsNot)]
SWAPS += [(ast.In, ast.NotIn), (ast.Add, ast.Sub), (ast.Mult, ast.Div), (ast.And, ast.Or)]
OTHER = {a: b for pair in SWAPS for a, b in (pair, pair[::-1])} | {ast.Pow: ast.Mult}


def mutants(tree):
    """Yield (line, what was changed, changed tree) for every change."""
    for place, node in enumerate(ast.walk(tree)):
        for number in range(len(changes(node))):
            changed = copy.deepcopy(tree)
            twin = next(each for at, each in enumerate(ast.walk(changed)) if at == place)
            before = ast.unparse(node)
            changes(twin)[number]()
            yield node.lineno, f"{before}  ->  {ast.unparse(twin)}", changed


def changes(node):
    """Return functions that change `node`, each in one way."""
    if isinstance(node, ast.Compare):
        return [lambda: node.ops.__setitem__(0, OTHER[type(node.ops[0])]())]
    if isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign) and type(node.op) in OTHER:
        return [lambda: setattr(node, "op", OTHER[type(node.op)]())]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        return [lambda: setattr(node, "op", ast.UAdd())] if isinstance(node.op, ast.USub) else []
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        return [lambda: setattr(node, "test", ast.UnaryOp(ast.Not(), node.test))]
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        return [lambda: setattr(node, "value", not node.value)]
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return [lambda: setattr(node, "value", node.value + 1)]
    return []


def exchange(module, tree):
    """Give the functions of `module`, wherever they were imported to, the code of `tree`."""
    fresh = types.ModuleType(module.__name__)
    fresh.__dict__.update(__file__=module.__file__, __package__=module.__package__)
    exec(compile(ast.fix_missing_locations(tree), module.__file__, "exec"), vars(fresh))
    exchange_members(vars(module), vars(fresh), module)


def exchange_members(old, new, module):
    for name, value in list(old.items()):
        value, twin = getattr(value, "fget", value), getattr(new.get(name), "fget", new.get(name))
        if isinstance(value, types.FunctionType) and value.__module__ == module.__name__:
            value.__code__, value.__defaults__ = twin.__code__, twin.__defaults__
            value.__kwdefaults__ = twin.__kwdefaults__
        elif isinstance(value, type) and value.__module__ == module.__name__:
            exchange_members(vars(value), vars(twin), module)
        elif isinstance(value, int | float) and old is vars(module):
            old[name] = twin


class Hunt:
    """A pytest plugin that takes the place of the loop over the tests."""

    def __init__(self, files):
        self.files, self.reached, self.survivors, self.count = files, {}, [], 0

    def pytest_runtestloop(self, session):
        for item in session.items:
            self.run_noting_lines(item)
        for file in self.files:
            name = file.removesuffix(".py").replace("/", ".")
            self.hunt(importlib.import_module(name), session.items)
        return True

    def run_noting_lines(self, item):
        lines, names = set(), {str(Path(file).resolve()) for file in self.files}

        def trace(frame, event, _):
            if frame.f_code.co_filename in names:
                lines.add((frame.f_code.co_filename, frame.f_lineno))
                return trace
            return None

        sys.settrace(trace)
        passed = run(item)
        sys.settrace(None)
        assert passed, f"{item.nodeid} fails without any change"
        self.reached[item] = lines

    def hunt(self, module, items):
        tree = ast.parse(Path(module.__file__).read_text("utf-8"))
        inside = {
            line
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef)
            for line in range(function.body[0].lineno, function.end_lineno + 1)
        }
        for line, what, changed in mutants(tree):
            here = {(module.__file__, line)}
            tests = (
                [i for i in items if here & self.reached[i]]
                if line in inside
                else [
                    i for i in items if any(name == module.__file__ for name, _ in self.reached[i])
                ]
            )
            self.count += 1
            if survives(module, changed, tests):
                self.survivors.append(f"{module.__name__}:{line}  {what}")
                print(f"\n{self.survivors[-1]}  ({len(tests)} tests)", flush=True)


def survives(module, tree, tests):
    """Return whether all `tests` pass in a fork in which `tree` has taken the module's place."""
    if child := os.fork():
        return os.waitpid(child, 0)[1] == 0
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1), os.dup2(quiet, 2)
    signal.alarm(SECONDS)
    try:
        exchange(module, tree)
        os._exit(0 if all(map(run, tests)) else 1)
    except BaseException:
        os._exit(2)


def run(item):
    reports = runtestprotocol(item, log=False, nextitem=None)
    return all(report.passed for report in reports)


if __name__ == "__main__":
    hunt = Hunt(sys.argv[1:])
    tests = [f"tests/test_{Path(file).name}" for file in hunt.files] + TESTS
    pytest.main(["-q", "-s", "-p", "no:cacheprovider", *tests], plugins=[hunt])
    print(f"\n{hunt.count} mutants, {len(hunt.survivors)} survivors")
