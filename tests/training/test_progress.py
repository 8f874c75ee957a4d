"""What a search shows of its progress: a bar where a line can be rewritten, elsewhere lines."""

import io
import math
import re
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from mlbook.training import random_search, uniform


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Unread(io.StringIO):
    def write(self, text):
        raise BrokenPipeError


class UnreadTerminal(Terminal, Unread):
    pass


class ClosedTerminal(Terminal):
    """A terminal that is closed once it has shown the bar."""

    def write(self, text):
        if self.tell():
            raise BrokenPipeError
        return super().write(text)


Notebook = type("OutStream", (io.StringIO,), {"__module__": "ipykernel.iostream"})


def search(trials, train=lambda settings, rng: settings["score"], executor=None, progress=True):
    rng = np.random.default_rng(0)
    space = {"score": uniform(0, 1)}
    return random_search(train, space, trials, executor=executor, rng=rng, progress=progress)


def lines(monkeypatch, stream, *arguments):
    monkeypatch.setattr(sys, "stderr", stream)
    search(*arguments)
    return stream.getvalue().splitlines()


@pytest.mark.parametrize("trials", [1, 7, 10, 15, 200])
def test_there_are_ten_lines_at_most_and_the_last_has_the_best_score(trials, monkeypatch):
    shown = lines(monkeypatch, io.StringIO(), trials)
    assert len(shown) == min(trials, 10)
    best = max(trial.score for trial in search(trials, progress=False))
    assert shown[0].startswith(f"{math.ceil(trials / 10)} of {trials} trials, best 0.")
    assert shown[-1] == f"{trials} of {trials} trials, best {best:.4g}"


def fail(settings, rng):
    raise FloatingPointError("training failed")


def test_a_search_whose_trials_all_fail_says_so(monkeypatch):
    assert lines(monkeypatch, io.StringIO(), 2, fail)[0] == "1 of 2 trials, all failed"


@pytest.mark.parametrize("stream", [Terminal, Notebook])
def test_a_terminal_and_a_notebook_see_a_bar_that_stays(stream, monkeypatch):
    monkeypatch.setattr(sys, "stderr", stream())
    search(40)
    bar = r"\r *0%\|.*?\| 0/40 .*\r100%\|.*?\| 40/40 .* trials/s, best 0\.\d+\]\n"
    assert re.fullmatch(bar, sys.stderr.getvalue())


def test_a_terminal_sees_lines_where_tqdm_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    assert len(lines(monkeypatch, Terminal(), 2)) == 2


@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_trials_that_end_on_an_executor_are_counted(stream, monkeypatch):
    with ThreadPoolExecutor(2) as executor:
        assert "20" in lines(monkeypatch, stream(), 20, fail, executor)[-1]


@pytest.mark.parametrize(
    "stream", [io.StringIO, Unread, Terminal, UnreadTerminal, ClosedTerminal, lambda: None]
)
def test_what_is_shown_changes_no_result(stream, monkeypatch):
    monkeypatch.setattr(sys, "stderr", stream())
    assert search(9) == search(9, progress=False)


def test_nothing_is_shown_unless_it_is_wanted(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    search(3, progress=False)
    assert sys.stderr.getvalue() == ""


def test_an_interrupted_bar_is_closed(monkeypatch):
    def interrupted(settings, rng):
        raise KeyboardInterrupt

    assert lines(monkeypatch, Terminal(), 3, interrupted)
    assert sys.stderr.getvalue().endswith("\n")
