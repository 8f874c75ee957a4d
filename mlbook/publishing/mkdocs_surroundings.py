"""What a page shows of the rest of the book, with the addresses of all that, seen from the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.chapters.glossary import GLOSSARY, everyday_words, glossary_of
from mlbook.publishing.chapters.numbering import Numbering
from mlbook.publishing.chapters.options import Options
from mlbook.publishing.site.reference import Written, names_of, written_names
from mlbook.publishing.site.terms import Known, known_on


@dataclass(frozen=True)
class Surroundings:
    """What a page shows of the rest of the book; kept content depends on all of it.

    Attributes
    ----------
    names : dict
        Where the reference of each name is; empty on a page of the reference.
    written : dict
        On a page of the reference, the sections that write its names.
    terms : list of Known
        The terms that it may mark.
    everyday : list of str
        Words in which the name of a term means another thing.
    how : str or None
        Where the book says how it is checked.
    start : str or None
        On the home page, where the first chapter is.
    number : str or None
        Its number, if it is a chapter.
    """

    names: dict[str, str]
    written: dict[str, Written]
    terms: list[Known]
    everyday: list[str]
    how: str | None
    start: str | None
    number: str | None


class BookParts:
    """The parts of a book that its pages show: numbers, terms, names of the reference."""

    def __init__(
        self, chapters: Mapping[str, Chapter], numbering: Numbering, options: Options
    ) -> None:
        paths = {chapter.path: uri for uri, chapter in chapters.items()}
        self.chapters = chapters
        self.how, _, self.how_section = options.how.partition("#")
        self.numbers = {paths[path]: number for path, number in numbering.numbers.items()}
        self.terms = glossary_of(chapters)
        self.everyday = everyday_words(chapters)
        self.names = names_of(chapters)
        self.written = written_names({uri: chapters[uri] for uri in self.numbers}, numbering)

    def around(self, page: Page, files: Files) -> Surroundings:
        """Return what a page shows of the rest of the book."""

        def address(uri: str, anchor: str = "") -> str:
            seen = files.src_uris[uri].url_relative_to(page.file)
            return f"{seen}#{anchor}" if anchor else seen

        uri = page.file.src_uri
        names = self.chapters[uri].references
        marked = [] if names or uri == GLOSSARY else self.terms
        first = next(iter(self.numbers), None)
        return Surroundings(
            names={} if names else {name: address(*at) for name, at in self.names.items()},
            written={
                name: written.seen_at(address(written.address, written.id))
                for name in names
                if (written := self.written.get(name.rpartition(".")[2]))
            },
            terms=[*known_on(marked, uri, [*self.numbers], address)],
            everyday=self.everyday,
            how=address(self.how, self.how_section) if self.how in files.src_uris else None,
            start=address(first) if first and page.is_homepage else None,
            number=self.numbers.get(uri),
        )
