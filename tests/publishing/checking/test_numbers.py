import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking.numbers import orphans

EVIDENCE = "```python\nx = 60_000\nprint(x / 63376)\n```\n\n```text\n0.94673062 and 1,797\n```\n\n"


def lines_with_orphans(prose):
    return [problem.line - 9 for problem in orphans(parse_chapter(EVIDENCE + prose))]


@pytest.mark.parametrize(
    "prose",
    [
        "94.7 %", "94.67 %", "94.7％", "0.947", "0.9467", "$0.947$", "$94.7\\%$", "-0.947",
        "1797", "1,797", "63,376", "63,400", "6.34 万", "6.338 万", "60,000", "6 万",
        "1.23e10 `x`"[10:], "0.000634 亿", "0.0634 million", "0.0000634 billion",
        "12", "0.12", "100", "2,000,000", "两位 12 · two 0.012",
        "2016", "in 1847", "*Nature* 7:13276", "Python 3.11", "version 1.2.345", "S4.017",
        "ISO-9001",
        "`12345`", "``1 ` 12345``", "$x = 0.123$", "$$\n0.123\n$$", "[甲](x.md#987)",
        "<https://x.org/987>", "[987]: https://x.org/987", "甲[^987] · A",
        "<!-- 987\n-->", '<a title="987">甲</a>', "## 甲 · A {#a-987}",
        '<span class="quoted" title="LeCun, 1998">99.05 %</span>',
    ],
)  # fmt: skip
def test_a_number_with_evidence_or_without_need_of_it_passes(prose):
    assert lines_with_orphans(prose) == []


@pytest.mark.parametrize(
    "prose",
    [
        "0.948", "0.94674", "94.8 %", "9.47 %", "947", "1798", "1,798", "6.35 万", "1.23 million",
        "0.120", "$0.948$", "$94.8\\%$", "甲 987 · A", "## 甲987 · A", "| 987 |", "- 987",
        "1.23e-5", "1.23e99999999999999999999",
        "![甲 987 · A](figures/a.svg)", '!!! note "甲 987 · A"', "[987](x.md)", "987 `x`",
        "[^1]: 987 甲",
        '[甲]: https://x.org "987"', "987%",
        "12 and 987", "2016 万",
        '<span class="quoted">987</span>', '<span class="quoted" title="">987</span>',
    ],
)  # fmt: skip
def test_a_number_that_nothing_shows_is_refused(prose):
    assert lines_with_orphans(prose) == [1]


def test_each_orphan_is_named_with_its_line_and_its_words():
    first, second = orphans(parse_chapter("$$\nx\n$$\n\n98.7 % and 0.5\n\n65.4 万\n"))
    assert (first.line, second.line) == (5, 7)
    assert first.message == (
        "no block of this page prints 98.7 % or holds it: print it, or mark it as "
        '<span class="quoted" title="its source">'
    )


def test_half_a_unit_is_near_enough():
    block = "```python\nprint(0.12345)\n```\n\n```text\n0.12345\n```\n"
    page = f"{block}\n12.34 %, 12.35 %, 0.1234, 0.1235\n"
    assert not list(orphans(parse_chapter(page)))


def test_what_a_block_prints_is_no_prose():
    page = '~~~python\nprint("12.34 万")\n~~~\n\n~~~text\n12.34 万\n~~~\n'
    assert not list(orphans(parse_chapter(page)))


def test_the_front_matter_is_not_read():
    assert not list(orphans(parse_chapter("---\ncovers: [987]\n---\n")))
