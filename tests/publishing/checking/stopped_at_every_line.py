"""Blesses the page at a path again and again, stopped one line of the writing later each time.

After each stop it says what the page is, what stands beside it, and whether it can be blessed.
"""

import itertools
import os
import signal
import sys
from pathlib import Path

import mlbook._files
from mlbook.publishing.checking import bless

WATCHED = {bless.__file__, mlbook._files.__file__}
OLD, NEW = "1\n2\n", "one\n2\nthree\n"
CORRECTIONS = [bless.Correction(1, 1, ("one",)), bless.Correction(3, 2, ("three",))]


def stopper(number, at):
    """Return a trace function that sends the signal before line `at` of the writing."""
    lines = itertools.count(1)

    def trace(frame, event, argument):
        if frame.f_code.co_filename not in WATCHED:
            return None
        if event == "line" and next(lines) == at:
            os.kill(os.getpid(), number)
        return trace

    return trace


def stopped(page, number, at):
    """Bless the page in a process of its own; say whether a signal ended it."""
    child = os.fork()
    if child == 0:
        sys.settrace(stopper(number, at))
        try:
            bless.correct(page, CORRECTIONS, OLD.splitlines())
        except KeyboardInterrupt:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] != 0


def main(page, number):
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for at in itertools.count(1):
        page.write_text(OLD)
        if not stopped(page, number, at):
            break
        after, beside = page.read_text(), len(list(page.parent.iterdir())) - 1
        if after == OLD:
            bless.correct(page, CORRECTIONS, OLD.splitlines())
        done = page.read_text() == NEW and list(page.parent.iterdir()) == [page]
        print({OLD: "old", NEW: "new"}.get(after, "torn"), beside, "done" if done else "stuck")


if __name__ == "__main__":
    main(Path(sys.argv[1]), signal.Signals[sys.argv[2]])
