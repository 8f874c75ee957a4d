import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking.verdict import fault, transcript
from mlbook.publishing.running.run import Run

CODE = "\n```python\npass\n```\n"
FIGURE = "![图 · Figure](figures/a.svg)\n"
RAISES = "Traceback (most recent call last):\n    ...\nValueError: lr is -0.5\n"


def text(shown):
    return f"```text\n{shown}```\n"


def judge(page, **run):
    chapter = parse_chapter(page, "docs/x.md")
    return fault(chapter, chapter.blocks[0], Run(**run))


@pytest.mark.parametrize(
    ("page", "run"),
    [
        (CODE, {}),
        (CODE + text("0.5\n"), {"printed": "0.5\n"}),
        (CODE + FIGURE, {"figures": ("<svg/>",)}),
        (CODE + text("1\n") + FIGURE, {"printed": "1\n", "figures": ("<svg/>",)}),
        (CODE + text(RAISES), {"error": "ValueError: lr is -0.5"}),
        (CODE + text("1\n" + RAISES), {"printed": "1\n", "error": "ValueError: lr is -0.5"}),
    ],
)
def test_a_block_that_does_what_the_page_shows_has_no_fault(page, run):
    assert judge(page, **run) is None


@pytest.mark.parametrize(
    ("page", "run", "reason"),
    [
        (CODE, {"printed": "1\n"}, "printed, but no ```text follows:\n1"),
        (CODE + text("1\n"), {}, "the page shows an output, but the block printed nothing"),
        (CODE + text("1\n"), {"printed": "2\n"}, "expected: 1\n     got: 2"),
        (
            CODE + text("1\n"),
            {"printed": "1\n", "error": "E: x", "error_line": 3},
            "raised in line 3 what the page does not show:\nE: x",
        ),
        (CODE, {"error": "E: x"}, "raised what the page does not show:\nE: x"),
        (CODE + text(RAISES), {}, "the page shows an exception, but the block raised none"),
        (
            CODE + text(RAISES),
            {"error": "ValueError: lr is -0.6"},
            "expected: ValueError: lr is -0.5\n     got: ValueError: lr is -0.6",
        ),
        (CODE + text(RAISES), {"error": "TypeError: lr is -0.5"}, "expected: ValueError: lr is"),
        (
            CODE + text(RAISES.replace("    ...\n", "    accuracy = 0.99\n")),
            {"error": "ValueError: lr is -0.5"},
            "expected:     accuracy = 0.99\n     got:     ...",
        ),
        (CODE + FIGURE, {}, "the page shows figures/a.svg, but the block drew 0 figures"),
        (CODE + FIGURE, {"figures": ("", "")}, "but the block drew 2 figures"),
        (CODE, {"figures": ("",)}, "drew 1 figure(s), but no image from figures/ follows"),
        (CODE, {"complaint": "did not end within 1 seconds"}, "did not end within 1 seconds"),
        (
            CODE + text("1\n"),
            {"printed": "0\r1\n"},
            "printed the control character '\\r', which a page cannot show",
        ),
        (
            CODE + text("1\n"),
            {"printed": "\u202e1\n"},
            "printed the control character '\\u202e', which a page cannot show",
        ),
        (
            CODE + text("1e-17\n"),
            {"printed": "1e-17\n"},
            "printed 1e-17, which is nothing but rounding error: print fewer digits",
        ),
    ],
)
def test_a_block_that_does_something_else_is_reported_at_its_line(page, run, reason):
    found = judge(page, **run)
    assert found.startswith("docs/x.md:2: ")
    assert reason in found


def test_a_transcript_shows_output_then_exception():
    run = Run(printed="1\n", error="ValueError: lr is -0.5")
    assert transcript(run) == "1\n" + RAISES


def test_an_exception_is_compared_line_by_line():
    shown = "Traceback (most recent call last):\n    ...\nE: a\nb\n"
    chapter = parse_chapter(f"```python\npass\n```\n\n```text\n{shown}```\n", "x.md")
    assert fault(chapter, chapter.blocks[0], Run(error="E: a\nb")) is None
    assert fault(chapter, chapter.blocks[0], Run(error="E: ab"))
    assert fault(chapter, chapter.blocks[0], Run(error="E: asomethingb"))
