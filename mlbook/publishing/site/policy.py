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
from collections.abc import Iterable
from urllib.parse import urlsplit

from mlbook.publishing.site.html import Page
from mlbook.publishing.site.pieces import Element

PLACE = '<meta charset="utf-8">'  # which a browser must meet early, and the policy soon after
DATA = {"application/json", "application/ld+json"}  # scripts that are not run


def put_policy(page: Page, python: str, styles: Iterable[str] = ()) -> None:
    """Put its policy on a page.

    Parameters
    ----------
    page : Page
        The whole page, as it will be written.
    python : str
        The address of the folder with the Python for readers' browsers, ending in a slash:
        absolute if another host has it.
    styles : iterable of str
        The attributes ``style`` of what is not read with the page, its content.

    Raises
    ------
    ValueError
        If the page does not say that it is UTF-8: there is no place for the policy then.

    Examples
    --------
    >>> from mlbook.publishing.site.html import Page
    >>> from mlbook.publishing.site.policy import put_policy
    >>> page = Page('<head><meta charset="utf-8"><script>f()</script>')
    >>> put_policy(page, "run/pyodide/")
    >>> "script-src &#x27;self&#x27; &#x27;wasm-unsafe-eval&#x27; &#x27;sha256-" in str(page)
    True
    """
    places = [each for each in page.elements("meta") if each.source == PLACE]
    if not places:
        raise ValueError(f"the page has no {PLACE}, after which its security policy would stand")
    policy = entities.escape(policy_of(page, python, styles))
    meta = f'\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
    page.surround(places[0], after=meta)


def policy_of(page: Page, python: str, styles_of_content: Iterable[str] = ()) -> str:
    """Return the policy of a page, as :func:`put_policy` puts it there."""
    scripts = _hashes(page.text(each) for each in page.elements("script") if _is_run(each))
    styles = _hashes(page.text(each) for each in page.elements("style"))
    in_page = (each.attributes.get("style", "") for each in page.elements())
    attributes = _hashes((*in_page, *map(entities.unescape, styles_of_content)))
    if attributes:
        attributes.insert(0, "'unsafe-hashes'")
    # The folder and not its host: that host has everybody's files.
    elsewhere = f" {python}" if urlsplit(python).netloc else ""
    return "; ".join(
        (
            "default-src 'none'",
            # WebAssembly is for Run; its worker has the page's policy, for it comes from a blob.
            " ".join((f"script-src 'self'{elsewhere} 'wasm-unsafe-eval'", *scripts)),
            " ".join(("style-src 'self'", *styles, *attributes)),
            f"connect-src 'self'{elsewhere}",
            "worker-src 'self' blob:",
            "img-src 'self' data: blob:",  # the theme's icons; what a block has drawn in the page
            "font-src 'self'",
            "form-action 'none'",
            "base-uri 'none'",
        )
    )


def _is_run(script: Element) -> bool:
    """Say whether a script stands in the page itself, and is one."""
    return "src" not in script.attributes and script.attributes.get("type") not in DATA


def _hashes(texts: Iterable[str]) -> list[str]:
    """Return the hash of each text but empty ones, once, in the order of the page."""
    digests = (hashlib.sha256(text.encode()).digest() for text in dict.fromkeys(texts) if text)
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]
