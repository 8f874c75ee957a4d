"""Mathematics at build time: LaTeX becomes MathML, and bad LaTeX is an error with its place.

pymdownx.arithmatex finds the formulas and leaves them in marked elements; math-core turns each
into MathML, so that a reader's browser runs no script to show it. That happens after a page has
been checked: what is MathML before was written by hand, and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from math_core import LatexError, LatexToMathML

from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.pieces import Element

LATEX = re.compile(r"\s*\\[(\[]")  # \(x\) in a line, \[x\] displayed
# A line must not begin with the comma after a formula, nor end with the bracket before it.
OPENING = re.compile(r"[（(“「]\Z")
CLOSING = re.compile(r"[，。、；：！？）”」,.;:!?)]+")

LABEL_OR_TAG = re.compile(r"\\(?:label\{[^}]*\}|tag\{(?P<number>[^}]*)\})")
ESCAPE = re.compile(r"\x1b\[[\d;]*m")  # math-core colours its errors for a terminal


class FormulaError(ValueError):
    """LaTeX that cannot be read."""


def faults_of_formulas(chapter: Chapter, page: Page) -> Iterator[str]:
    """Yield a sentence for each formula of a rendered page that cannot be read, with its place.

    A formula that stands in several places is told of once.
    """
    for latex, displayed in dict.fromkeys(formula[1:] for formula in _formulas(page)):
        try:
            to_mathml(latex, displayed)
        except FormulaError as error:
            yield f"{chapter.place_of(latex.splitlines()[0])}: {error}"


def put_mathml(page: Page) -> None:
    """Turn every formula of a page into MathML, on one line with the marks that touch it."""
    for element, latex, displayed in _formulas(page):
        mathml = to_mathml(latex, displayed)
        before, after = page.pieces[element.first - 2], page.pieces[element.last + 1]
        opening, closing = OPENING.search(before.source), CLOSING.match(after.source)
        if displayed:
            mathml = _displayed(mathml, latex, element.attributes.get("id"))
        elif opening or closing:
            first, last = opening[0] if opening else "", closing[0] if closing else ""
            before.source = before.source.removesuffix(first)
            after.source = after.source.removeprefix(last)
            mathml = f'<span class="kept">{first}{mathml}{last}</span>'
        page.replace(element, mathml)


@cache
def to_mathml(latex: str, displayed: bool) -> str:
    r"""Return one formula as MathML.

    Raises
    ------
    FormulaError
        With the formula and what math-core says of it.

    Examples
    --------
    >>> to_mathml("x^2", False)
    '<math><msup><mi>x</mi><mn>2</mn></msup></math>'
    """
    latex = LABEL_OR_TAG.sub("", latex).strip()
    if r"\\[" in latex:
        raise FormulaError(f"the formula ${latex}$ cannot be read: \\\\[…] would be printed")
    try:
        mathml = LatexToMathML().convert_with_local_state(latex, displaystyle=displayed)
    except LatexError as error:
        reason = ESCAPE.sub("", str(error)).strip().split("\n")[0].removeprefix("Error: ")
        raise FormulaError(f"the formula ${latex}$ cannot be read: {reason}") from None
    return mathml


def _displayed(mathml: str, latex: str, name: str | None) -> str:
    """Return a displayed formula with its number at the right, and its id, if it has them."""
    numbers = [each["number"] for each in LABEL_OR_TAG.finditer(latex) if each["number"]]
    mathml += "".join(f'<span class="number">({number})</span>' for number in numbers)
    identity = f' id="{name}"' if name else ""
    return f'<div class="formula"{identity}>{mathml}</div>'


def _formulas(page: Page) -> Iterator[tuple[Element, str, bool]]:
    """Yield the element of each marked formula, its LaTeX, and whether it is displayed."""
    for element in page.elements("span", "div", of_class="arithmatex"):
        if LATEX.match(page.text(element)):
            text = page.text(element).strip()
            yield element, text[2:-2].strip(), text.startswith(r"\[")
