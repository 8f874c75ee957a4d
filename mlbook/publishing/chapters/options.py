"""What ``mkdocs.yml`` says of a book: its languages, its folder, its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mlbook.publishing.chapters.languages import ZH_EN, Languages


@dataclass(frozen=True)
class Options:
    """The options of a book that decide how its pages are read, checked and shown.

    Attributes
    ----------
    languages : tuple of str
        One, or two that say the same.
    docs : str
        The folder of the pages, seen from ``mkdocs.yml``.
    figures : str
        The folder of the figures that blocks draw, as their pages name it.
    words : mapping
        By language, words of the press in it, by the English ones: it speaks Chinese and English.
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
    """

    languages: Languages = ZH_EN
    docs: str = "docs"
    figures: str = "figures"
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    spelling: str = ""
    assets: tuple[str, ...] = ()
    how: str = ""
    foot: Mapping[str, str] = field(default_factory=dict)
    notebook: Mapping[str, str] = field(default_factory=dict)
    packages: tuple[str, ...] = ()
    moving: bool = False

    def word(self, chinese: str, english: str) -> tuple[str, ...]:
        """Return a word of the press in each language of the book.

        Examples
        --------
        >>> from mlbook.publishing.chapters.options import Options
        >>> german = Options(("de", "en"), words={"de": {"Figure {}": "Abbildung {}"}})
        >>> german.word("图 {}", "Figure {}"), german.word("表 {}", "Table {}")
        (('Abbildung {}', 'Figure {}'), ('Table {}', 'Table {}'))
        """
        return tuple(
            chinese if language == "zh" else self.words.get(language, {}).get(english, english)
            for language in self.languages
        )


OPTIONS = Options()  # of a book in Chinese and English that says nothing else
