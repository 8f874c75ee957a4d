import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.mathematics import (
    FormulaError,
    faults_of_formulas,
    put_mathml,
    to_mathml,
)

FORMULA = '<span class="arithmatex">\\(x\\)</span>'


def with_mathml(html):
    page = Page(html)
    put_mathml(page)
    return str(page)


def test_every_marked_formula_becomes_mathml():
    html = (
        '<p><span class="arithmatex">\\(a &lt; b\\)</span> and</p>'
        '<div class="arithmatex">\\[\nx^2\n\\]</div>'
    )
    inline = "<math><mi>a</mi><mo>&lt;</mo><mi>b</mi></math>"
    shown = '<math display="block"><msup><mi>x</mi><mn>2</mn></msup></math>'
    assert with_mathml(html) == f'<p>{inline} and</p><div class="formula">{shown}</div>'


def test_punctuation_stays_on_the_line_of_its_formula():
    mathml = to_mathml("x", displayed=False)
    shown = with_mathml(f"设（{FORMULA}），即 {FORMULA} 大。")
    assert shown == f'设<span class="kept">（{mathml}），</span>即 {mathml} 大。'


def test_a_displayed_formula_takes_no_punctuation_with_it():
    displayed = '（<div class="arithmatex">\\[x\\]</div>。'
    mathml = to_mathml("x", displayed=True)
    assert with_mathml(displayed) == f'（<div class="formula">{mathml}</div>。'


@pytest.mark.parametrize("text", ["设（{}大", "设 {}，大", "{}，"])
def test_one_mark_beside_a_formula_is_enough_to_keep_them_together(text):
    assert with_mathml(text.format(FORMULA)).count('class="kept"') == 1


def test_what_is_no_formula_stays():
    html = '<p>$5 and <code>$x$</code><span class="arithmatex">12.5</span></p>'
    assert with_mathml(html) == html


def test_a_formula_that_cannot_be_read_is_told_with_its_line():
    chapter = parse_chapter("甲 · A\n\n$$\n\\frac{1\n$$\n", "docs/x.md")
    html = f'{FORMULA}<div class="arithmatex">\\[\n\\frac{{1\n\\]</div>'
    (fault,) = faults_of_formulas(chapter, Page(html))
    assert fault.startswith(r"docs/x.md:4: the formula $\frac{1$ cannot be read: ")


@pytest.mark.parametrize(
    "latex", [r"\undefined{x}", r"\frac{1", r"\begin{aligned}", r"a \\[1ex] b"]
)
def test_bad_latex_is_refused_with_its_text(latex):
    with pytest.raises(FormulaError, match=r"the formula .* cannot be read: "):
        to_mathml(latex, displayed=True)


@pytest.mark.parametrize(
    "latex",
    [
        r"\begin{aligned} x_0 &= x_0 - \eta\frac{\partial f}{\partial x_0} \\ a &= b \end{aligned}",
        r"W = \begin{pmatrix} w_{11} & w_{12} \\ w_{21} & w_{22} \end{pmatrix}",
        r"y = \begin{cases} 1 & (x > 0) \\ 0 & (x \le 0) \end{cases}",
        r"E = -\frac{1}{N} \sum_n \sum_k t_{nk} \ln y_{nk}",
        r"\hat{y} = \sqrt{\lvert x \rvert} \cdot \nabla f, \quad \text{文字}",
    ],
)
def test_the_formulas_of_the_book_are_read(latex):
    assert to_mathml(latex, displayed=True).startswith('<math display="block">')


def test_a_formula_that_cannot_be_read_is_told_once_in_plain_words():
    page = parse_chapter("$x^2^3$\n\n$x^2^3$\n", "docs/x.md")
    shown = Page('<span class="arithmatex">\\(x^2^3\\)</span>' * 2)
    sentence = "the formula $x^2^3$ cannot be read: Duplicate subscript or superscript."
    assert list(faults_of_formulas(page, shown)) == [f"docs/x.md:1: {sentence}"]


def test_a_displayed_formula_has_its_number_and_its_id_and_no_other_commands_of_latex():
    html = '<div class="arithmatex" id="equation-a">\\[x\\label{a} \\tag{7.3}\\]</div>'
    shown = f'{to_mathml("x", displayed=True)}<span class="number">(7.3)</span>'
    assert with_mathml(html) == f'<div class="formula" id="equation-a">{shown}</div>'
