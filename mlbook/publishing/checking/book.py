"""What the source of a page shows to be wrong, seen beside the other pages of its book."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from mlbook.publishing.chapters.chapter import Chapter, Image, Problem
from mlbook.publishing.chapters.glossary import rejected_words
from mlbook.publishing.chapters.numbering import Numbering
from mlbook.publishing.chapters.options import OPTIONS, Options
from mlbook.publishing.checking.form import faults_of_form
from mlbook.publishing.checking.guesses import faults_of_guesses
from mlbook.publishing.checking.kept import Kept
from mlbook.publishing.checking.language import faults_of_language
from mlbook.publishing.checking.needs import faults_of_needs
from mlbook.publishing.checking.numbers import orphans


@dataclass(eq=False)
class Book:
    """The pages of a book, and what each of them is checked against beside itself.

    Parameters
    ----------
    chapters : list of Chapter
    options : Options
        What ``mkdocs.yml`` says to the press.
    """

    chapters: list[Chapter]
    options: Options = OPTIONS

    @cached_property
    def rejected(self) -> dict[str, str]:
        """Chinese words that the glossary rejects, and the term of the glossary for each."""
        docs = f"{self.options.docs}/"
        return rejected_words({each.path.removeprefix(docs): each for each in self.chapters})

    @cached_property
    def figures(self) -> dict[str, tuple[Chapter, Image]]:
        """The chapter and the image in which each figure is shown first, by the figure's name."""
        figures: dict[str, tuple[Chapter, Image]] = {}
        for chapter in self.chapters:
            for image in chapter.images:
                if image.figure:
                    figures.setdefault(image.figure, (chapter, image))
        return figures

    @cached_property
    def numbering(self) -> Numbering:
        """The numbers of chapters, figures, tables and equations, and what refers to them."""
        return Numbering(self.chapters, self.options)

    def page(self, path: str) -> Chapter:
        """Return the chapter that is read from the file `path`."""
        return next(chapter for chapter in self.chapters if chapter.path == path)

    def problems_of(self, chapter: Chapter) -> list[Problem]:
        """Return all that is wrong with the source of one of the chapters, in its order."""
        problems = [
            *chapter.problems,
            *self._repeated_figures(chapter),
            *self.numbering.problems_of(chapter),
            *faults_of_form(chapter),
            *faults_of_guesses(chapter),
            *faults_of_language(chapter, self.rejected),
            *faults_of_needs(chapter),
            *(() if chapter.unrun else orphans(chapter)),
        ]
        return sorted(problems, key=lambda problem: problem.line)

    def sentences_of(self, chapter: Chapter, kept: Kept) -> str:
        """Return all that is wrong with the source of a chapter, a line each, or what is kept."""
        beside = [*self._repeated_figures(chapter), *self.numbering.problems_of(chapter)]
        return kept.text(
            f"{chapter.path} source",
            (chapter, beside, self.rejected),
            lambda: "\n".join(map(chapter.sentence, self.problems_of(chapter))),
        )

    def _repeated_figures(self, chapter: Chapter) -> Iterator[Problem]:
        for image in chapter.images:
            if image.figure and self.figures[image.figure][1] is not image:
                first, at = self.figures[image.figure]
                message = f"the figure {image.figure} is drawn in {first.where(at.line)} too"
                yield Problem(image.line, f"{message}: give it another name")
