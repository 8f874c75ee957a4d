"""Sources in the reference: the code of a name, to unfold under what its docstring says."""

from __future__ import annotations

import html as entities
from collections.abc import Iterable

from mlbook.publishing.chapters.docstrings import without_docstrings
from mlbook.publishing.site.highlighting import highlighted
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.pieces import Element

DETAILS = (
    '<details class="source">'
    "<summary>源代码 · Source code <code>{}</code></summary>"
    '<div class="highlight"><pre><span></span><code>{}</code></pre></div></details>'
)


def source_of(page: Page, details: Element, packages: Iterable[str]) -> str:
    """Return the element in which mkdocstrings shows a source, as the book shows it.

    Parameters
    ----------
    page : Page
    details : Element
        It holds a summary with the path of the file, and a table of line numbers and code.
    packages : iterable of str
        The names of those that the page is about.

    Returns
    -------
    str
        HTML without line numbers and docstrings; empty for a method, whose source stands in that
        of its class.
    """
    if sum("doc-object" in each.classes for each in details.enclosing()) > 1:
        return ""
    path = next(page.elements("code", within=details))
    *_, code = page.elements("pre", within=details)  # the first holds the line numbers
    source = without_docstrings(page.text(code))
    # mkdocstrings shows the path as seen from where the build was started.
    shown = page.text(path)
    within = (f"{each}/{shown.rpartition(f'{each}/')[2]}" for each in packages if each in shown)
    in_package = next(within, shown)
    return DETAILS.format(entities.escape(in_package), highlighted(source))
