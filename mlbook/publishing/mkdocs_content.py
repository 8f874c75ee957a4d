"""Makes the content of a page of what Markdown has made of it, and its part of the search."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from mkdocs.structure.pages import Page

from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.mkdocs_refusing import refuse
from mlbook.publishing.mkdocs_surroundings import Surroundings
from mlbook.publishing.notebooks.downloads import with_offers
from mlbook.publishing.notebooks.labs import is_lab
from mlbook.publishing.search.sections import sections_of
from mlbook.publishing.site import html
from mlbook.publishing.site.blocks import mark_cells
from mlbook.publishing.site.checks import faults_of
from mlbook.publishing.site.finishing import finish_content
from mlbook.publishing.site.home import with_first_screen
from mlbook.publishing.site.provenance import counts_of, with_provenance
from mlbook.publishing.site.reference import put_written, with_scripts
from mlbook.publishing.site.wording import in_words_of


def finished(
    content: str,
    page: Page,
    chapter: Chapter,
    drawings: Mapping[str, str],
    around: Surroundings,
) -> str:
    """Check the rendered content of a page; return as JSON what readers get, and its sections."""
    uri = page.file.src_uri
    packages = {name.partition(".")[0] for name in chapter.references}
    shown = html.Page(with_scripts(content, packages) if packages else content)
    refuse(faults_of(chapter, shown))
    finish_content(shown, chapter, drawings, around.names, around.terms, around.everyday)
    put_written(shown, around.written, chapter.options)
    if is_lab(uri):
        mark_cells(shown)
    whole = with_offers(str(shown), uri, page.url) if chapter.blocks else str(shown)
    whole = with_first_screen(whole, around.start) if page.is_homepage else whole
    whole = with_provenance(whole, chapter, counts_of(chapter, shown), around.how)
    whole = in_words_of(whole, chapter.options)
    sections = [asdict(each) for each in sections_of(whole, chapter.languages)]
    return json.dumps([whole, sections], ensure_ascii=False)
