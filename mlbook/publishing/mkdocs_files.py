"""The pages among the files of the site, the files that the press adds, and their addresses."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from mlbook.publishing.browser import pyodide
from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.chapters.options import Options
from mlbook.publishing.chapters.reader import read_chapter
from mlbook.publishing.checking.book import Book
from mlbook.publishing.notebooks.downloads import downloads_of
from mlbook.publishing.notebooks.labs import is_lab, read_lab
from mlbook.publishing.site.figures import drawings_of
from mlbook.publishing.site.home import DIGITS, packed_digits


def add_what_scripts_fetch(
    files: Files, config: MkDocsConfig, python: pyodide.Python, moving: bool
) -> None:
    """Add what runs blocks in readers' browsers, and what the network learns from that moves."""
    digits = {DIGITS: packed_digits()} if moving else {}
    for address, packed in {**python.archives, **digits}.items():
        files.append(File.generated(config, address, content=packed))
    for address, path in python.files.items():
        files.append(File.generated(config, address, abs_src_path=str(path)))


def book_of(files: Files, root: Path, options: Options) -> tuple[Book, dict[str, Chapter]]:
    """Read the book; return it, and each of its pages by its path in the book."""
    paths = {page.src_uri: Path(page.abs_src_path or "") for page in files.documentation_pages()}
    chapters = {
        uri: (read_lab if is_lab(uri) else read_chapter)(path, root, options)
        for uri, path in paths.items()
    }
    return Book([*chapters.values()], options), chapters


def add_downloads(files: Files, config: MkDocsConfig, chapters: Mapping[str, Chapter]) -> None:
    """Add the notebooks and the scripts that pages offer."""
    for uri, chapter in chapters.items():
        resolve = partial(_address_of, config, files, uri)
        for address, content in downloads_of(chapter, uri, resolve):
            files.append(File.generated(config, address, content=content))


def add_drawings(
    files: Files, config: MkDocsConfig, uri: str, chapter: Chapter, figures: Mapping[str, str]
) -> None:
    """Add the drawings of the page `uri`, for light and for dark pages."""
    for path, svg in drawings_of(chapter, figures):
        files.append(File.generated(config, join(dirname(uri), path), content=svg))


def _address_of(config: MkDocsConfig, files: Files, source: str, target: str) -> str | None:
    """Return the address on the web of what the page `source` links to; None if it has none."""
    path, _, anchor = target.partition("#")
    file = files.get_file_from_path(normpath(join(dirname(source), path)) if path else source)
    if file is None or not config.site_url:
        return None
    return urljoin(config.site_url, file.url) + (f"#{anchor}" if anchor else "")
