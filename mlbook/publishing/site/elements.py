"""What a rendered page is built of: what Markdown makes, and nothing that only looks like it.

HTML could show code in elements that hold no block, run scripts, ask other hosts for pictures. A
page needs none of that.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

JOINED = frozenset("a abbr em kbd span strong".split())  # with the text around them
ELEMENTS = JOINED | frozenset(
    """blockquote br code dd details div dl dt h1 h2 h3 h4 h5 h6 hr img input label li ol p pre sub
    summary sup table tbody td th thead tr ul""".split()
)
VOID = frozenset({"br", "hr", "img", "input"})  # have no end
ATTRIBUTES = frozenset(
    """alt checked class data-tabs for height href id lang name open role src start title type width
    """.split()
)
SEEN = ("title", "alt")  # attributes that readers see, or hear
ALIGNED = re.compile(r"text-align: (?:left|center|right);")  # a column of a table
NO_PROSE = frozenset({"quoted", "arithmatex", "headerlink"})  # classes
ADDRESS = re.compile(r"(?:https?|mailto):|(?![a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
LOCAL = re.compile(r"(?![a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


class Elements(HTMLParser):
    """Reads rendered Markdown.

    Attributes
    ----------
    strange : list of str
        What no page is built of, a sentence each.
    text : str
        The prose: what is neither code nor formula nor quoted; lines end where elements do.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.strange: list[str] = []
        self._prose: list[str] = []
        self._no_prose: list[str] = []  # the open elements from the one that holds no prose on
        self._framed = False  # whether a frame of highlighted code waits for it
        self.feed(html)
        self.close()
        self.text = "".join(self._prose)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element, its attributes and its addresses; called by the parser."""
        values = {name: value or "" for name, value in attrs}
        if tag not in ELEMENTS:
            self.strange.append(f"no page is built of <{tag}>: write Markdown")
        for name, value in values.items():
            if name not in ATTRIBUTES and not (name == "style" and ALIGNED.fullmatch(value)):
                self.strange.append(f"no element of a page has the attribute {name}: {value}")
        if not ADDRESS.match(values.get("href", "").strip()):
            self.strange.append(f"the link {values['href']} is neither a web nor a mail address")
        if not LOCAL.match(values.get("src", "").strip()):
            self.strange.append(f"the picture {values['src']} is not part of the site")
        if "code" in self._no_prose and "pre" not in self._no_prose:
            self.strange.append(f"the element <{tag}> stands in `code`, which nobody runs")
        classes = set(values.get("class", "").split())
        if "highlight" in classes and tag == "div":
            self._frame(True)
        elif tag == "pre":
            self._framed = False
        self._read(tag, values, classes)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element; called by the parser."""
        if tag in self._no_prose:
            del self._no_prose[len(self._no_prose) - 1 - self._no_prose[::-1].index(tag) :]
        self._prose.append("" if tag in JOINED else "\n")

    def handle_data(self, data: str) -> None:
        """Take the prose; called by the parser."""
        self._prose.append(" " if self._no_prose else data)

    def close(self) -> None:
        """End the page."""
        super().close()
        self._frame(False)

    def _frame(self, opened: bool) -> None:
        if self._framed:
            self.strange.append("a frame of highlighted code holds no block")
        self._framed = opened

    def _read(self, tag: str, values: dict[str, str], classes: set[str]) -> None:
        self._prose.append("" if tag in JOINED else "\n")
        no_prose = tag in {"code", "pre"} or classes & NO_PROSE
        if not no_prose and not self._no_prose:
            self._prose += [f"\n{values[name]}\n" for name in SEEN if name in values]
        if (no_prose or self._no_prose) and tag not in VOID:
            self._no_prose.append(tag)
