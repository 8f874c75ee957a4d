"""A session of pytest in which all tests are collected, and forked for every trial.

To import the package and its tests takes a hundred times as long as to run one of them. So most
faults are tried here first: the code of the functions in the changed module is exchanged, wherever
they were imported to, and the processes that a test starts find the change on disk. What this
leaves as it was, such as the answers that a cache has already given, can only hide a fault. What
no test here notices is tried again by a new session.
"""

import gc
import json
import os
import sys
import types
from collections import Counter

from _pytest.runner import runtestprotocol


class Collected:
    """A plugin of pytest that takes the place of the loop over the items."""

    def __init__(self, laboratory, questions, answers):
        self.laboratory, self.questions, self.answers = laboratory, questions, answers

    def pytest_runtestloop(self, session):
        self.items = {item.nodeid: item for item in session.items}
        gc.collect()
        self.functions = [each for each in gc.get_objects() if isinstance(each, types.FunctionType)]
        gc.freeze()
        sys.dont_write_bytecode = True
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        self.answer("ready")
        for line in self.questions:
            question = json.loads(line)
            trial = self.laboratory.fork(lambda question=question: self.run(**question))
            self.answer(self.laboratory.wait_for(trial, question["seconds"]))
        return True

    def answer(self, text):
        print(json.dumps(text), file=self.answers, flush=True)

    def run(self, file, text, items, seconds):
        if file and not self.exchange(file, text):
            return  # nothing that is called has changed: not to be noticed here
        for name in items:
            if item := self.items.get(name):
                for report in runtestprotocol(item, log=False, nextitem=None):
                    self.laboratory.end_if_failed(report)

    def exchange(self, file, text):
        """Give the functions of a file the code of its changed text; say if any has changed."""
        found = list(codes(compile(text, file, "exec", dont_inherit=True)))
        count = Counter(name for name, _ in found)  # two lambdas in one line cannot be told apart
        fresh = {name: code for name, code in found if count[name] == 1}
        changed = False
        for function in self.functions:
            old = function.__code__
            new = fresh.get(key(old)) if old.co_filename == file else None
            if new and new != old and new.co_freevars == old.co_freevars:
                function.__code__, changed = new, True
        return changed


def codes(code):
    """Yield every code object within `code`, under what tells it from the others."""
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield key(constant), constant
            yield from codes(constant)


def key(code):
    return code.co_qualname, code.co_firstlineno
