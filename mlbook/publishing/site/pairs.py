"""Puts a paragraph and its translation side by side in the page: every part has its twin with it.

A passage comes from Markdown as a Chinese element and an English one. A reader who sees both wants
each paragraph beside its translation, on a phone and on paper too, and wants once what both share:
a displayed formula, a list, a table. That has been checked; what is alike can be joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlbook.publishing.chapters.languages import ZH_EN, Languages
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.pieces import Element
from mlbook.publishing.site.twins import passages_of

IDENTITY = re.compile(r' id="(equation-[a-z0-9-]+)"')
PAIR = '<div class="twins"{}>\n{}\n</div>'
# The theme wraps every table, and a change among many siblings has them all styled anew.
TABLE = '<div class="table">{}</div>'
HALF = '<div lang="{}">{}</div>'
AGAIN = "again"  # class of a cell that repeats the other half of its row's first cell


def pair_passages(page: Page, languages: Languages = ZH_EN) -> None:
    """Pair the parts of every passage of a page, if its book is in two languages.

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
    pairing = _Pairing(page, languages)
    for passage in passages_of(page, languages) if len(languages) == 2 else ():
        zh, en = page.children(passage)
        if pairing.are_alike(zh, en):
            page.replace(passage, "\n".join(pairing.pairs(zh, en)))


class _Pairing:
    """Puts side by side what stands in two languages."""

    def __init__(self, page: Page, languages: Languages) -> None:
        self.page, self.languages = page, languages

    def pairs(self, zh: Element, en: Element) -> Iterator[str]:
        for one, other in zip(self.page.children(zh), self.page.children(en), strict=True):
            if one.tag in {"ul", "ol"} and self.are_alike(one, other):
                yield self.joined_list(one, other)
            elif one.tag == "table" and len(self.cells(one)) == len(self.cells(other)):
                yield self.joined_table(one, other)
            else:
                yield self.pair(self.page.html(one), self.page.html(other))

    def pair(self, zh: str, en: str) -> str:
        """Return two parts as a pair; what is the same in both languages, such as a formula, once.

        The id of a formula is that of the pair, for it is seen in either language.
        """
        identity, bare = IDENTITY.search(zh), IDENTITY.sub("", zh)
        if bare == en:
            return zh
        return PAIR.format(identity[0] if identity else "", "\n".join(self.halves(bare, en)))

    def joined_list(self, zh: Element, en: Element) -> str:
        """Return two lists as one, whose items have both languages."""
        for one, other in zip(self.page.children(zh), self.page.children(en), strict=True):
            if "p" in self.tags(one) and self.are_alike(one, other):
                inside = "\n".join(self.pairs(one, other))
            else:
                inside = self.pair(*map(self.inside, (one, other)))
            self.page.fill(one, inside)
        return self.page.html(zh)

    def joined_table(self, zh: Element, en: Element) -> str:
        """Return two tables as one, whose cells have both languages; what is alike stands once."""
        width = len(self.page.children(next(self.page.elements("tr", within=zh))))
        cells = list(zip(self.cells(zh), self.cells(en), strict=True))
        texts = [
            (self.page.text(one).strip(), self.page.text(other).strip()) for one, other in cells
        ]
        firsts = texts[width::width]  # of the rows below the head
        repeating = {
            column for column in range(1, width)
            if firsts == [(en, zh) for zh, en in texts[width + column :: width]]
        }  # fmt: skip
        for index, (one, other) in enumerate(cells):
            if index % width in repeating:
                one.add_class(AGAIN)
            inside = self.inside(one), self.inside(other)
            if inside[0] != inside[1]:
                self.page.fill(one, "".join(self.halves(*inside)))
        return TABLE.format(self.page.html(zh))

    def halves(self, *texts: str) -> Iterator[str]:
        return map(HALF.format, self.languages, texts)

    def are_alike(self, one: Element, other: Element) -> bool:
        return self.tags(one) == self.tags(other)

    def tags(self, element: Element) -> list[str]:
        return [each.tag for each in self.page.children(element)]

    def cells(self, table: Element) -> list[Element]:
        return [*self.page.elements("th", "td", within=table)]

    def inside(self, element: Element) -> str:
        return self.page.html_inside(element).strip()
