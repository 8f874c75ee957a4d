"""Figures on a rendered page: their files, their sizes, their alternative texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from mlbook.publishing.chapters.chapter import Chapter
from mlbook.publishing.running.figures import for_dark_pages, size_of
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.pieces import Element

# Each module is a figure that moves; it has the name of the drawing whose place it takes.
MODULES = Path(__file__).parents[1] / "theme" / "assets" / "moving"
# A script opens the drawing over the page; without one the browser opens its file.
LINK = '<a class="enlarge" href="{}" title="看大图 · See it large">'


def drawings_of(chapter: Chapter, drawings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the files of a chapter's figures, light and dark: the path as its images have it, SVG.

    A figure without a drawing is left out: a lab has none before it has run.
    """
    for image in chapter.images:
        if image.figure and image.figure in drawings:
            svg = drawings[image.figure]
            yield image.target, svg
            yield f"{image.target.removesuffix('.svg')}.dark.svg", for_dark_pages(svg)


def figures_of(page: Page) -> Iterator[tuple[str, Element]]:
    """Yield every figure of a page with its name."""
    for element in page.elements("figure"):
        yield element.attributes.get("id", "").removeprefix("figure-"), element


def moving_figures() -> list[str]:
    """Return the names of the figures that move where scripts run."""
    return sorted(path.stem for path in MODULES.glob("*.js"))


def complete_figures(page: Page, drawings: Mapping[str, str]) -> None:
    """Give each drawing its size, the words of its caption, and a link to see it large.

    Parameters
    ----------
    page : Page
        Its formulas are MathML already.
    drawings : mapping
        SVG by name.
    """
    for name, figure in figures_of(page):
        *images, caption = page.children(figure)
        written = Page(page.html_inside(caption))
        words = "".join(piece.text for piece in written.pieces).strip()
        width, height = map(str, size_of(drawings[name]))
        for image in images:
            image.set(alt=words, width=width, height=height, loading="lazy")
        page.surround(images[0], LINK.format(images[0].attributes["src"]))
        page.surround(images[-1], after="</a>")
