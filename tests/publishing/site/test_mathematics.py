import pytest

from mlbook.publishing.site.mathematics import FormulaError, to_mathml, with_mathml


def test_every_marked_formula_becomes_mathml():
    html = (
        '<p><span class="arithmatex">\\(a &lt; b\\)</span> and</p>'
        '<div class="arithmatex">\\[\nx^2\n\\]</div>'
    )
    inline = "<math data-search-exclude><mi>a</mi><mo>&lt;</mo><mi>b</mi></math>"
    shown = '<math data-search-exclude display="block"><msup><mi>x</mi><mn>2</mn></msup></math>'
    assert with_mathml(html) == f'<p>{inline} and</p><div class="formula">{shown}</div>'


def test_punctuation_stays_on_the_line_of_its_formula():
    formula = '<span class="arithmatex">\\(x\\)</span>'
    shown = with_mathml(f"设（{formula}），即 {formula} 大。")
    mathml = to_mathml("x", displayed=False)
    assert shown == f'设<span class="kept">（{mathml}），</span>即 {mathml} 大。'
    displayed = '（<div class="formula"><math data-search-exclude display="block"></math></div>。'
    assert with_mathml(displayed) == displayed


@pytest.mark.parametrize("text", ["设（{}大", "设 {}，大"])
def test_one_mark_beside_a_formula_is_enough_to_keep_them_together(text):
    shown = with_mathml(text.format('<span class="arithmatex">\\(x\\)</span>'))
    assert shown.count('class="kept"') == 1


def test_what_is_no_formula_stays():
    html = "<p>$5 and <code>$x$</code></p>"
    assert with_mathml(html) == html


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
    assert to_mathml(latex, displayed=True).startswith('<math data-search-exclude display="block">')
