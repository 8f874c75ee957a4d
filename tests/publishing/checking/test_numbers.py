import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking.numbers import evidence_of, orphans

EVIDENCE = """\
```python
x, y = 60_000, -0.125  # 1,797
print(x / 63376, y)
```

```text
0.94673062 and 1,797, -3.75e-07, 12.50 %, 47.6 million
```

"""


def lines_with_orphans(prose):
    page = parse_chapter(EVIDENCE + prose)
    return [problem.line - EVIDENCE.count("\n") for problem in orphans(page)]


@pytest.mark.parametrize(
    "prose",
    [
        "94.7 %", "94.67 %", "94.7％", "0.947", "0.9467", "$0.947$", "$94.7\\%$", "`0.947`",
        "946.7 ‰", "94.7 percent", "94.7 per cent", "百分之九十四点七", "百分之 94.7", "0.125",
        "ninety-four point seven per cent", "zero point nine four seven", "零点九四七",
        "1797", "1,797", "`1_797`", "1\u202f797", "1.797 千", "1.797k", "1.797 thousand",
        "$1{,}797$", "一千七百九十七", "One thousand seven hundred and ninety-seven",
        "63,376", "63,400", "6.34 万", "6.338 万", "63.4K", "60,000", "6 万",
        "0.000634 亿", "0.0634 million", "0.0000634 billion", "4760 万", "四千七百六十万",
        "47.6 million", "47.6M", "4.76e7", "4.76 × 10⁷", "$4.76 \\times 10^{7}$",
        "-0.125", "−0.125", "minus 0.125", "负 0.125", "负零点一二五", "九成五",
        "$-0.125$", "$-\\,0.125$", "-3.75e-07", "−3.75 × 10⁻⁷",
        "$x = 0.947$", "$$\nx = 0.947\n$$", "$w_{0.947}$", "x:0.947", "x/0.947", "x-0.947",
    ],
)  # fmt: skip
def test_a_number_with_evidence_passes(prose):
    assert lines_with_orphans(prose) == []


@pytest.mark.parametrize(
    "prose",
    [
        "0.948", "0.94674", "94.8 %", "9.47 %", "0.947 %", "94.7", "947", "94.7 ‰", "97 %", "97％",
        "95.0 percent", "97 per cent", "$97\\,\\%$", "百分之九十七", "ninety-seven per cent",
        "百分之九十四点八", "ninety-four point eight per cent", "九百四十八", "零点九四八",
        "nine hundred and forty-eight", "a hundred and three", "1798", "1,798", "1_798",
        "1\u202f798", "1.798 千", "1.798k", "1.798 thousand", "6.35 万", "6.35K", "0.0635 million",
        "4.77 × 10⁷", "4.76 × 10⁸", "$4.76 \\times 10^{-7}$", "47.6 billion", "4.76 百万", "1.2",
        "-0.947", "−1797", "minus 0.947", "约-0.947", "负 0.947", "负零点九四七", "九成七",
        "$-0.947$", "$x = -0.947$", "0.000000375", "3.75e-07", "250",
        "1.23e-5", "1.23e99999999999999999999", "0.14", "0.0120", "2,000,000", "1000", "1024",
        "$0.948$", "$94.8\\%$", "$\\mathbf{0.948}$", "$0.9{}48$", "$9 4 8$", "$9\\mathrm{4}8$",
        "$\\text{948}$", "$x_1 948$", "$$\n\\frac{948}{2}\n$$", "$948k$", "`948`", "``1 ` 948``",
        "甲 987 · A", "## 甲987 · A", "| 987 |", "- 987", "x-987", "7:987", "1/987", "12-987-5",
        "![甲 987 · A](figures/a.svg)", '!!! note "甲 987 · A"', "[987](x.md)", "987 `x`",
        "[^1]: 987 甲", '[甲]: https://x.org "987"', "98．7", "12 and 987", "２３．５",
        "1950", "in 1950", "1950 images", "一九五〇", "2016 万", "2500 年", "3, 1950, 5",
    ],
)  # fmt: skip
def test_a_number_that_nothing_shows_is_refused(prose):
    assert lines_with_orphans(prose) == [1]


@pytest.mark.parametrize(
    "prose",
    [
        "12", "0.1", "0.002", "12 × 10⁹", "3 万", "一千", "三十五万", "a thousand", "one in ten",
        "两位 12 · two 0.02", "half a million", "$\\frac56$", "$w_{11}$", "$10^{-12}$", "5 %",
        "1998 年", "(LeCun et al., 1998)", "(2016)", "Hinton, 1986, and", "（1986）",
        "Python 3.11", "Python 3.9 (1998)", "NumPy 2.0", "the 1980s",
        "version 1.2.345", "`127.0.0.1:8000`", "S4.017",
        "SHA-256", "float6432", "[甲](x.md#987)", "<https://x.org/987>", "[987]: https://x.org/987",
        "甲[^987] · A", "<!-- 987\n-->", '<a title="987">甲</a>', "## 甲 · A {#a-987}",
    ],
)  # fmt: skip
def test_a_number_that_is_not_exact_needs_no_evidence(prose):
    assert lines_with_orphans(prose) == []


@pytest.mark.parametrize(
    ("prose", "lines"),
    [
        ('<span class="quoted" title="LeCun, 1998">99.05 %</span>', []),
        ('<span class="quoted" title="LeCun, 1998">**99.05 %**, $98.1$</span> and 987', [1]),
        ("[Rosenblatt, 1958](../bibliography.md#rosenblatt-1958) and 1958", [1]),
        ('<span class="quoted">987</span>', [1]),
        ('<span class="quoted" title="">987</span>', [1]),
        ('<span class="quoted" title="x">987', [1]),
        ('<span class="quoted" title="x">甲\n987</span>', [2]),
        ('<span class="quoted" title="x">987 <span class="quoted" title="x">甲</span>', [1]),
    ],
)
def test_a_quotation_has_a_source_and_ends_in_its_line(prose, lines):
    assert lines_with_orphans(prose) == lines


@pytest.mark.parametrize(
    ("citation", "is_wrong"),
    [
        ("LeCun et al., 1998](b/bibliography.md#lecun-1998)", False),
        ("Ba，2016](../bibliography.md#ba-2016)", False),
        ("LeCun et al., 1998](bibliography.md#lecun-1998-efficient)", False),
        ("Montúfar 等，2014](bibliography.md#montufar-2014)", False),
        ("甘利，1967](bibliography.md#amari-1967)", False),
        ("The paper of 1998](bibliography.md#lecun-1998)", False),
        ("their paper](bibliography.md#lecun-1998)", False),
        ("LeCun et al., 1989](bibliography.md#lecun-1998)", True),
        ("Hinton，1998](bibliography.md#lecun-1998)", True),
        ("1989](bibliography.md#lecun-1998)", True),
        ("Ba，2016](bibliography.md#ba-2016)；[He 等，2015](bibliography.md#he-2015)", False),
        ("Ba，2016](bibliography.md#ba-2016)；[He 等，2015](bibliography.md#ba-2015)", True),
    ],
)  # fmt: skip
def test_a_citation_names_the_source_that_it_leads_to(citation, is_wrong):
    found = [problem.message for problem in orphans(parse_chapter(f"([{citation})\n"))]
    assert any(each.endswith("not those of the address, author-year") for each in found) == is_wrong


@pytest.mark.parametrize(
    ("code", "output", "evidence"),
    [
        ("x = [987, -6.54, 3e-4]", "", {"987", "-6.54", "0.0003"}),
        ("# 987\nprint(x)", "", set()),
        ('"""987"""\nx = True', "", set()),
        ('print("987", f"{y} %, 65.4 %")', "987 3.21 %, 65.4 %", {"0.0321"}),
        ("print(987, 987)", "987", {"987"}),
        ("# 98.7 %\nprint(f'{x:12.1%}')", "12.1 % 98.7 %", {"0.121", "0.987"}),
        ("print(x, 654", "987", {"987", "654"}),
        ("x = 3 - 987", "", {"3", "987"}),
    ],
)
def test_evidence_is_computed_or_a_number_of_the_code(code, output, evidence):
    assert {format(each.normalize(), "f") for each in evidence_of([(code, output)])} == evidence


@pytest.mark.parametrize("language", ["json", "sh", "markdown", "toml"])
def test_a_block_that_is_only_shown_is_no_evidence(language):
    assert list(orphans(parse_chapter(f"```{language}\n987\n```\n\n987\n")))


@pytest.mark.parametrize(
    "code",
    ["x = 1  # 987", '"""987"""', "print('987 images')", 'print(f"{x:10.2f} of 65.4 %")'],
)
def test_what_is_typed_in_a_block_needs_evidence_too(code):
    page = f"```python\ny = 2\n{code}\n```\n\n```text\n987 images 1.00 of 65.4 %\n```\n"
    typed = [] if code.startswith("x") else [3]
    assert [problem.line for problem in orphans(parse_chapter(page))] == typed
    assert [problem.line for problem in orphans(parse_chapter(page.split("\n\n")[0]))] == [3]


def test_a_number_in_a_message_of_a_check_does_not_prove_itself():
    check = '```python title="check"\nassert x == 2, "987 甲 · 987 A"\n```\n'
    wrong = '```python title="wrong"\nx = 3\n```\n\n```text\n987 甲 · 987 A\n```\n'
    start = '### 甲 · A {#exercise-a}\n\n```python title="start ★"\nx = 1\n```\n'
    chapter = parse_chapter(f"## 练习 · Exercises {{#exercises}}\n\n{start}\n{check}\n{wrong}")
    assert [(each.line, "987" in each.message) for each in orphans(chapter)] == [(10, True)] * 2
    computed = parse_chapter("\n".join(chapter.lines).replace("x = 1\n", "x = 987\n"))
    assert not [*orphans(computed)]


@pytest.mark.parametrize(
    "code",
    ["x = 987 % 10", 'f"{x:>12.13f}{y:12.5%}"', '"%5.2f" % x, format(x, "12.6e")', "x[-987:]"],
)
def test_code_is_not_said(code):
    assert not list(orphans(parse_chapter(f"```python\n{code}\n```\n")))


def test_each_orphan_is_named_with_its_line_and_its_words():
    first, second = orphans(parse_chapter("$$\nx\n$$\n\n98.7 % and 0.5\n\n六十五点四\n"))
    assert (first.line, second.line) == (5, 7)
    assert first.message == (
        "no block of this page prints 98.7 % as its result, or holds it in its code: print it, "
        'round it, or mark it as <span class="quoted" title="its source">'
    )


@pytest.mark.parametrize(
    ("prose", "result"),
    [
        ("$2 \\times 3 = 7$, $x = 2 - 3 = -1$", "7"),
        ("$2 + 2 = 4, 3 + 4 = 8$", "8"),
        ("$$\nx = 1 + 1 = 3, y = 2\n$$", "3"),
    ],
)
def test_a_calculation_with_another_result_is_refused(prose, result):
    message = f"the calculation beside {result} has another result"
    assert message in [each.message for each in orphans(parse_chapter(f"甲\n\n{prose}\n"))]


def test_a_percentage_is_proved_by_the_calculation_beside_it():
    assert not [*orphans(parse_chapter("$9 / 20 = 45\\%$"))]


def test_half_a_unit_is_near_enough():
    block = "```python\nprint(0.12345)\n```\n\n```text\n0.12345\n```\n"
    page = f"{block}\n12.34 %, 12.35 %, 0.1234, 0.1235\n"
    assert not list(orphans(parse_chapter(page)))


def test_what_search_engines_are_told_is_read():
    page = '---\ndescription: "甲 987 · A 987"\ncovers: [S9.871]\n---\n'
    assert [problem.line for problem in orphans(parse_chapter(page))] == [2, 2]


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("sh", "pytest  # 512 passed"), ("yaml", "accuracy: 0.9871"), ("json", '{"loss": 0.125}'),
        ("markdown", "99.1 per cent"), ("toml", "a = 1\nb = 1797"),
    ],
)  # fmt: skip
def test_a_number_in_a_block_that_is_only_shown_needs_evidence_too(language, code):
    chapter = parse_chapter(f"```{language}\n{code}\n```\n")
    (orphan,) = orphans(chapter)
    assert orphan.line == 1 + len(code.splitlines())
