"""Compares the rendered page with the chapter that was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlbook.publishing.chapters.chapter import Chapter, Fence, Twins
from mlbook.publishing.checking.numbers import hidden, orphans
from mlbook.publishing.site.allowed import prose, strange
from mlbook.publishing.site.blocks import language_of
from mlbook.publishing.site.figures import figures_of
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.mathematics import faults_of_formulas
from mlbook.publishing.site.twins import faults_of_twins, hidden_by_language, passages_of


def faults_of_source(chapter: Chapter, is_lab: bool = False) -> Iterator[str]:
    """Yield what the source of a chapter shows to be wrong, each with its place.

    The numbers in a lab's prose are not checked: its source does not hold what it prints.
    """
    for problem in (*chapter.problems, *(() if is_lab else orphans(chapter))):
        yield f"{chapter.where(problem.line)}: {problem.message}"


def faults_of(chapter: Chapter, page: Page) -> Iterator[str]:
    """Yield all that the rendered page shows to be wrong, a sentence each.

    Parameters
    ----------
    chapter : Chapter
    page : Page
        The chapter as Markdown renders it, before it is finished.
    """
    yield from faults_of_twins(chapter, page).values()
    yield from faults_of_page(chapter, page)


def faults_of_page(chapter: Chapter, page: Page) -> Iterator[str]:
    """Yield the faults that are not those of one passage in both languages.

    That is: other passages, blocks or figures than those of the chapter, elements that Markdown
    does not make, a number that its source hides, a formula that cannot be read.
    """
    yield from faults_of_formulas(chapter, page)
    yield from hidden_by_language(chapter, page)
    passages = [page.text(each) for each in passages_of(page)]
    if len(passages) != len(chapter.twins):
        words = f"{len(passages)} passages in both languages, but {len(chapter.twins)} are read"
        place = _place_after(chapter, chapter.twins, passages)
        yield f"{place}: the page shows {words}"
    if chapter.references:
        return  # the rest shows docstrings, which are checked where they stand
    yield from faults_of_blocks(chapter, page)
    named = [image.figure for image in chapter.images if image.figure]
    if [name for name, _ in figures_of(page)] != named:
        yield f"{chapter.path}: the page shows other figures than {named}"
    for reason in (*strange(page), *hidden(chapter, prose(page))):
        yield f"{chapter.path}: {reason}"


def faults_of_blocks(chapter: Chapter, page: Page) -> Iterator[str]:
    """Yield where the code that readers will see is not the code that was read."""
    shown = [
        (language_of(each.parent) or "", page.text(each).strip("\n"))
        for each in page.elements("pre")
    ]
    for fence, seen in zip(chapter.fences, shown, strict=False):
        if seen != (fence.language, fence.text.strip("\n")):
            yield (
                f"{chapter.where(fence.line)}: the page shows another {seen[0] or 'plain'} block "
                f"here than the one that is checked:\n{seen[1]}"
            )
            return
    if len(shown) != len(chapter.fences):
        place = _place_after(chapter, chapter.fences, [text for _, text in shown])
        yield (
            f"{place}: the page shows {len(shown)} blocks of code, "
            f"but {len(chapter.fences)} are read"
        )


def _place_after(chapter: Chapter, read: Sequence[Fence | Twins], shown: Sequence[str]) -> str:
    """Return the place of the first element that is not both read and shown."""
    if len(read) > len(shown):
        return chapter.where(read[len(shown)].line)
    return chapter.place_of(shown[len(read)].strip().split("\n")[0])
