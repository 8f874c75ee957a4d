"""Mathematics at build time: LaTeX becomes MathML, and bad LaTeX stops the build.

pymdownx.arithmatex finds the formulas and leaves them in marked elements; math-core turns each
into MathML, so that a reader's browser runs no script to show it.
"""

from __future__ import annotations

import html as entities
import re
from functools import cache

from math_core import LatexError, LatexToMathML

MARKED = re.compile(
    r'<(?P<tag>span|div) class="arithmatex">\\(?P<kind>[(\[])(?P<latex>.*?)\\[)\]]</(?P=tag)>',
    re.DOTALL,
)


# A line must not begin with the comma after a formula, nor end with the bracket before it.
TOUCHING = re.compile(
    r'([（(“「]?)(<math(?![^>]*display="block").*?</math>)([，。、；：！？）”」,.;:!?)]*)',
    re.DOTALL,
)


class FormulaError(ValueError):
    """LaTeX that cannot be read."""


def with_mathml(html: str) -> str:
    """Return `html` with every formula that arithmatex marked turned into MathML."""
    return TOUCHING.sub(_keep_together, MARKED.sub(_mathml, html))


def _mathml(match: re.Match[str]) -> str:
    latex = entities.unescape(match["latex"]).strip()
    displayed = match["kind"] == "["
    mathml = to_mathml(latex, displayed)
    return f'<div class="formula">{mathml}</div>' if displayed else mathml


def _keep_together(match: re.Match[str]) -> str:
    return f'<span class="kept">{match[0]}</span>' if match[1] or match[3] else match[0]


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
    '<math data-search-exclude><msup><mi>x</mi><mn>2</mn></msup></math>'
    """
    if r"\\[" in latex:
        raise FormulaError(f"the formula ${latex}$ cannot be read: \\\\[…] would be printed")
    try:
        mathml = LatexToMathML().convert_with_local_state(latex, displaystyle=displayed)
    except LatexError as error:
        raise FormulaError(f"the formula ${latex}$ cannot be read: {error}") from None
    return mathml.replace("<math", "<math data-search-exclude", 1)  # no words to find in it
