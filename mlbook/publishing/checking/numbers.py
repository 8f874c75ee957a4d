"""No orphan numbers: what a page states in figures or words, its blocks have computed.

A number of three digits or more (of two in a percentage or behind a decimal point) in the text, a
formula, inline code, a comment or a string of a page is one that a block of the page prints,
rounded, or that stands in the code of a block. Anything else may have been true once. What a
string of a block prints is typed, not computed: it proves nothing. A number from elsewhere is
marked with its source, in one line::

    <span class="quoted" title="LeCun et al., 1998">99.05 %</span>

A link into the bibliography is such a mark, too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from mlbook.publishing.chapters.chapter import Chapter, Problem
from mlbook.publishing.chapters.predictions import predictions_of
from mlbook.publishing.chapters.questions import questions_of
from mlbook.publishing.checking.formulas import plain, wrong_results
from mlbook.publishing.checking.number_reader import YEAR, Numeral, numerals

MARKUP = re.compile(
    r"""(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)
      | (?P<formula>\$\$.+?\$\$|(?<![\\$])\$[^$]+\$)
      | <!--.*?--> | <span\ class="quoted"\ title="[^"\n]+">(?:(?!</?span\b)[^\n])*</span>
      | \[[^\[\]]*\]\([^)\s]*bibliography\.md\#[^)\s]*\)
      | \]\([^)\s]*\) | ^[ ]*\[[^\]^][^\]]*\]:[ ]*\S+ | \[\^[^\]]+\]:? | https?://\S+
      | </?[A-Za-z][^>]*> | \{[^}\n]*\} | ^covers:[^\n]*""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
CITATION = re.compile(
    r"\[(?:(?P<author>[A-Z][A-Za-z]{1,2})[^],，\s]*(?=[,，]| (?:et|and|等|与) ?))?[^\[\]]*\b"
    rf"(?P<year>{YEAR})\]\([^)\s]*bibliography\.md#(?P<source>[^)\s]*)\)"
)
COMMENT = re.compile(r"#.*")
NOT_SAID = re.compile(  # in code: the widths of numbers in strings, and the operator %
    r""":[-+<>^ 0#,_]*\d*(?:\.\d+)?[a-zA-Z%]?(?=\})
      | \d+\.\d+(?:[dfg]\b|e\b(?![-+])) | (?<=\d)[ ]%[ ](?=[\w(])""",
    re.VERBOSE,
)
NOT_CLAIMED = re.compile(r"^- (?:✗ \*\*[^*]+\*\*|\*\*`.+?`\*\*)")
HTML_FORMULA = re.compile(r"\\[(\[](?P<formula>.+?)\\[)\]]", re.DOTALL)


def orphans(chapter: Chapter) -> Iterator[Problem]:
    r"""Yield a problem for each number of a page that no block of it has computed.

    Examples
    --------
    >>> from mlbook.publishing.chapters.reader import parse_chapter
    >>> page = "```python\nprint(2 / 3)\n```\n\n```text\n0.66666667\n```\n\n0.667, 66.7 %, 66.7\n"
    >>> [problem.message[:33] for problem in orphans(parse_chapter(page))]
    ['no block of this page prints 66.7']
    """
    prose = _prose(chapter, claimed=True)
    for match in MARKUP.finditer(prose):
        for result in wrong_results((match["formula"] or "").strip("$")):
            line = prose.count("\n", 0, match.start()) + 1
            yield Problem(line, f"the calculation beside {result} has another result")
    for match in CITATION.finditer(prose):
        source = rf"{(match['author'] or '').lower()}.*-{match['year']}\b"
        if not re.match(source, match["source"]):
            message = "the author and the year are not those of the address, author-year"
            yield Problem(prose.count("\n", 0, match.start()) + 1, f"{match[0]}: {message}")
    runs = [(each.program, each.output.text if each.output else "") for each in chapter.blocks]
    sources = ((each.text, "") for each in chapter.fences if each.language == "python")
    evidence = evidence_of((*runs, *sources))
    for number in _stated(chapter, prose):
        if not is_shown(number, evidence):
            yield Problem(
                number.line,
                f"no block of this page prints {number.text} as its result, or holds it in its "
                'code: print it, round it, or mark it as <span class="quoted" title="its source">',
            )


def _stated(chapter: Chapter, prose: str) -> Iterator[Numeral]:
    """Yield the numbers of a page and its prose that are too exact to be said without evidence."""
    yield from _stated_in(prose)
    texts = [(block.line, NOT_SAID.sub(" ", block.code.text)) for block in chapter.blocks]
    run = {fence for block in chapter.blocks for fence in (block.code, block.output)}
    only_shown = [fence for fence in chapter.fences if fence not in run]  # sources, other languages
    for above, text in (*texts, *((fence.line, fence.text) for fence in only_shown)):
        for number in numerals(text):
            if number.exact:  # in a block, it is evidence itself outside strings and comments
                yield replace(number, line=above + number.line)


def _stated_in(markdown: str) -> Iterator[Numeral]:
    """Yield the numbers of a text, of its formulas and inline code, that need evidence."""
    return (number for number in numerals(MARKUP.sub(_as_text, markdown)) if number.exact)


def hidden(chapter: Chapter, text: str) -> Iterator[str]:
    """Yield a sentence for each number in the `text` of the rendered page that the source lacks.

    An entity, an attribute, or emphasis on one digit would otherwise hide a number from its check.
    """
    written = {number.value for number in _stated_in(_prose(chapter))}
    for number in numerals(HTML_FORMULA.sub(_as_text, text)):
        if number.exact and number.value not in written:
            yield f"the page shows the number {number.text}: write it as such, for it to be checked"


def evidence_of(runs: Iterable[tuple[str, str]]) -> set[Decimal]:
    """Return the numbers that runs prove, each a code and its output: computed or in the code."""
    found: set[Decimal] = set()
    for code, output in runs:
        literals = set(_literals(code))
        typed = {number.value for number in numerals(COMMENT.sub("", NOT_SAID.sub(" ", code)))}
        typed |= {value / 100 for value in typed}  # `%` may be a sign of Python, or a percentage
        found |= literals | {number.value for number in numerals(output)} - (typed - literals)
    return found


def is_shown(number: Numeral, evidence: set[Decimal]) -> bool:
    """Say whether a number is one of the evidence, rounded to the digits that it has."""
    return number.value in evidence or any(
        abs(value - number.value) <= number.unit / 2 for value in evidence
    )


def _prose(chapter: Chapter, claimed: bool = False) -> str:
    """Return the text of a page; if `claimed`, without choices and wrong answers, which may err."""
    lines = chapter.without_fences()
    if claimed:
        asking = [each.twins for each in predictions_of(chapter)]
        asking += [each.twins for each in questions_of(chapter)]
        for twins in asking:
            for at in range(twins.line, twins.last):
                lines[at] = NOT_CLAIMED.sub("- ", lines[at])
    return "\n".join(lines)


def _literals(code: str) -> Iterator[Decimal]:
    try:
        nodes = list(ast.walk(ast.parse(code)))
    except SyntaxError:  # which the block shows: nothing tells its strings from its numbers
        yield from (number.value for number in numerals(code))
        return
    minuses = (n for n in nodes if isinstance(n, ast.UnaryOp) and isinstance(n.op, ast.USub))
    negative = {minus.operand for minus in minuses}
    for node in nodes:
        if isinstance(node, ast.Constant) and type(node.value) in {int, float}:
            value = Decimal(repr(node.value))
            yield -value if node in negative else value


def _as_text(match: re.Match[str]) -> str:
    groups = match.groupdict("")
    text = groups.get("code", "") or plain(groups["formula"].strip("$"))
    return " " + text.replace("\n", " ") + "\n" * match[0].count("\n")
