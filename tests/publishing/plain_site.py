"""Writes the pages of the book as plain HTML: python plain_site.py DOCS DIRECTORY.

This is the press without MkDocs and without a theme: Python-Markdown, what the press knows of a
page, and these lines in place of both. A block is not run here: its figure is an empty drawing.
Of a page of the reference it shows the names and their examples, which mkdocstrings would bring.
It prints what is wrong with the pages, a line each.
"""

import html as entities
import os
import re
import sys
from functools import partial
from pathlib import Path

import yaml

from mlbook.publishing.chapters.docstrings import docstrings_behind
from mlbook.publishing.chapters.glossary import GLOSSARY, everyday_words, glossary_of
from mlbook.publishing.chapters.options import Options, entries_of
from mlbook.publishing.chapters.reader import read_chapter
from mlbook.publishing.checking.book import Book
from mlbook.publishing.notebooks.labs import read_lab
from mlbook.publishing.site.checks import faults_of
from mlbook.publishing.site.finishing import finish_content, finish_page
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.reference import BLOCK, names_of
from mlbook.publishing.site.rendering import render, renderer
from mlbook.publishing.site.terms import known_on

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt"/>'
WHOLE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>{}</title></head>
<body><article>{}</article></body></html>
"""
PYTHON = "python/"  # the address of a Python for readers' browsers
LINK = re.compile(r"(?![a-z]+:)(?P<path>[^#]+)\.(?:md|py)(?P<anchor>#.*)?")


def with_examples(chapter, page):
    """Return a page of the reference with its names and their examples."""
    shown = []
    for name in chapter.references:
        shown.append(f'<h2 id="{name}"><code>{name.rpartition(".")[2]}</code></h2>')
    for docstring in docstrings_behind(chapter.references):
        for block in docstring.blocks:
            for fence in filter(None, (block.code, block.output)):
                code = entities.escape(fence.text, quote=False)
                shown.append(BLOCK.format(fence.language, code))
    return Page(re.sub(r"<p>::: .*?</p>", "", str(page), flags=re.DOTALL) + "\n".join(shown))


def address(source, uri, anchor=""):
    """Return the address of a page, seen from another one."""
    path = os.path.relpath(uri, os.path.dirname(source))
    return f"{path}#{anchor}" if anchor else path


def with_addresses(html):
    """Let links lead to the pages that are written."""
    page = Page(html)
    for link in page.elements("a"):
        if match := LINK.fullmatch(link.attributes.get("href", "")):
            link.set(href=f"{match['path']}.html{match['anchor'] or ''}")
    return str(page)


def write(docs, directory):
    """Write all pages, and return what is wrong with them."""
    root, markdown = docs.parent, renderer()
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    nav = settings.partition("\nnav:\n")[2].partition("\n\n")[0]  # MkDocs alone knows !ENV
    options = Options(nav=(*entries_of(yaml.safe_load(nav)),))
    paths = {each.relative_to(docs).as_posix(): each for each in sorted(docs.rglob("*.*"))}
    readers = {".md": read_chapter, ".py": read_lab}
    read = {
        uri: readers[path.suffix](path, root, options)
        for uri, path in paths.items()
        if path.suffix in readers
    }
    book = Book([*read.values()], options)
    faults = []
    chapters = {uri: book.numbering.numbered(chapter) for uri, chapter in read.items()}
    uris = {chapter.path: uri for uri, chapter in read.items()}
    order = [uris[path] for path in book.numbering.numbers]
    names, terms, everyday = names_of(chapters), glossary_of(chapters), everyday_words(chapters)
    for uri, chapter in chapters.items():
        seen = partial(address, uri)
        page = render(chapter, markdown)
        if chapter.references:
            page = with_examples(chapter, page)
        faults += faults_of(chapter, page)
        known = [] if chapter.references or uri == GLOSSARY else terms
        finish_content(
            page,
            chapter,
            {image.figure: DRAWING for image in chapter.images if image.figure},
            {} if chapter.references else {name: seen(*at) for name, at in names.items()},
            known_on(known, uri, order, seen),
            everyday,
        )
        content = with_addresses(str(page))
        html = WHOLE.format(entities.escape(chapter.headings[0].text), content)
        whole = finish_page(html, content, PYTHON)
        path = (directory / uri).with_suffix(".html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(whole, encoding="utf-8")
    return faults


if __name__ == "__main__":
    print("\n".join(write(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))))
