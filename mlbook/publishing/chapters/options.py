"""What ``mkdocs.yml`` says of a book: its languages, its folder, its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mlbook.publishing.chapters.languages import ZH_EN, Languages

COUNT = re.compile("[0-9]+|[★☆]+")


class Entry(NamedTuple):
    """A page that `nav` names, seen from the folder of the pages, and the part that it is in."""

    page: str
    part: str = ""


def entries_of(nav: object, part: str = "") -> Iterator[Entry]:
    """Yield the pages of `nav`, as ``mkdocs.yml`` has it, each with the outermost part around it.

    Examples
    --------
    >>> from mlbook.publishing.chapters.options import entries_of
    >>> for entry in entries_of(["index.md", {"Appendix": [{"Sources": "sources.md"}]}]):
    ...     print(entry.page, entry.part)
    index.md
    sources.md Appendix
    """
    for entry in nav if isinstance(nav, list) else ():
        for title, inner in entry.items() if isinstance(entry, dict) else [("", entry)]:
            if isinstance(inner, str):
                yield Entry(inner, part)
            else:
                yield from entries_of(inner, part or str(title))


@dataclass(frozen=True)
class Options:
    """The options of a book that decide how its pages are read, checked and shown.

    Attributes
    ----------
    languages : tuple of str
        One, or two that say the same.
    docs : str
        The folder of the pages, seen from ``mkdocs.yml``.
    nav : tuple of Entry
        The pages in their order; empty where the book leaves that to MkDocs.
    figures : str
        The folder of the figures that blocks draw, as their pages name it.
    words : mapping
        By language, words of the press in it, by the English ones: it speaks Chinese and English.
        Where these have a number, both have ``{}``.
    spelling : str
        ``british`` refuses other spellings of English.
    assets : tuple of str
        The files below `docs` that are neither pages nor labs.
    how : str
        The section that says how the book is checked, such as ``how-to.md#checks``; or nothing.
    foot : mapping
        The distributions whose versions stand at the foot of a page, by the names shown.
    notebook : mapping
        What a notebook needs: by language in words, and the command that installs it as `install`,
        in which ``{package}`` is the folder of the book with the extras that its blocks need.
    packages : tuple of str
        The packages that the book is about: its reference shows them, a change of them counts.
    moving : bool
        Whether the figures that move are shown: they are those of this book.
    cache : str
        The directory of what need not be done again, seen from ``mkdocs.yml``.
    """

    languages: Languages = ZH_EN
    docs: str = "docs"
    nav: tuple[Entry, ...] = ()
    figures: str = "figures"
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    spelling: str = ""
    assets: tuple[str, ...] = ()
    how: str = ""
    foot: Mapping[str, str] = field(default_factory=dict)
    notebook: Mapping[str, str] = field(default_factory=dict)
    packages: tuple[str, ...] = ()
    moving: bool = False
    cache: str = ".cache/mlbook"

    def word(
        self, chinese: str, english: str, *values: int | str | tuple[str, ...]
    ) -> tuple[str, ...]:
        """Return words of the press in each language of the book.

        Parameters
        ----------
        chinese, english : str
        *values : int, str or tuple of str
            What stands in place of their ``{}``; a tuple has one for each language.

        Examples
        --------
        >>> from mlbook.publishing.chapters.options import Options
        >>> german = Options(("de", "en"), words={"de": {"Figure {}": "Abbildung {}"}})
        >>> german.word("图 {}", "Figure {}"), german.word("表 {}", "Table {}")
        (('Abbildung {}', 'Figure {}'), ('Table {}', 'Table {}'))
        """
        forms = (
            chinese if language == "zh" else self._in(language, english)
            for language in self.languages
        )
        if not values:
            return (*forms,)
        return tuple(
            form.format(*(each[at] if isinstance(each, tuple) else each for each in values))
            for at, form in enumerate(forms)
        )

    def _in(self, language: str, english: str) -> str:
        words = self.words.get(language, {})
        if english in words:
            return words[english]
        form = words.get(COUNT.sub("{}", english))
        return form.format(*COUNT.findall(english)) if form else english


OPTIONS = Options()  # of a book in Chinese and English that says nothing else
