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


OUTPUT = "\n```python\npass\n```\n\n" + text("1\n2\n")  # its lines are 7 and 8 of the page


@pytest.mark.parametrize(
    ("page", "run", "reason"),
    [
        (CODE, {"printed": "1\n"}, "2: printed, but no ```text follows:\n1"),
        (CODE + text("1\n"), {}, "2: the page shows an output, but the block printed nothing"),
        (OUTPUT, {"printed": "1\n3\n"}, "8: expected: 2\n     got: 3"),
        (OUTPUT, {"printed": "0\n2\n"}, "7: expected: 1\n     got: 0"),
        (OUTPUT, {"printed": "1\n"}, "8: did not print the page's line: 2"),
        (OUTPUT, {"printed": "1\n2\n3\n"}, "9: printed a line more than the page shows: 3"),
        (
            CODE + text("1\n"),
            {"printed": "1\n", "error": "E: x", "error_line": 3},
            "3: raised what the page does not show: E: x",
        ),
        (CODE, {"error": "E: x"}, "2: raised what the page does not show: E: x"),
        (CODE + text(RAISES), {}, "2: the page shows an exception, but the block raised none"),
        (
            CODE + text(RAISES),
            {"error": "ValueError: lr is -0.6"},
            "8: expected: ValueError: lr is -0.5\n     got: ValueError: lr is -0.6",
        ),
        (CODE + text(RAISES), {"error": "TypeError: lr is -0.5"}, "8: expected: ValueError: lr is"),
        (
            CODE + text(RAISES.replace("    ...\n", "    accuracy = 0.99\n")),
            {"error": "ValueError: lr is -0.5"},
            "7: expected:     accuracy = 0.99\n     got:     ...",
        ),
        (CODE + FIGURE, {}, "2: the page shows figures/a.svg, but plt.show() showed 0 figures"),
        (CODE + FIGURE, {"figures": ("", "")}, "but plt.show() showed 2 figures"),
        (CODE + text(RAISES) + FIGURE, {"error": "ValueError: lr is -0.5"}, "showed 0 figures"),
        (CODE, {"figures": ("",)}, "2: showed 1 figure(s), but no image from figures/ follows"),
        (CODE, {"complaint": "did not end within 1 seconds"}, "2: did not end within 1 seconds"),
        (
            CODE + text("1\n"),
            {"printed": "0\r1\n"},
            "2: printed the control character '\\r', which a page cannot show",
        ),
        (
            CODE + text("1\n"),
            {"printed": "\u202e1\n"},
            "2: printed the control character '\\u202e', which a page cannot show",
        ),
        (
            CODE + text("1e-17\n"),
            {"printed": "1e-17\n"},
            "2: printed 1e-17, which is nothing but rounding error: print fewer digits",
        ),
    ],
)
def test_a_block_that_does_something_else_is_reported_at_the_line_that_is_wrong(page, run, reason):
    found = judge(page, **run)
    assert found.startswith("docs/x.md:")
    assert reason in found


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("import numpy as np\nprint(np.random.rand())", "NumPy's global random state"),
        ("from numpy.random import rand", "NumPy's global random state"),
        ("import random\nprint(random.random())", "Python's global random state"),
        ("from random import shuffle", "Python's global random state"),
        ("rng = np.random.default_rng()", "default_rng() without a seed"),
        ("rng = default_rng(None)", "default_rng() without a seed"),
        ("rng = np.random.default_rng(0)\nrng.random(3)", None),
        ("from numpy.random import default_rng\nrng = default_rng(1)", None),
        ("np.random.seed(0)\nnp.random.rand()", None),
        ("print(1)", None),
    ],
)
def test_a_random_state_without_a_seed_is_named_as_the_cause(code, cause):
    found = judge(f"```python\n{code}\n```\n\n" + text("1\n"), printed="2\n")
    assert (cause or "\n     got: 2") in found
    assert found.count("\n") == 1 + bool(cause)


def test_a_figure_that_is_shown_before_an_exception_is_a_figure():
    run = {"error": "ValueError: lr is -0.5", "figures": ("<svg/>",)}
    assert judge(CODE + text(RAISES) + FIGURE, **run) is None
    assert "showed 1 figure(s)" in judge(CODE + text(RAISES), **run)


def test_a_transcript_shows_output_then_exception():
    run = Run(printed="1\n", error="ValueError: lr is -0.5")
    block = parse_chapter(CODE).blocks[0]
    assert transcript(block, run) == "1\n" + RAISES


def test_an_exception_is_compared_line_by_line():
    shown = "Traceback (most recent call last):\n    ...\nE: a\nb\n"
    chapter = parse_chapter(f"```python\npass\n```\n\n```text\n{shown}```\n", "x.md")
    assert fault(chapter, chapter.blocks[0], Run(error="E: a\nb")) is None
    assert fault(chapter, chapter.blocks[0], Run(error="E: ab"))
    assert fault(chapter, chapter.blocks[0], Run(error="E: asomethingb"))


EXERCISE = """
### 二 · Two {#exercise-two}

```python title="start ★"
x = 0
```

```python title="check"
assert x == 2, "不是二 · Not two"
```

```python title="answer"
x = 2
```

```python title="wrong"
x = 3
```

```text
不是二 · Not two
```
"""
DIAGNOSIS = "AssertionError: 不是二 · Not two"


@pytest.mark.parametrize(
    ("role", "run", "reason"),
    [
        ("start", {"error": DIAGNOSIS}, None),
        ("start", {}, "4: the start of an exercise has to fail its check, but passes the check"),
        ("start", {"error": "NameError: y", "error_line": 5}, "5: the start of an exercise has to"),
        ("start", {"error": "AssertionError: Not two"}, "4: the start of an exercise has to fail"),
        ("start", {"error": DIAGNOSIS, "printed": "0\n"}, "4: printed, but no ```text follows"),
        ("start", {"complaint": "ran out of memory"}, "4: ran out of memory"),
        ("answer", {}, None),
        ("answer", {"error": DIAGNOSIS, "error_line": 14}, "14: raised what the page does not"),
        ("wrong", {"error": DIAGNOSIS}, None),
        ("wrong", {}, "16: the wrong of an exercise has to fail its check, but passes the check"),
        ("wrong", {"error": "AssertionError: 太小 · Too small"}, "21: expected: 不是二 · Not two"),
        ("wrong", {"error": DIAGNOSIS, "printed": "3\n"}, "21: "),
        ("wrong", {"error": "AssertionError: 差 4e-16 · Off by 4e-16"}, "16: printed 4e-16, which"),
    ],
)
def test_a_block_of_an_exercise_does_what_its_title_says(role, run, reason):
    chapter = parse_chapter(EXERCISE, "x.md")
    block = next(each for each in chapter.blocks if each.role == role)
    found = fault(chapter, block, Run(**run))
    assert (found or "").startswith(f"x.md:{reason}" if reason else "")
    assert bool(found) == bool(reason)
