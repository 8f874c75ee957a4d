"""The words that mkdocstrings writes around docstrings, in both languages.

The languages are marked where all of a page is finished.
"""

from __future__ import annotations

import re

from mlbook.publishing.site.html import Page

TITLES = {
    "Attributes": "属性 · Attributes",
    "Examples": "示例 · Examples",
    "Notes": "说明 · Notes",
    "Parameters": "参数 · Parameters",
    "Raises": "异常 · Raises",
    "References": "文献 · References",
    "Returns": "返回 · Returns",
}
LABELS = {
    "class-attribute": "类属性 · class attribute",
    "dataclass": "数据类 · dataclass",
    "property": "属性 · property",
    "writable": "可写 · writable",
}
DEFAULT = "default:", "<span>默认 · default</span>"
NAMED, ITEM = frozenset({"doc-section-title", "doc-label"}), "doc-section-item"  # classes
# Between a name and what is said of it, which stands on lines of its own.
DASH = re.compile(r"\s*–\s*$")


def put_words(page: Page) -> None:
    """Put both languages in the place of the titles and the labels of docstrings.

    Parameters
    ----------
    page : Page
        As mkdocstrings has made it, with its sections as lists.
    """
    for element in page.elements("span", "summary", "small"):
        words = LABELS if element.tag == "small" else TITLES
        is_named = element.tag == "summary" or not NAMED.isdisjoint(element.classes)
        if is_named and (said := words.get(page.text(element).strip().removesuffix(":"))):
            page.fill(element, said)
    for item in page.elements("li"):
        if ITEM in item.classes:
            for piece in (each for each in page.inside(item) if each.parent is item and each.text):
                piece.source = DASH.sub("", piece.source.replace(*DEFAULT))
