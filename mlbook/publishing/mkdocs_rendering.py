"""Renders the Markdown of a page as MkDocs does, unless what it made of the page is kept."""

from __future__ import annotations

import json
import logging
from functools import lru_cache, partial
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc
from mkdocs.utils import CountHandler

from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.checking.dependencies import digest
from mlbook.publishing.checking.kept import Kept

LOG = logging.getLogger("mkdocs")


def keep_rendering(page: Page, chapter: Chapter, kept: Kept) -> None:
    """Let MkDocs render a page by `render_page`, but for the reference, which mkdocstrings does."""
    if not chapter.references:  # mkdocstrings remembers what it shows there
        page.render = partial(render_page, page, kept)  # type: ignore[method-assign]


def render_page(page: Page, kept: Kept, config: MkDocsConfig, files: Files) -> None:
    """Give a page its content, its contents list and its links, in place of ``Page.render``.

    A page of which MkDocs says anything is not kept: its warnings would be missed in the next
    build. Where MkDocs is told to say less or more, nothing is kept either.

    Parameters
    ----------
    page : Page
    kept : Kept
    config : MkDocsConfig
    files : Files
        Their addresses are in the links of the page.
    """
    depends = page.file.src_uri, page.markdown, _addresses(files)

    def rendered() -> str:
        counter = CountHandler()
        LOG.addHandler(counter)
        try:
            Page.render(page, config, files)
        finally:
            LOG.removeHandler(counter)
        if counter.get_counts():
            raise _WarnedError
        linked = {file.src_uri: links for file, links in (page.links_to_anchors or {}).items()}
        toc = [_token(item) for item in page.toc]
        ids = sorted(page.present_anchor_ids or ())
        return json.dumps([page.content, toc, page._title_from_render, ids, linked])

    if LOG.getEffectiveLevel() != logging.INFO:
        Page.render(page, config, files)
        return
    try:
        text = kept.text(f"{page.file.src_uri} rendered", depends, rendered)
    except _WarnedError:
        return
    page.content, toc, page._title_from_render, ids, linked = json.loads(text)
    page.toc, page.present_anchor_ids = get_toc(toc), set(ids)
    sources = files.src_uris
    page.links_to_anchors = {sources[uri]: links for uri, links in linked.items()}


@lru_cache(maxsize=1)  # for every page of a build: what comes to the files later no page links to
def _addresses(files: Files) -> bytes:
    """Return a digest of all that pages can link to."""
    return digest(repr([(each.src_uri, each.url, each.inclusion.name) for each in files]).encode())


class _WarnedError(Exception):
    """MkDocs has said something of a page, which it would not say again of a kept one."""


def _token(item: AnchorLink) -> Any:
    children = [_token(child) for child in item.children]
    return {"name": item.title, "id": item.id, "level": item.level, "children": children}
