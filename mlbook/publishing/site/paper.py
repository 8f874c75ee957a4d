"""The whole book as one PDF: the pages of a built site, joined, and printed by Chromium.

``python -m mlbook.publishing.site.paper site zh en`` writes ``book-zh.pdf`` and ``book-en.pdf``.
Links between pages lead to the page in the PDF, and the headings are its outline.
"""

from __future__ import annotations

import argparse
import getpass
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urldefrag, urljoin, urlsplit

from mlbook.publishing.site.html import Page
from mlbook.publishing.site.pieces import Element

MODES = {"zh": "zh-CN", "en": "en", "both": "zh-CN"}  # of reading, with the language of the whole
BROWSERS = (
    "chromium",
    "chromium-headless-shell",
    "chromium-browser",
    "google-chrome",
    "chrome",
    "msedge",
)
IDS = frozenset({"id", "for", "name"})  # attributes
MOVED = IDS | {"href", "src"}
BOOK = """<!doctype html>
<html lang="{language}" data-reading="{mode}"><meta charset="utf-8"><title>{title}</title>
{styles}
<body dir="ltr">
{articles}
</body></html>
"""


def whole_book(site: Path, mode: str) -> str:
    """Return the pages of a built site, in the order of the book, as one page in its folder.

    Parameters
    ----------
    site : Path
    mode : str
        The reading mode: zh, en or both.
    """
    pages = dict(_pages(site))
    home = pages[""]
    styles = [each for each in home.elements("link") if each.attributes.get("rel") == "stylesheet"]
    return BOOK.format(
        language=MODES[mode],
        mode=mode,
        title=next((home.text(each) for each in home.elements("title")), ""),
        styles="\n".join(each.source for each in styles),
        articles="\n".join(_article(address, page, pages) for address, page in pages.items()),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a built site, once for each reading mode that is named."""
    parser = argparse.ArgumentParser(prog="python -m mlbook.publishing.site.paper")
    parser.add_argument("site", type=Path, help="the folder that mkdocs build has written")
    parser.add_argument("modes", nargs="*", metavar="zh, en, both", default=["zh", "en"])
    given = parser.parse_args(arguments)
    browser = os.environ.get("MLBOOK_CHROMIUM") or next(
        filter(None, map(shutil.which, BROWSERS)), ""
    )
    if not browser:
        parser.error("no Chromium is found: MLBOOK_CHROMIUM can name it")
    if unknown := [mode for mode in given.modes if mode not in MODES]:
        parser.error(f"no reading mode: {', '.join(unknown)}")
    for mode in given.modes:
        print(_print(browser, given.site.resolve(), mode, Path(f"book-{mode}.pdf").resolve()))
    return 0


def _print(browser: str, site: Path, mode: str, pdf: Path) -> str:
    options = ["--headless", "--disable-gpu", "--no-pdf-header-footer"]
    options += ["--generate-pdf-document-outline", "--virtual-time-budget=60000"]
    options += (
        ["--no-sandbox"] if getpass.getuser() == "root" else []
    )  # which Chromium asks of root
    with NamedTemporaryFile("w", suffix=".html", dir=site, encoding="utf-8") as file:
        file.write(whole_book(site, mode))
        file.flush()
        command = [browser, *options, f"--print-to-pdf={pdf}", Path(file.name).as_uri()]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return str(pdf)


def _pages(site: Path) -> Iterator[tuple[str, Page]]:
    """Yield the address of each page of a site and the page: each names the next one."""
    address: str | None = ""
    while address is not None:
        page = Page((site / address / "index.html").read_text(encoding="utf-8"))
        yield address, page
        following = (each for each in page.elements("link") if each.attributes["rel"] == "next")
        href = next((each.attributes["href"] for each in following), None)
        address = href and _absolute(address, href)


def _article(address: str, page: Page, pages: dict[str, Page]) -> str:
    """Return the content of a page, its ids and addresses those of the joined page."""
    article = next(page.elements("article"))
    article.set(id=_name(address))
    for element in page.elements(within=article):
        if not MOVED.isdisjoint(element.attributes):
            _move(address, element, pages)
    return page.html(article)


def _move(address: str, element: Element, pages: dict[str, Page]) -> None:
    """Give an element the ids and addresses that it has in the joined page."""
    seen = element.attributes
    seen.pop("loading", None)  # paper shows all pictures
    for name in IDS.intersection(seen):
        seen[name] = _name(address, seen[name])
    if "src" in seen:
        seen["src"] = _absolute(address, seen["src"])
    if not urlsplit(href := seen.get("href", "")).scheme:
        path, anchor = urldefrag(_absolute(address, href))
        seen.pop("href", None)  # on paper a file that is no page cannot be opened
        if href and path in pages:
            seen["href"] = f"#{_name(path, anchor)}"
    element.set()


def _absolute(address: str, href: str) -> str:
    """Return an address of a page as the folder of the site has it."""
    return urljoin(f"/{address}", href).lstrip("/")


def _name(address: str, anchor: str = "") -> str:
    """Return the id of a page in the joined one, or of a part of the page."""
    return f"{address.strip('/').replace('/', '-') or 'home'}{f'--{anchor}' if anchor else ''}"


if __name__ == "__main__":
    sys.exit(main())
