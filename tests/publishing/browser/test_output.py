import json

import pytest

from mlbook.publishing.browser import output
from mlbook.publishing.browser.output import Output
from mlbook.publishing.running.figures import svg_of


@pytest.fixture
def sent(monkeypatch):
    """The messages of an output; time stands still between them."""
    monkeypatch.setattr(output.time, "monotonic", lambda: 1000.0)
    return []


@pytest.fixture
def said(sent):
    return Output(lambda message: sent.append(json.loads(message)))


def text(words):
    return {"kind": "text", "text": words}


def test_text_is_sent_while_a_block_runs(sent, said, monkeypatch):
    monkeypatch.setattr(output, "PAUSE", -1)
    print("first", file=said.printed)
    assert sent == [text("first"), text("\n")]


def test_quick_prints_are_sent_together(sent, said):
    for i in range(100):
        print(i, file=said.printed)
    said.flush()
    assert sent == [text("0"), text("".join(f"\n{i}" for i in range(1, 100)) + "\n")]


def test_endless_output_is_cut(sent, said):
    print("x" * 200_000, file=said.printed)
    print(1, file=said.printed)
    assert sent == [text("x" * output.LIMIT + "\n…")]


def test_output_that_goes_on_at_exactly_the_limit_is_cut(sent, said, monkeypatch):
    monkeypatch.setattr(output, "PAUSE", -1)
    said.printed.write("x" * output.LIMIT)
    assert sent[-1] == text("x" * output.LIMIT)
    said.printed.write("y")
    assert sent[-1] == text("\n…")


def test_write_returns_the_number_of_characters(said):
    assert said.printed.write("四个字\n") == 4


@pytest.fixture
def svg():
    pyplot = pytest.importorskip("matplotlib.pyplot")
    figure, axes = pyplot.subplots(figsize=(1, 2))
    axes.plot([1, 2], color="#06478f")
    yield svg_of(figure)
    pyplot.close(figure)


def test_a_figure_is_sent_after_the_text_before_it_for_light_and_dark_pages(sent, said, svg):
    said.printed.write("a")
    said.printed.write("b")
    said.draw(svg)
    assert sent[:2] == [text("a"), text("b")]
    assert sent[2]["kind"] == "figure"
    assert "#06478f" in sent[2]["light"]
    assert "#4a90e2" in sent[2]["dark"]
    assert (sent[2]["width"], sent[2]["height"]) == (96, 192)
    assert said.figures == [svg]


def test_clearing_forgets_what_was_printed_and_drawn(sent, said, svg):
    said.printed.write("a")
    said.complained.write("b")
    said.draw(svg)
    said.clear()
    assert sent[-1] == {"kind": "clear"}
    assert (said.printed.getvalue(), said.complained.getvalue(), said.figures) == ("", "", [])


def test_clearing_waits_for_what_comes_next(sent, said, svg):
    said.clear(wait=True)
    assert sent == []
    said.draw(svg)
    assert [each["kind"] for each in sent] == ["clear", "figure"]


def test_what_is_cleared_before_it_was_sent_is_never_sent(sent, said):
    said.printed.write("a")
    said.printed.write("b")
    said.clear()
    said.flush()
    assert sent == [text("a"), {"kind": "clear"}]
