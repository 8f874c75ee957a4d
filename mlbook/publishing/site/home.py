"""The first screen of a book: what it is, one button that leads into it, and one picture."""

from __future__ import annotations

import gzip

import numpy as np

from mlbook.datasets import load_digits
from mlbook.publishing.chapters.bilingual import mark_languages
from mlbook.publishing.site.html import Page

BUTTON = '\n<p class="start"><a class="md-button md-button--primary" href="{}">{}</a></p>\n'
WORDS = "从这里开始 · Start here"
PROGRESS = '\n<div class="progress"></div>'  # theme/assets/progress/home.js fills it
DIGITS = "assets/moving/digit/digits.bin"  # fetched when a reader begins to teach


def packed_digits() -> bytes:
    """Return the digits that the network of the home page learns from, and those it never sees.

    Of each of the 1,797 digits a byte says what it is, and 64 bytes are its pixels, from 0 to 16.

    Examples
    --------
    >>> import gzip
    >>> from mlbook.publishing.site.home import packed_digits
    >>> print(len(gzip.decompress(packed_digits())) / (1 + 64))
    1797.0
    """
    parts = [np.column_stack([labels, images]) for images, labels in load_digits(normalize=False)]
    return gzip.compress(np.vstack(parts).astype(np.uint8).tobytes(), mtime=0)


def with_first_screen(html: str, start: str | None) -> str:
    """Put the button under the first passages of the home page, its first figure and the progress.

    The block that draws the figure stays where it is, below: a figure has to follow its block in
    the source, and readers want to see it before they read any code.

    Parameters
    ----------
    html : str
        The finished content of the page.
    start : str or None
        Address of the first chapter; None in a book without chapters.

    Examples
    --------
    >>> from mlbook.publishing.site.home import with_first_screen
    >>> with_first_screen('<div class="twins"></div><pre></pre><figure></figure>', None)
    '<div class="twins"></div><figure></figure><pre></pre>'
    """
    page = Page(html)
    passages = next(page.elements("div", of_class="twins"), None)
    passages = passages or next(page.elements("p"), None)  # in a book in one language
    if passages is None:
        return html
    shown = BUTTON.format(start, mark_languages(WORDS)) if start else ""
    if figure := next(page.elements("figure"), None):
        shown += page.html(figure)
        page.replace(figure, "")
        blocks = page.elements("div", of_class="language-python")
        if before := [each for each in blocks if each.first < figure.first]:
            before[-1].set(**{"data-figure": "above"})  # Run expects the figure that it draws
    page.surround(passages, after=shown + PROGRESS if start else shown)
    return str(page)
