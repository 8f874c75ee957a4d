"""All pages of a book: one is checked beside the others, even if it alone is tested."""

from __future__ import annotations

from pathlib import Path

from mlbook.publishing.chapters.options import Options
from mlbook.publishing.chapters.reader import read_chapter
from mlbook.publishing.checking.book import Book
from mlbook.publishing.notebooks.labs import read_lab


def read_book(root: Path, options: Options) -> Book:
    """Return the book in `root`, as its options say; it need not have a ``mkdocs.yml``."""
    docs = root / options.docs
    pages = [read_chapter(path, root, options) for path in sorted(docs.rglob("*.md"))]
    pages += [read_lab(path, root, options) for path in sorted(docs.rglob("*.py"))]
    return Book(pages, options)
