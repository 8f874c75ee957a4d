"""Compares the rendered page with the chapter that was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlbook.publishing.chapters.chapter import Chapter, Fence, Twins
from mlbook.publishing.chapters.docstrings import docstrings_behind
from mlbook.publishing.checking.numbers import hidden, orphans
from mlbook.publishing.site.allowed import prose, strange, unread
from mlbook.publishing.site.blocks import language_of
from mlbook.publishing.site.figures import figures_of
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.mathematics import faults_of_formulas
from mlbook.publishing.site.reference import is_signature_or_source
from mlbook.publishing.site.twins import faults_of_twins, hidden_by_language, passages_of


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
    passages = [page.text(each) for each in passages_of(page, chapter.languages)]
    if len(passages) != len(chapter.twins):
        words = f"{len(passages)} passages in both languages, but {len(chapter.twins)} are read"
        place = _place_after(chapter, chapter.twins, passages)
        yield f"{place}: the page shows {words}"
    docstrings = list(docstrings_behind(chapter.references))
    for image in page.elements("img"):
        if image.parent is None or image.parent.tag != "figure":
            source = image.attributes.get("src", "")
            place = _place_of(source, docstrings) or chapter.place_of(source)
            yield f"{place}: no block draws the picture {source}"
    if chapter.references:
        yield from faults_of_examples(chapter, docstrings, page)
        return
    yield from faults_of_blocks(chapter, page)
    named = [image.figure for image in chapter.images if image.figure]
    if [name for name, _ in figures_of(page)] != named:
        yield f"{chapter.path}: the page shows other figures than {named}"
    for text in unread(page):
        remedy = "close it, write its footnote, put a blank line above a list, or mark it as code"
        yield f"{chapter.place_of(text)}: Markdown shows {text} as it is written: {remedy}"
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


def faults_of_examples(chapter: Chapter, docstrings: list[Chapter], page: Page) -> Iterator[str]:
    """Yield what is wrong with the docstrings that a page of the reference shows.

    Each of its blocks is an example of a docstring, a signature or a source.
    """
    for docstring in docstrings:
        yield from map(docstring.sentence, (*docstring.problems, *orphans(docstring)))
    blocks = [block for docstring in docstrings for block in docstring.blocks]
    fences = [fence for block in blocks for fence in (block.code, block.output) if fence]
    examples = {(fence.language, fence.text.strip("\n")) for fence in fences}
    for element in page.elements("pre"):
        language, text = language_of(element.parent) or "", page.text(element).strip("\n")
        if (language, text) not in examples and not is_signature_or_source(element):
            place = _place_of(text.strip().partition("\n")[0], docstrings) or chapter.path
            yield f"{place}: nobody runs this code of a docstring:\n{text}"


def _place_of(text: str, chapters: list[Chapter]) -> str | None:
    found = (each.place_of(text) for each in chapters if any(text in line for line in each.lines))
    return next(found, None)


def _place_after(chapter: Chapter, read: Sequence[Fence | Twins], shown: Sequence[str]) -> str:
    """Return the place of the first element that is not both read and shown."""
    if len(read) > len(shown):
        return chapter.where(read[len(shown)].line)
    return chapter.place_of(shown[len(read)].strip().split("\n")[0])
