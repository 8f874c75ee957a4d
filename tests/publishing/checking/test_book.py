import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking.book import Book

PAGE = "```python\ndraw()\n```\n\n![图 · Figure](figures/loss.svg)\n\n"


@pytest.mark.parametrize(
    ("first", "second", "place"), [(PAGE, PAGE, "x.md:5"), ("甲 · A\n", PAGE + PAGE, "y.md:5")]
)
def test_a_figure_whose_name_is_taken_is_refused_at_its_line(first, second, place):
    one, other = parse_chapter(first, "x.md"), parse_chapter(second, "y.md")
    book = Book([one, other])
    assert not book.problems_of(one)
    (problem,) = book.problems_of(other)
    assert problem.message == f"the figure loss is drawn in {place} too: give it another name"
    assert problem.line == (5 if first == PAGE else 11)


def test_the_problems_of_a_source_are_told_in_the_order_of_its_lines():
    page = parse_chapter(PAGE + "0.1234\n\nwords\n\n" + PAGE, "x.md")
    lines = [problem.line for problem in Book([page]).problems_of(page)]
    assert lines == [7, 9, 15]


def test_a_picture_that_is_no_figure_is_one_problem():
    page = parse_chapter(PAGE + "![图 · Figure](loss.png)\n", "x.md")
    (problem,) = Book([page]).problems_of(page)
    assert problem.message.startswith("a figure is named figures/lower-case-words.svg")


def test_the_numbers_of_a_lab_are_checked_after_it_has_run():
    lab = parse_chapter("0.1234\n", "x.py")
    for lab.unrun, count in ((True, 0), (False, 1)):
        assert len(Book([lab]).problems_of(lab)) == count
