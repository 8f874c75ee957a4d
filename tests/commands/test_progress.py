import io
import math

import pytest

from mlbook.commands import progress
from mlbook.commands.progress import WIPE, Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Closed(io.StringIO):
    def write(self, text):
        raise BrokenPipeError


@pytest.fixture
def clock(monkeypatch):
    """Make time pass by 0.04 seconds whenever somebody looks at the clock."""
    ticks = iter(range(1000))
    monkeypatch.setattr(progress.time, "perf_counter", lambda: next(ticks) * 0.04)


def test_a_terminal_sees_a_bar_ten_times_a_second(clock):
    stream = Terminal()
    told = Progress(8, stream)
    for update in range(1, 9):
        told.updated(update, 0.5)
    bars = stream.getvalue().split(WIPE)
    assert bars[:2] == ["", "[##..................] 1 of 8 updates, 12.5 a second, loss 0.5000"]
    assert 2 < len(bars) < 8


def test_a_file_gets_lines_alone():
    stream = io.StringIO()
    told = Progress(8, stream)
    told.updated(1, 0.5)
    assert stream.getvalue() == ""
    told.evaluated(0, math.nan, [0.25, 0.5])
    told.say("")
    assert stream.getvalue() == (
        "0 of 8 updates: accuracy 0.2500 in training, 0.5000 in the test\n"
    )


def test_the_pace_is_counted_from_the_beginning(monkeypatch):
    times = iter([100.0, 104.0])
    monkeypatch.setattr(progress.time, "perf_counter", lambda: next(times))
    stream = io.StringIO()
    Progress(8, stream).evaluated(2, 0.5, [0.25, 0.5])
    assert stream.getvalue().startswith("2 of 8 updates, 0.5 a second")


def test_a_line_is_seen_at_once(tmp_path):
    with open(tmp_path / "log", "w", encoding="utf-8") as stream:
        Progress(8, stream).say("now\n")
        assert (tmp_path / "log").read_text() == "now\n"


def test_a_line_stays_on_the_terminal_in_the_place_of_the_bar(clock):
    stream = Terminal()
    Progress(8, stream).evaluated(4, 0.5, [0.25, 0.5])
    assert stream.getvalue() == (
        f"{WIPE}4 of 8 updates, 100 a second, loss 0.5000: "
        "accuracy 0.2500 in training, 0.5000 in the test\n"
    )


def test_a_stream_without_a_reader_stops_nothing():
    told = Progress(8, Closed())
    told.evaluated(0, math.nan, [0.25, 0.5])
    told.say("")
