"""Puts a paragraph and its translation side by side in the page: every part has its twin with it.

A passage comes from Markdown as a Chinese element and an English one. A reader who sees both wants
each paragraph beside its translation, on a phone and on paper too, and wants once what both share:
a displayed formula, a list, a table. That has been checked; what is alike can be joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlbook.publishing.site.html import Element, Page
from mlbook.publishing.site.twins import passages_of

IDENTITY = re.compile(r' id="(equation-[a-z0-9-]+)"')
PAIR = '<div class="twins"{}>\n<div lang="zh">{}</div>\n<div lang="en">{}</div>\n</div>'
# The theme wraps every table, and a change among many siblings has them all styled anew.
TABLE = '<div class="table">{}</div>'
HALVES = '<div lang="zh">{}</div><div lang="en">{}</div>'  # of a cell
AGAIN = "again"  # class of a cell that repeats the other half of its row's first cell


def pair_passages(page: Page) -> None:
    """Pair the parts of every passage of a page.

    Examples
    --------
    >>> from mlbook.publishing.site.html import Page
    >>> from mlbook.publishing.site.pairs import pair_passages
    >>> passage = '<div lang="{0}"><p>{1}</p><hr></div>'
    >>> zh, en = passage.format("zh", "甲"), passage.format("en", "A")
    >>> page = Page(f'<div class="twins">{zh}{en}</div>')
    >>> pair_passages(page)
    >>> print(page)
    <div class="twins">
    <div lang="zh"><p>甲</p></div>
    <div lang="en"><p>A</p></div>
    </div>
    <hr>
    """
    for passage in passages_of(page):
        zh, en = page.children(passage)
        if _tags(page, zh) == _tags(page, en):
            page.replace(passage, "\n".join(_pairs(page, zh, en)))


def _pairs(page: Page, zh: Element, en: Element) -> Iterator[str]:
    for one, other in zip(page.children(zh), page.children(en), strict=True):
        if one.tag in {"ul", "ol"} and _tags(page, one) == _tags(page, other):
            yield _list(page, one, other)
        elif one.tag == "table" and len(_cells(page, one)) == len(_cells(page, other)):
            yield _table(page, one, other)
        else:
            yield _pair(_source(page, one), _source(page, other))


def _pair(zh: str, en: str) -> str:
    """Return two parts as a pair; what is the same in both languages, such as a formula, once.

    The id of a formula is that of the pair, for it is seen in either language.
    """
    identity, bare = IDENTITY.search(zh), IDENTITY.sub("", zh)
    return zh if bare == en else PAIR.format(identity[0] if identity else "", bare, en)


def _list(page: Page, zh: Element, en: Element) -> str:
    """Return two lists as one, whose items have both languages."""
    for one, other in zip(page.children(zh), page.children(en), strict=True):
        holds_blocks = "p" in _tags(page, one) and _tags(page, one) == _tags(page, other)
        inside = _inside(page, one), _inside(page, other)
        _fill(page, one, "\n".join(_pairs(page, one, other)) if holds_blocks else _pair(*inside))
    return _source(page, zh)


def _table(page: Page, zh: Element, en: Element) -> str:
    """Return two tables as one, whose cells have both languages; what is the same stands once."""
    rows = [each for each in page.inside(zh) if isinstance(each, Element) and each.tag == "tr"]
    width = len(page.children(rows[0]))
    cells = list(zip(_cells(page, zh), _cells(page, en), strict=True))
    texts = [(page.text(one).strip(), page.text(other).strip()) for one, other in cells]
    firsts = texts[width::width]  # of the rows below the head
    repeating = {
        column for column in range(1, width)
        if firsts == [(en, zh) for zh, en in texts[width + column :: width]]
    }  # fmt: skip
    for index, (one, other) in enumerate(cells):
        if index % width in repeating:
            one.set(**{"class": AGAIN})
        inside = _inside(page, one), _inside(page, other)
        if inside[0] != inside[1]:
            _fill(page, one, HALVES.format(*inside))
    return TABLE.format(_source(page, zh))


def _cells(page: Page, table: Element) -> list[Element]:
    inside = (each for each in page.inside(table) if isinstance(each, Element))
    return [each for each in inside if each.tag in {"th", "td"}]


def _tags(page: Page, element: Element) -> list[str]:
    return [each.tag for each in page.children(element)]


def _inside(page: Page, element: Element) -> str:
    return "".join(piece.source for piece in page.inside(element)).strip()


def _source(page: Page, element: Element) -> str:
    pieces = page.pieces[element.first - 1 : element.last + 1]
    return "".join(piece.source for piece in pieces)


def _fill(page: Page, element: Element, html: str) -> None:
    for piece in page.inside(element):
        piece.source = ""
    element.source += html
