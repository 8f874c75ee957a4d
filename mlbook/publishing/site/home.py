"""The first screen of a book: what it is, one button that leads into it, and one picture."""

from __future__ import annotations

from mlbook.publishing.chapters.bilingual import mark_languages
from mlbook.publishing.site.html import Page

BUTTON = '\n<p class="start"><a class="md-button md-button--primary" href="{}">{}</a></p>\n'
WORDS = "从这里开始 · Start here"
PROGRESS = '\n<div class="progress"></div>'  # theme/assets/progress/home.js fills it


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
    passages = next((each for each in page.elements("div") if "twins" in each.classes), None)
    if passages is None:
        return html
    end = page.pieces[passages.last]
    if start:
        end.source += BUTTON.format(start, mark_languages(WORDS))
    if figure := next(page.elements("figure"), None):
        whole = page.pieces[figure.first - 1 : figure.last + 1]
        drawn = "".join(piece.source for piece in whole)
        page.replace(figure, "")
        blocks = (each for each in page.elements("div") if "language-python" in each.classes)
        if before := [each for each in blocks if each.first < figure.first]:
            before[-1].set(**{"data-figure": "above"})  # Run expects the figure that it draws
        end.source += drawn
    if start:
        end.source += PROGRESS
    return str(page)
