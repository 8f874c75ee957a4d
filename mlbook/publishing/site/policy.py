"""The Content-Security-Policy of a page: what a reader's browser may load and run for it.

A static host sends no headers of ours, so every page carries its policy in a ``<meta>`` element:
nothing but the site's own files, and of what stands in the page itself only what stood there when
it was built, known by its SHA-256. Event handlers written as attributes have no such leave.
See https://www.w3.org/TR/CSP3/.
"""

from __future__ import annotations

import base64
import hashlib
import html as entities
from html.parser import HTMLParser
from urllib.parse import urlsplit

PLACE = '<meta charset="utf-8">'  # which a browser must meet early, and the policy soon after
DATA = {"application/json", "application/ld+json"}  # scripts that are not run


def with_policy(html: str, python: str) -> str:
    """Return a page with its policy.

    Parameters
    ----------
    html : str
        The whole page, as it will be written.
    python : str
        The address of the folder with the Python for readers' browsers, ending in a slash:
        absolute if another host has it.

    Raises
    ------
    ValueError
        If the page does not say that it is UTF-8: there is no place for the policy then.

    Examples
    --------
    >>> from mlbook.publishing.site.policy import with_policy
    >>> page = with_policy('<head><meta charset="utf-8"><script>f()</script>', "run/pyodide/")
    >>> "script-src &#x27;self&#x27; &#x27;wasm-unsafe-eval&#x27; &#x27;sha256-" in page
    True
    """
    before, place, after = html.partition(PLACE)
    if not place:
        raise ValueError(f"the page has no {PLACE}, after which its security policy would stand")
    policy = entities.escape(policy_of(html, python))
    return f'{before}{place}\n<meta http-equiv="Content-Security-Policy" content="{policy}">{after}'


def policy_of(html: str, python: str) -> str:
    """Return the policy of a page, as :func:`with_policy` puts it there."""
    inline = _Inline()
    inline.feed(html)
    inline.close()
    # The folder and not its host: that host has everybody's files.
    elsewhere = f" {python}" if urlsplit(python).netloc else ""
    attributes = ["'unsafe-hashes'", *inline.attributes] if inline.attributes else []
    return "; ".join(
        (
            "default-src 'none'",
            # WebAssembly is for Run; its worker has the page's policy, for it comes from a blob.
            " ".join((f"script-src 'self'{elsewhere} 'wasm-unsafe-eval'", *inline.scripts)),
            " ".join(("style-src 'self'", *inline.styles, *attributes)),
            f"connect-src 'self'{elsewhere}",
            "worker-src 'self' blob:",
            "img-src 'self' data: blob:",  # the theme's icons; what a block has drawn in the page
            "font-src 'self'",
            "form-action 'self'",  # the search, without scripts
            "base-uri 'none'",
        )
    )


class _Inline(HTMLParser):
    """Finds what stands in a page itself and is run or styles it, as the hashes of a policy."""

    def __init__(self) -> None:
        super().__init__()
        # Dictionaries, for they keep the order of the page: the same page has the same policy.
        self.scripts: dict[str, None] = {}
        self.styles: dict[str, None] = {}
        self.attributes: dict[str, None] = {}
        self.found: dict[str, None] | None = None  # where the text at hand belongs
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if style := values.get("style"):
            self.attributes[_hash(style)] = None
        if tag == "style":
            self.found, self.text = self.styles, ""
        elif tag == "script" and "src" not in values and values.get("type") not in DATA:
            self.found, self.text = self.scripts, ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if self.found is not None:
            self.found[_hash(self.text)] = None
        self.found, self.text = None, ""


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
