"""The page to take home: which files a page offers, and where they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from posixpath import basename, dirname, relpath

from mlbook.publishing.chapters.bilingual import mark_languages
from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.notebooks.cells import Resolve, cells_of
from mlbook.publishing.notebooks.labs import is_lab
from mlbook.publishing.notebooks.notebook import notebook_of, script_of

OFFERS = {
    ".ipynb": "下载 Jupyter 笔记本 · Download as a Jupyter notebook",
    ".py": "下载 Python 脚本 · Download as a Python script",
}

PLACE_OF_RUN = '<div class="whole-lab"></div>'  # where run.js offers to run a lab


def downloads_of(chapter: Chapter, source: str, resolve: Resolve) -> Iterator[tuple[str, str]]:
    """Yield the files that the page at `source` offers: the address in the site, the content."""
    if chapter.blocks:
        cells = cells_of(chapter, resolve, resolve("#"))
        yield f"{_stem(source)}.ipynb", notebook_of(cells)
        yield f"{_stem(source)}.py", script_of(cells, chapter.options)


def with_offers(html: str, source: str, url: str) -> str:
    """Offer the downloads of a page under its title, those of the home page at its end.

    Parameters
    ----------
    html : str
        The content of the page.
    source : str
        Where the page is written: ``chapters/data.md``.
    url : str
        Where it is read: ``chapters/data/``; empty for the home page.
    """
    stem = _stem(source)
    address = f"{relpath(dirname(stem) or '.', dirname(url))}/{basename(stem)}"
    links = "\n".join(
        f'<a href="{address}{suffix}" download>{mark_languages(words)}</a>'
        for suffix, words in OFFERS.items()
    )
    head, title, rest = html.partition("</h1>") if url else (html, "", "")
    place = f"\n{PLACE_OF_RUN}" if is_lab(source) else ""
    return f'{head}{title}\n<p class="offers">{links}</p>{place}{rest}'


def _stem(source: str) -> str:
    """Return where the downloads of a page are: beside a chapter, in the directory of a lab."""
    stem = str(PurePosixPath(source).with_suffix(""))
    return f"{stem}/{basename(stem)}" if is_lab(source) else stem
