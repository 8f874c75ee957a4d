"""The last changes of a page: of its content, once it is checked, then of the whole page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from mlbook.publishing.chapters.bilingual import DOT, HAN, is_bilingual, mark_languages
from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.chapters.folds import folds_of
from mlbook.publishing.chapters.languages import ZH_EN, Languages
from mlbook.publishing.chapters.options import OPTIONS, Options
from mlbook.publishing.site.blocks import address_blocks, fold_lines, frames_of
from mlbook.publishing.site.exercises import mark_exercises
from mlbook.publishing.site.figures import complete_figures
from mlbook.publishing.site.guesses import mark_guesses, place_predictions
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.mathematics import put_mathml
from mlbook.publishing.site.needs import mark_needs
from mlbook.publishing.site.pairs import pair_passages
from mlbook.publishing.site.policy import put_policy
from mlbook.publishing.site.reference import link_names
from mlbook.publishing.site.terms import Known, mark_terms
from mlbook.publishing.site.vocabulary import is_of_press
from mlbook.publishing.site.wording import in_words_of, with_root

VERBATIM = frozenset("script style title pre code textarea svg math".split())
REFERENCE_STYLES = "assets/_mkdocstrings.css"
DOCSTRINGS = re.compile(r'<div class="doc[ "]')
STYLE = re.compile(r'<[^>]* style="([^"]*)"')
CONTENT = "<!-- content -->"


def finish_content(
    page: Page,
    chapter: Chapter,
    drawings: Mapping[str, str],
    addresses: Mapping[str, str],
    terms: Iterable[Known] = (),
    everyday: Iterable[str] = (),
) -> None:
    """Add what Markdown cannot know to checked content, and put translations side by side.

    Parameters
    ----------
    page : Page
    chapter : Chapter
        What the page was made from: its blocks, and what it asks its readers.
    drawings : mapping
        The figures of the book, SVG by name.
    addresses : mapping
        Where the reference of a name is, seen from the page.
    terms : iterable of Known
        The terms of the glossary that it may mark.
    everyday : iterable of str
        Words in which it may not.
    """
    put_mathml(page)
    complete_figures(page, drawings)
    address_blocks(page)
    frames = frames_of(page, chapter)
    mark_needs(page, chapter, frames)
    for block, folds in folds_of(chapter.blocks).items():
        fold_lines(page, frames[block.code], folds)
    link_names(page, addresses)
    mark_terms(page, terms, everyday, chapter.languages)
    _mark_languages(page, chapter.languages)
    mark_exercises(page, chapter, frames)
    mark_guesses(page, chapter)
    pair_passages(page, chapter.languages)
    place_predictions(page, chapter, frames)


def finish_page(html: str, content: str, python: str | None, options: Options = OPTIONS) -> str:
    """Return a page as it is written, with the languages of the theme's own words marked.

    Parameters
    ----------
    html : str
        What the theme has made.
    content : str
        The content in it, which is finished: to read it again would take as long as all the rest.
    python : str or None
        The address of Python for readers' browsers, which the policy of the page admits; None for
        a page without a policy.
    options : Options, optional
        What the book says of itself: its languages, and words of the theme in them.
    """
    before, content, after = html.partition(content) if content else (html, "", "")
    page = Page(with_root(before, options) + CONTENT + after)
    _mark_languages(page, options.languages)
    if not DOCSTRINGS.search(html):
        _leave_out_styles_of_docstrings(page)
    if python is not None:
        put_policy(page, python, STYLE.findall(content))
    return in_words_of(str(page), options).replace(CONTENT, content)


def _mark_languages(page: Page, languages: Languages) -> None:
    """Mark both halves of every text `中文 · English` that has not been marked yet.

    In a book in other languages, those that its author has written, and the words of the press.
    """
    for piece in page.pieces:
        text = piece.source.strip()
        if not piece.text or DOT not in text:
            continue
        written_in = ZH_EN if languages != ZH_EN and is_of_press(text) else languages
        is_written = is_bilingual(text, written_in) and (HAN.search(text) or written_in != ZH_EN)
        if is_written and VERBATIM.isdisjoint(each.tag for each in piece.enclosing()):
            piece.source = piece.source.replace(text, mark_languages(text, written_in))


def _leave_out_styles_of_docstrings(page: Page) -> None:
    """Leave out styles that the page does not use: it would wait for them."""
    for link in page.elements("link"):
        if link.attributes.get("href", "").endswith(REFERENCE_STYLES):
            link.source = ""
