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
