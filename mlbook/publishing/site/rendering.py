"""Renders one page as the site does and checks it, without building the site.

Beside what `checks` finds, that is links that lead nowhere, of which MkDocs warns in a build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from markdown import Markdown

from mlbook.publishing.chapters.chapter import Chapter, Twins
from mlbook.publishing.chapters.options import OPTIONS, Options
from mlbook.publishing.checking.kept import Kept
from mlbook.publishing.site.allowed import LOCAL
from mlbook.publishing.site.checks import faults_of, faults_of_page
from mlbook.publishing.site.extension import BookExtension
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.twins import faults_of_twins

IDENTITY = re.compile(r'\{[^}\n]*#(?P<short>[^\s}]+)[^}\n]*\}|\bid="(?P<long>[^"]+)"')

NUMBERED = {"figure": "/{}.svg)", "equation": r"\label{{{}}}"}  # by what an id begins with


def renderer(options: Options = OPTIONS) -> Markdown:
    """Return the Markdown of a book."""
    return Markdown(extensions=[BookExtension(options.languages, options.figures)])


def render(chapter: Chapter, markdown: Markdown) -> Page:
    """Return a chapter as Markdown makes it, its front matter left out."""
    return Page(markdown.reset().convert(body_of(chapter)))


def body_of(chapter: Chapter) -> str:
    """Return the Markdown of a chapter without its front matter."""
    return "\n".join(chapter.lines[chapter.front_lines :])


def faults_of_cells(lab: Chapter, kept: Kept) -> str:
    """Return what is wrong with a lab before it has run, a line each, or what is kept of that."""
    return kept.text(
        f"{lab.path} cells",
        lab,
        lambda: "\n".join(faults_of(lab, render(lab, renderer(lab.options)))),
    )


class Rendering:
    """A chapter and its page, rendered when one of its checks is first run."""

    def __init__(self, chapter: Chapter, root: Path, markdown: Markdown) -> None:
        self.chapter, self.root, self.markdown = chapter, root, markdown

    @cached_property
    def page(self) -> Page:
        """The page as Markdown makes it."""
        return render(self.chapter, self.markdown)

    @cached_property
    def of_twins(self) -> dict[int, str]:
        """What is wrong with the passages in both languages, by their lines."""
        return faults_of_twins(self.chapter, self.page)

    def fault_of_twins(self, twins: Twins) -> str | None:
        """Return what is wrong with one passage in both languages; None if nothing is."""
        return self.of_twins.get(twins.line)

    def faults_of_page(self) -> str | None:
        """Return what is wrong with the rest of the page, a line each; None if nothing is."""
        links = _broken_links(self.chapter, self.root, self.page)
        return "\n".join((*faults_of_page(self.chapter, self.page), *links)) or None


def _broken_links(chapter: Chapter, root: Path, page: Page) -> Iterator[str]:
    path = root / chapter.path
    for target in dict.fromkeys(_targets(page)):
        name, _, anchor = target.partition("#")
        if not LOCAL.match(target) or target == "#":
            continue
        file = path.parent / name if name else path
        if not file.is_file():
            yield f"{chapter.place_of(target)}: the link {target} leads to no file"
        elif anchor and not _has(file, anchor, page if file == path else Page("")):
            yield f"{chapter.place_of(target)}: the link {target} leads to no such id"


def _targets(page: Page) -> Iterator[str]:
    for element in page.elements("a", "img"):
        drawn = element.parent is not None and element.parent.tag == "figure"
        for name in ("href", "src"):
            if name in element.attributes and not drawn:
                yield element.attributes[name]


def _has(file: Path, anchor: str, page: Page) -> bool:
    text = file.read_text(encoding="utf-8")
    if "::: " in text:  # ids of the reference come from the package
        return True
    kind, _, name = anchor.partition("-")
    if kind in NUMBERED and NUMBERED[kind].format(name) in text:
        return True
    named = any(anchor in (each["short"], each["long"]) for each in IDENTITY.finditer(text))
    return named or any(each.attributes.get("id") == anchor for each in page.elements())
