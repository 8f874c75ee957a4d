import pytest

from mlbook.publishing.chapters.folds import folds_of
from mlbook.publishing.chapters.reader import parse_chapter

BEGIN = "import a\n\nx = [\n    1,\n]\n"


def folds(*codes):
    page = parse_chapter("\n".join(f"```python\n{code}```\n" for code in codes))
    return list(folds_of(page.blocks).values())


def test_a_beginning_as_in_any_block_above_is_folded():
    assert folds(BEGIN + "p(x)\n", "y = 2\n", BEGIN + "q(x)\n") == [[], [], [(1, 5)]]


@pytest.mark.parametrize(
    "code", ["import a\n\nx = [\n    2,\n]\n", "import a\ny = 1\n", "import b\n\n" + BEGIN]
)
def test_a_beginning_that_is_short_or_differs_is_shown(code):
    assert folds(BEGIN, code) == [[], []]


def test_what_follows_the_line_plot_is_folded():
    assert folds("a = 1\n# plot\nb\nc\nd\ne\n") == [[(3, 6)]]


@pytest.mark.parametrize("code", ["a = 1\n# plot\nb\nc\nd\n", "a = 1\nif a:\n    # plot\n    b\n"])
def test_a_few_lines_and_a_comment_inside_a_statement_are_shown(code):
    assert folds(code) == [[]]


def test_a_repeated_beginning_ends_before_the_plot():
    draw = "# plot\n" + "f()\n" * 4
    assert folds(BEGIN + draw, BEGIN + draw)[1] == [(1, 5), (7, 10)]


def test_code_that_is_no_python_is_shown():
    assert folds("a b\n" * 5, "a b\n" * 5) == [[], []]


def folds_of_exercise(start, answer, wrong):
    check = "assert x\n" * 9
    blocks = {"start ★": start, "check": check, "answer": answer, "wrong": wrong}
    fences = [f'```python title="{title}"\n{code}```\n' for title, code in blocks.items()]
    page = parse_chapter("### 甲 · A {#exercise-a}\n\n" + "\n".join(fences))
    return list(folds_of(page.blocks).values())


END = "\n\ndef f():\n    return x\n\n\nf()\n"


def test_of_a_wrong_program_both_ends_are_folded_that_are_those_of_the_answer():
    *_, wrong = folds_of_exercise("x = 0\n", f"{BEGIN}y = 1\n{END}", f"{BEGIN}y = 2\n{END}")
    assert wrong == [(1, 5), (7, 13)]


def test_start_and_check_of_an_exercise_are_shown_whole():
    start, check, answer, _ = folds_of_exercise(BEGIN, BEGIN + "y = 1\n", BEGIN)
    assert (start, check, answer) == ([], [], [(1, 5)])


def test_a_wrong_program_that_is_the_beginning_of_the_answer_shows_its_last_line():
    *_, wrong = folds_of_exercise("x = 0\n", BEGIN + END, BEGIN)
    assert wrong == [(1, 4)]
