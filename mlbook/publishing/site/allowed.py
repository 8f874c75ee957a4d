"""What a rendered page is built of: what Markdown makes, and nothing else.

HTML could show code in elements that hold no block, run scripts, ask other hosts for pictures. A
page needs none of that.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from mlbook.publishing.site.html import Page
from mlbook.publishing.site.pieces import Element, End

JOINED = frozenset("a abbr em kbd span strong".split())  # with the text around them
ELEMENTS = JOINED | frozenset(
    """blockquote br code dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr img input
    label li ol p pre sub summary sup table tbody td th thead tr ul""".split()
)
ATTRIBUTES = frozenset(
    """alt checked class data-tabs for height href id lang name open role src start title type width
    """.split()
)
SEEN = ("title", "alt")  # attributes that readers see, or hear
ALIGNED = re.compile(r"text-align: (?:left|center|right);")  # a column of a table
NO_PROSE = frozenset({"quoted", "headerlink"})  # classes
VERBATIM = frozenset({"arithmatex", "code", "summary"})  # elements, and a class
AS_WRITTEN = re.compile(  # what Markdown did not read: a list without a blank line above it, [^1]
    r"\*\*|~~|\[\^\w+\]|\](?:[(\[]| \(\S*(?:\.md|#|://))|\$(?!\d)|\n *(?:[-*+:|]|\d+\.) .*"
)
CITES = re.compile(r"bibliography(?:\.md|\.html|/)#")  # as written, and as MkDocs makes it
LOCAL = re.compile(r"(?![a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
ADDRESS = re.compile(rf"(?:https?|mailto):|{LOCAL.pattern}.", re.IGNORECASE)
PAGE_OR_LAB = re.compile(r".*\.md|labs/[a-z0-9-]+\.py")


def strays(docs: Path, assets: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each file below `docs` that is no page, no lab and none of `assets`."""
    folders = os.walk(docs, followlinks=True)  # as MkDocs does
    for path in sorted(Path(folder, name) for folder, _, names in folders for name in names):
        name = path.relative_to(docs).as_posix()
        is_hidden = "/." in f"/{name}"  # MkDocs leaves it out
        if not (is_hidden or name in assets or PAGE_OR_LAB.fullmatch(name)):
            message = "nobody checks this file: a page ends in .md, a lab is labs/name.py"
            yield f"{docs.name}/{name}: {message}, and the option assets of mlbook names the others"


def strange(page: Page) -> Iterator[str]:
    """Yield a sentence for each element and attribute that no page is built of."""
    for element in page.elements():
        if element.tag not in ELEMENTS:
            yield f"no page is built of <{element.tag}>: write Markdown"
        yield from _strange_attributes(element.attributes)


def unread(page: Page) -> Iterator[str]:
    """Yield the markup that a page shows as it is written, because Markdown did not read it."""
    for piece in page.pieces:
        if found := AS_WRITTEN.search(piece.text):
            around = {name for each in piece.enclosing() for name in (each.tag, *each.classes)}
            if around.isdisjoint(VERBATIM):
                yield found[0].strip()


def prose(page: Page) -> str:
    """Return what is neither a block nor quoted; lines end where elements do."""
    texts, hidden = [], -1  # the last piece of what holds no prose
    for index, piece in enumerate(page.pieces):
        if isinstance(piece, Element):
            is_closed = bool(page.pieces[piece.last].source)  # or it would hide what follows
            if piece.tag == "pre" or (_is_quoted(piece) and is_closed):
                hidden = max(hidden, piece.last)
            texts.append("" if piece.tag in JOINED else "\n")
            if index > hidden:
                seen = (piece.attributes[name] for name in SEEN if name in piece.attributes)
                texts += [f"\n{text}\n" for text in seen]
        elif isinstance(piece, End):
            texts.append("" if piece.element.tag in JOINED else "\n")
        else:
            texts.append(piece.text if index > hidden else " ")
    return "".join(texts)


def _is_quoted(element: Element) -> bool:
    """Say whether what an element holds comes from elsewhere; a citation leads to its source."""
    cites = CITES.search(element.attributes.get("href", ""))
    return bool(cites) or not NO_PROSE.isdisjoint(element.classes)


def _strange_attributes(attributes: dict[str, str]) -> Iterator[str]:
    for name, value in attributes.items():
        if name not in ATTRIBUTES and not (name == "style" and ALIGNED.fullmatch(value)):
            yield f"no element of a page has the attribute {name}: {value}"
    if not ADDRESS.match(attributes.get("href", "#").strip()):
        yield f"the link {attributes['href']} is neither a web nor a mail address"
