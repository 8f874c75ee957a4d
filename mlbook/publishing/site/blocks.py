"""The blocks of code on a rendered page: their language, their addresses, their folded lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from mlbook.publishing.chapters.chapter import Chapter, Fence
from mlbook.publishing.chapters.folds import Fold
from mlbook.publishing.checking.verdict import TRACEBACK
from mlbook.publishing.site.extension import HEADINGS
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.pieces import Element

# Pygments puts no break between two statements into an element: the tags are nested as they must.
UNFOLD = (
    '<button type="button" class="unfold" aria-expanded="false" '
    'aria-label="{0} 行代码 · {0} lines of code" data-zh="{0} 行" data-en="{0} lines"></button>'
    '<span class="folded">'
)


def language_of(frame: Element | None) -> str | None:
    """Return the language of the block in a frame of highlighted code; None for no such frame."""
    if frame is None or frame.tag != "div" or "highlight" not in frame.classes:
        return None
    named = [name for name in frame.classes if name.startswith("language-")]
    return named[0].removeprefix("language-") if named else ""


def frames_of(page: Page, chapter: Chapter) -> dict[Fence, Element]:
    """Return the frame of each fence of a chapter on its page, which shows them in their order."""
    shown = (each.parent for each in page.elements("pre"))
    return {fence: each for fence, each in zip(chapter.fences, shown, strict=False) if each}


def remove_title(page: Page, frame: Element) -> None:
    """Remove the title of a block, which says what it is to the press and not to readers."""
    for title in page.elements("span", of_class="filename", within=frame):
        page.replace(title, "")


def address_blocks(page: Page) -> None:
    """Give every block but the outputs an id: that of its section, and its number there.

    A block keeps its address as long as none is added above it in its own section. A Python block
    that an output follows gets the class ``printing``: the two are drawn as one. The class
    ``traceback`` marks an output whose long lines wrap.

    Examples
    --------
    >>> from mlbook.publishing.site.blocks import address_blocks
    >>> from mlbook.publishing.site.html import Page
    >>> page = Page('<h2 id="loop">…</h2><div class="language-python highlight"></div>')
    >>> address_blocks(page)
    >>> print(page)
    <h2 id="loop">…</h2><div class="language-python highlight" id="loop-block-1"></div>
    """
    section, number = "", 0
    above: Element | None = None  # the block at hand follows it at once
    for element in page.elements(*HEADINGS, "div"):
        language = language_of(element)
        if element.tag in HEADINGS and "id" in element.attributes:
            # The theme's copy button finds its block by "#id": a dot would begin a class.
            section, number = f"{element.attributes['id'].replace('.', '-')}-", 0
        elif language == "text":
            if page.text(element).lstrip().startswith(TRACEBACK):
                element.add_class("traceback")
            if above and _is_blank(page, above.last + 1, element.first - 1):
                above.add_class("printing")
        elif language:
            number += 1
            element.set(id=f"{section}block-{number}")
            above = element if language == "python" else None


def fold_lines(page: Page, frame: Element, folds: Iterable[Fold]) -> None:
    """Put lines of a block behind buttons."""
    marks = defaultdict[int, str](str)  # by the number of line breaks before them
    for first, last in folds:
        marks[first - 1] += UNFOLD.format(last - first + 1)
        marks[last] += "</span>"
    code = next(page.elements("code", within=frame))
    code.source += marks[0]
    breaks = 0
    for piece in page.inside(code):
        if piece.text:
            first_line, *others = piece.source.split("\n")
            counted = enumerate(others, breaks + 1)
            piece.source = first_line + "".join(f"\n{marks[at]}{line}" for at, line in counted)
            breaks += len(others)


def mark_cells(page: Page) -> None:
    """Give every Python block the class ``cell``: in a lab, it depends on those above it."""
    for element in page.elements("div"):
        if language_of(element) == "python":
            element.add_class("cell")


def _is_blank(page: Page, first: int, last: int) -> bool:
    return not "".join(piece.source for piece in page.pieces[first:last]).strip()
