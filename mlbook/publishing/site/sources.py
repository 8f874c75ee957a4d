"""Sources in the reference: the code of a name, to unfold under what its docstring says."""

from __future__ import annotations

import ast
import html as entities
import textwrap

from mlbook.publishing.site.highlighting import highlighted
from mlbook.publishing.site.html import Element, Page

DETAILS = (
    '<details class="source" data-search-exclude>'
    "<summary>源代码 · Source code <code>{}</code></summary>"
    '<div class="highlight"><pre><span></span><code>{}</code></pre></div></details>'
)


def source_of(page: Page, details: Element) -> str:
    """Return the element in which mkdocstrings shows a source, as the book shows it.

    Parameters
    ----------
    page : Page
    details : Element
        It holds a summary with the path of the file, and a table of line numbers and code.

    Returns
    -------
    str
        HTML without line numbers and docstrings; empty for a method, whose source stands in that
        of its class.
    """
    if sum("doc-object" in each.classes for each in details.enclosing()) > 1:
        return ""
    inside = [piece for piece in page.inside(details) if isinstance(piece, Element)]
    path = next(each for each in inside if each.tag == "code")
    code = [each for each in inside if each.tag == "pre"][-1]  # the first holds the line numbers
    source = without_docstrings(page.text(code))
    # mkdocstrings shows the path as seen from where the build was started.
    in_package = "mlbook/" + page.text(path).rpartition("mlbook/")[2]
    return DETAILS.format(entities.escape(in_package), highlighted(source))


def without_docstrings(source: str) -> str:
    r"""Return a source without its docstrings, which the reference shows above it.

    Examples
    --------
    >>> from mlbook.publishing.site.sources import without_docstrings
    >>> print(without_docstrings("def f(x):\n    'Return x.'\n\n    return x\n"), end="")
    def f(x):
        return x
    """
    lines = textwrap.dedent(source).splitlines(keepends=True)
    for node in ast.walk(ast.parse("".join(lines))):
        body = getattr(node, "body", [])
        for docstring in filter(_is_docstring, body if isinstance(body, list) else []):
            first, last = docstring.lineno - 1, docstring.end_lineno or 0
            if len(body) == 1:
                lines[first] = f"{' ' * docstring.col_offset}...\n"
                first += 1
            elif docstring is body[0]:
                while lines[last : last + 1] == ["\n"]:
                    last += 1
            lines[first:last] = [""] * (last - first)
    return "".join(lines)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
