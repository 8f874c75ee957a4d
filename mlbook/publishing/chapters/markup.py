"""The HTML that a page may be written with, by name; and no attribute but the id of a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlbook.publishing.chapters.chapter import Chapter, Problem
from mlbook.publishing.chapters.fences import HIDDEN_FENCE

WRITTEN = re.compile(
    r"""<div\ lang="(?P<language>[a-z]+)"\ markdown>|<summary>|<div\ class="prediction"\ markdown>
      | <details\ class="(?:answer|hint|question)"\ markdown>
      | <span\ lang="[a-z]+-[A-Z]+">|<span\ class="quoted"\ title="[^"<>]+">
      | </(?:div|details|summary|span)>|<https?://[^<>\s]+>""",
    re.VERBOSE,
)
ADMONITIONS = "note|abstract|info|tip|success|question|warning|failure|danger|bug|example|quote"
# Code, formulas and comments, where Markdown sees them too: a comment over several paragraphs
# begins a line, a displayed formula is a paragraph, code and other formulas end in their line.
NO_MARKUP = re.compile(
    r"""(?:^[ ]*<!--(?!-?>)(?:(?!<!--|-->).)*|<!--(?!-?>)(?:(?!<!--|-->)[^\n])*)-->
      | (?<![\\`])(?P<ticks>`+)(?!`)[^\n]+?(?<!`)(?P=ticks)(?!`)
      | (?:\A|(?<=\n\n)|(?<=markdown>\n)|(?<=</summary>\n))[ ]*
        \$\$(?:[^\n]|\n(?!\n))+?(?<!\\)\$\$(?=\n\n|\n[ ]*</|\n*\Z)
      | (?<![\\$])\$(?![\s$])(?:\\.|[^\\$\n])+?(?<!\s)\$""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
NO_CELL = re.compile(r"(?P<ticks>`+).*?(?P=ticks)|\\\|")  # holds a | that parts no cells
TAG = re.compile(r"<(?=[A-Za-z/!?])[^<>]*>?")
IDENTITY = re.compile(r"^( *#{1,6} .*) \{ *#[a-z0-9-]+ *\}$")
CAPTION = re.compile(r"^[^\s{]+ \{#(?P<id>table-[a-z0-9-]+)\}(?:：|: )(?P<words>.+)$")  # of a table
ATTRIBUTES = re.compile(r"\{:? *[.#A-Za-z][^{}]*\}?")
ADMONITION = re.compile(rf'^ *(?:!!!|\?\?\?\+?+) *+(?!(?:{ADMONITIONS})(?: +"|$))(?P<name>[^"]*)')


def faults_of_markup(chapter: Chapter) -> Iterator[Problem]:
    r"""Yield the tags, the lists of attributes and the admonitions that no page is written with.

    Examples
    --------
    >>> from mlbook.publishing.chapters.chapter import Chapter
    >>> from mlbook.publishing.chapters.markup import faults_of_markup
    >>> chapter = Chapter("x.md", ["`<b>`", "<img src=x>"])
    >>> [(problem.line, problem.message[:11]) for problem in faults_of_markup(chapter)]
    [(2, '<img src=x>')]
    """
    columns = 0  # of the table whose row was the last line
    pairs = zip(chapter.lines, prose_of(chapter).split("\n"), strict=False)
    for number, (written, line) in enumerate(pairs, 1):
        row = NO_CELL.sub("", written).strip().removeprefix("|").removesuffix("|")
        cells = row.count("|") + 1 if line.lstrip().startswith("|") else 0
        columns = (columns or cells) if cells else 0
        if cells != columns:
            message = f"the row has {cells} cells, its table {columns} columns"
            yield Problem(number, f"{message}: in a formula write \\vert in place of |")
        for tag in TAG.findall(line):
            known = WRITTEN.fullmatch(tag)
            if not known or known["language"] not in (None, *chapter.languages):
                yield Problem(number, f"{tag} is no tag that pages are written with: use Markdown")
        for braces in ATTRIBUTES.findall(CAPTION.sub(r"\2", IDENTITY.sub(r"\1", line))):
            message = "nothing has attributes but a heading, {#words-in-english} at its end"
            yield Problem(number, f"{braces}: {message}")
        if "`" in line and not HIDDEN_FENCE.match(line):
            yield Problem(number, "code in the text begins and ends in one line, here it does not")
        if admonition := ADMONITION.match(line):
            names = ADMONITIONS.replace("|", ", ")
            yield Problem(number, f"the box {admonition['name'].strip()} is none of {names}")


def prose_of(chapter: Chapter) -> str:
    """Return the lines of a chapter, without front matter, fences, code, formulas and comments."""
    lines = [line.rstrip() for line in chapter.without_fences()]
    lines[: chapter.front_lines] = [""] * chapter.front_lines
    return NO_MARKUP.sub(lambda found: " " + "\n" * found[0].count("\n"), "\n".join(lines))
