"""Layout of formulas in the browser: fonts, widths, and the places of scripts."""

import pytest

from mlbook.publishing.site.mathematics import to_mathml

INK = """sign => {
  const context = document.createElement("canvas").getContext("2d");
  context.font = "100px 'STIX Two Math'";
  return context.measureText(sign).actualBoundingBoxAscent / 100;
}"""


@pytest.fixture
def formula(page):
    """A function that shows a LaTeX formula at 100 pixels to the em, and returns its element."""
    page.goto("chapters/descent/")

    def show(latex, displayed=False):
        page.locator("article > p, article > .twins").first.evaluate(
            "(place, html) => place.innerHTML = `<div id=tried>${html}</div>`",
            to_mathml(latex, displayed),
        )
        page.evaluate("document.querySelector('#tried math').style.fontSize = '100px'")
        page.evaluate("document.fonts.ready")
        return page.locator("#tried")

    return show


def right(box):
    return box["x"] + box["width"]


@pytest.mark.parametrize("letter", ["y", "p", "g", "j", r"\beta", r"\eta"])
def test_subscripts_of_all_letters_have_the_same_depth(formula, letter):
    shown = formula(f"x_k + {letter}_k")
    one, other = (shown.locator("msub > :last-child").nth(i).bounding_box() for i in (0, 1))
    assert one["y"] == pytest.approx(other["y"], abs=1)


@pytest.mark.parametrize("letter", ["h", "f", "k", "W", r"\beta"])
def test_superscripts_of_all_letters_have_the_same_height(formula, letter):
    shown = formula(f"x^2 + {letter}^2")
    one, other = (shown.locator("msup > :last-child").nth(i).bounding_box() for i in (0, 1))
    assert one["y"] == pytest.approx(other["y"], abs=1)


def test_a_root_is_no_wider_than_its_content(formula):
    root = formula(r"\sqrt{h} + 1").locator("msqrt")
    assert right(root.bounding_box()) - right(root.locator("mi").bounding_box()) < 10


def test_a_bracket_is_narrow(formula):
    assert formula(r"\left( a \right)").locator("mo").first.bounding_box()["width"] < 45


def test_a_matrix_has_no_margin_inside_its_brackets(formula):
    shown = formula(r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", displayed=True)
    bracket, first = (shown.locator(each).first.bounding_box() for each in ("mo", "mn"))
    assert 0 <= first["x"] - right(bracket) < 10


def test_the_font_draws_a_prime_low_enough_for_a_superscript(page):
    page.goto("chapters/differentiation/")
    page.evaluate("document.fonts.ready")
    assert 0.45 < page.evaluate(INK, "′") < 0.6
