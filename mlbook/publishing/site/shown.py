"""Holds the page that readers will see against the chapter that was read and checked."""

from __future__ import annotations

import html as entities
import re

from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.site.elements import Elements
from mlbook.publishing.checking.numbers import hidden
from mlbook.publishing.site.page import MARKED_FIGURE

PREFORMATTED = re.compile(
    r'<div class="(?P<classes>[^"]*\bhighlight\b[^"]*)">|<pre\b[^>]*>(?P<text>.*?)</pre>', re.DOTALL
)


class PageError(Exception):
    """A page whose HTML does not hold what its chapter does."""


def check_page(chapter: Chapter, html: str) -> None:
    """Refuse what the rendered page shows and nobody has checked.

    Parameters
    ----------
    chapter : Chapter
    html : str
        What Markdown has made of `page.marked_source`, and nobody has changed since.

    Raises
    ------
    PageError
        If the page shows other blocks or figures than those of the chapter, elements that Markdown
        does not make, or a number that its source hides.
    """
    check_blocks(chapter, html)
    named = [image.figure for image in chapter.images if image.figure]
    if [name for name, _ in MARKED_FIGURE.findall(html)] != named:
        raise PageError(f"{chapter.path}: the page shows other figures than {named}")
    elements = Elements(html)
    for reason in (*elements.strange, *hidden(chapter, elements.text)):
        raise PageError(f"{chapter.path}: {reason}")


def check_blocks(chapter: Chapter, html: str) -> None:
    """Hold the code that readers will see against the code that was read, block by block.

    Raises
    ------
    PageError
        If Markdown shows a block that the reader did not read, or the other way round.
    """
    if chapter.references:
        return  # its blocks are examples of docstrings, which are run where they stand
    shown = _preformatted(html)
    read = [(fence.language, fence.text.strip("\n")) for fence in chapter.fences]
    for fence, (language, text), seen in zip(chapter.fences, read, shown, strict=False):
        if seen != (language, text):
            raise PageError(
                f"{chapter.where(fence.line)}: the page shows another {seen[0] or 'plain'} block "
                f"here than the one that is checked:\n{seen[1]}"
            )
    if len(shown) != len(read):
        raise PageError(
            f"{chapter.path}: the page shows {len(shown)} blocks of code, but {len(read)} are read"
        )


def _preformatted(html: str) -> list[tuple[str, str]]:
    """Return the text of every `<pre>`, with the language of the element around it."""
    blocks, language = [], ""
    for match in PREFORMATTED.finditer(html):
        if match["text"] is None:
            named = [name for name in match["classes"].split() if name.startswith("language-")]
            language = named[0].removeprefix("language-") if named else ""
        else:
            text = entities.unescape(re.sub(r"<[^>]+>", "", match["text"]))
            blocks.append((language, text.strip("\n")))
            language = ""
    return blocks
