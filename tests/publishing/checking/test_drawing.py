from concurrent.futures import Future

import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking import drawing
from mlbook.publishing.checking.drawing import DrawingError, draw, drawn_blocks
from mlbook.publishing.running.run import Run

PAGE = "```python\ndraw()\n```\n\n![图 · Figure](figures/{name}.svg)\n\n```python\npass\n```\n"


class CountingRunner:
    """Draws the number of blocks that it was given before."""

    def __init__(self, **run):
        self.asked = []
        self.run_of_all = run

    def submit(self, code, path, line):
        self.asked.append((code, path, line))
        future = Future()
        future.set_result(
            Run(**(self.run_of_all or {"figures": (f"<svg>{len(self.asked)}</svg>",)}))
        )
        return future


def chapter(name="a", path="docs/x.md"):
    return parse_chapter(PAGE.format(name=name), path)


def test_a_figure_is_drawn_once_and_kept(tmp_path):
    runner = CountingRunner()
    first = draw([chapter()], tmp_path, tmp_path / "cache", runner)
    again = draw([chapter()], tmp_path, tmp_path / "cache", runner)
    assert first == again == {"a": "<svg>1</svg>"}
    assert runner.asked == [("draw()\n", str(tmp_path / "docs/x.md"), 1)]


def test_every_block_begins_before_the_first_is_waited_for(tmp_path):
    class WaitingRunner(CountingRunner):
        def submit(self, *block):
            self.asked.append(block)
            return self

        def result(self):
            assert len(self.asked) == 2
            return Run(figures=("<svg/>",))

    pages = [chapter(), parse_chapter(PAGE.format(name="b").replace("draw()", "b()"), "docs/y.md")]
    assert len(draw(pages, tmp_path, tmp_path, WaitingRunner())) == 2


def test_only_the_figure_whose_block_changed_is_drawn_again(tmp_path):
    runner = CountingRunner()
    other = parse_chapter(PAGE.format(name="b").replace("draw()", "draw(1)"), "docs/y.md")
    draw([chapter(), other], tmp_path, tmp_path, runner)
    changed = parse_chapter(PAGE.format(name="b").replace("draw()", "draw(2)"), "docs/y.md")
    assert draw([chapter(), changed], tmp_path, tmp_path, runner) == {
        "a": "<svg>1</svg>",
        "b": "<svg>3</svg>",
    }


def test_every_figure_is_drawn_again_when_the_science_changed(tmp_path, monkeypatch):
    package = tmp_path / "mlbook"
    package.mkdir()
    (package / "losses.py").write_text("1")
    monkeypatch.setattr(drawing, "PACKAGE", package)
    runner = CountingRunner()
    draw([chapter()], tmp_path, tmp_path, runner)
    (package / "losses.py").write_text("2")
    draw([chapter()], tmp_path, tmp_path, runner)
    assert len(runner.asked) == 2


def test_a_new_record_redraws_only_figures_drawn_from_records(tmp_path, monkeypatch):
    record = tmp_path / "speed.json"
    monkeypatch.setattr(drawing, "PACKAGE", tmp_path)
    from_record = parse_chapter(PAGE.format(name="b").replace("draw()", "recorded()"), "docs/y.md")
    runner = CountingRunner()
    for number in (1, 2):
        record.write_text(str(number))
        draw([chapter(), from_record], tmp_path, tmp_path / "cache", runner)
    assert [code for code, *_ in runner.asked] == ["draw()\n", "recorded()\n", "recorded()\n"]


def test_the_press_itself_is_not_part_of_the_science(tmp_path, monkeypatch):
    (tmp_path / "publishing").mkdir()
    monkeypatch.setattr(drawing, "PACKAGE", tmp_path)
    before = drawing.digest_of_science()
    (tmp_path / "publishing" / "page.py").write_text("1")
    assert drawing.digest_of_science() == before


def test_a_block_that_does_not_draw_stops_the_build_with_its_line(tmp_path):
    with pytest.raises(DrawingError, match=r"docs/x.md:1: raised what the page does not show"):
        draw([chapter()], tmp_path, tmp_path, CountingRunner(error="ValueError: no"))


def test_two_figures_of_one_name_are_refused():
    with pytest.raises(DrawingError, match=r"docs/y.md:5: the figure a is drawn in docs/x"):
        list(drawn_blocks([chapter(), chapter(path="docs/y.md")]))
