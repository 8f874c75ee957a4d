"""Renders one page as the site does, and says what only that can show, without building the site.

That is: a block that Markdown shows and the reader did not read, a formula that cannot be read,
a link that leads nowhere.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from pathlib import Path

from markdown import Markdown
from mkdocs.utils.yaml import yaml_load

from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.site.mathematics import FormulaError, with_mathml
from mlbook.publishing.site.page import marked_source
from mlbook.publishing.site.shown import PageError, check_page

MKDOCS_OWN = ("toc", "tables", "fenced_code")
LINK = re.compile(r'\s(?:href|src)="(?P<target>[^"]*)"')
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//")
IDENTITY = re.compile(r'\{[^}\n]*#(?P<short>[^\s}]+)[^}\n]*\}|\bid="(?P<long>[^"]+)"')


def renderer(settings: Path) -> Markdown:
    """Return Markdown with the extensions that the ``mkdocs.yml`` at `settings` names."""
    named = yaml_load(settings.read_text(encoding="utf-8")).get("markdown_extensions", [])
    options: dict[str, dict[str, object]] = {name: {} for name in MKDOCS_OWN}
    for entry in named:
        given = entry if isinstance(entry, dict) else {entry: {}}
        options |= {name: setting or {} for name, setting in given.items()}
    return Markdown(extensions=list(options), extension_configs=options)


def faults_of_page(chapter: Chapter, root: Path, markdown: Markdown) -> str | None:
    """Return what is wrong with the rendered page, a line each; None if nothing is."""
    html = markdown.reset().convert(marked_source(chapter))
    try:
        check_page(chapter, html)
        with_mathml(html)
    except PageError as error:
        return str(error)
    except FormulaError as error:
        return f"{chapter.path}: {error}"
    return "\n".join(_broken_links(chapter, root, html)) or None


def _broken_links(chapter: Chapter, root: Path, html: str) -> Iterator[str]:
    page = root / chapter.path
    for target in dict.fromkeys(LINK.findall(html)):
        target = entities.unescape(target)
        path, _, anchor = target.partition("#")
        if ELSEWHERE.match(target) or target == "#":
            continue
        file = page.parent / path if path else page
        if not file.is_file():
            yield f"{_where(chapter, target)}: the link {target} leads to no file"
        elif anchor and not _has(file, anchor, html if file == page else ""):
            yield f"{_where(chapter, target)}: the link {target} leads to no such id"


def _has(file: Path, anchor: str, html: str) -> bool:
    text = file.read_text(encoding="utf-8") + html
    if "::: " in text:  # ids of the reference come from the package
        return True
    return any(anchor in (found["short"], found["long"]) for found in IDENTITY.finditer(text))


def _where(chapter: Chapter, target: str) -> str:
    lines = (number for number, line in enumerate(chapter.lines, 1) if target in line)
    return chapter.where(next(lines, 1))
