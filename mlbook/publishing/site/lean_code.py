"""Code as readers see it, with no more elements than it has colours.

Pygments puts every token into an element of its own. Half of the elements of a page would be such
tokens, and a browser styles and lays out each of them before it shows the page.
"""

from __future__ import annotations

import re

CODE = re.compile(r"(?<=<code>).*?(?=</code></pre>)", re.DOTALL)
TOKEN = re.compile(r'<span class="(\w+)">([^<]*)</span>')
ALIKE = re.compile(r'(<span class="(\w+)">[^<]*)((?:</span>\s*<span class="\2">[^<]*)+)')
EMPTY = "<pre><span></span>"  # with which Pygments begins every block
PRINTING = re.compile(
    r'<div class="(language-python [^"]*highlight)(?="[^>]*>(?:(?!</div>).)*</div>\s*'
    r'<div class="language-text )',
    re.DOTALL,
)

# Names of Pygments' for what has the colour of the text around it: names, spaces, prefixes.
# https://pygments.org/docs/tokens/
PLAIN = frozenset("n w sa kc vm fm".split())
# Those that share a colour, by the one that stands for all. `.k` is bolder than other keywords.
LOOKS = {
    name: names.split()[0]
    for names in ("p o ow", "s s1 s2 sb sc si ss", "m mi mf mb mh mo il", "k kn", "nf nn nc ne")
    for name in names.split()
}


def with_lean_code(html: str) -> str:
    r"""Return a page whose code has one element for neighbours of one colour, and none for plain.

    A block that an output follows is marked with the class ``printing``: the two are drawn as one.

    Examples
    --------
    >>> from mlbook.publishing.site.lean_code import with_lean_code
    >>> with_lean_code('<pre><span></span><code><span class="n">f</span></code></pre>')
    '<pre><code>f</code></pre>'
    """
    html = CODE.sub(_lean, html.replace(EMPTY, "<pre>"))
    return PRINTING.sub(r'<div class="\1 printing', html)


def _lean(match: re.Match[str]) -> str:
    return ALIKE.sub(_joined, TOKEN.sub(_token, match[0]))


def _token(match: re.Match[str]) -> str:
    name, text = match[1], match[2]
    return text if name in PLAIN else f'<span class="{LOOKS.get(name, name)}">{text}</span>'


def _joined(match: re.Match[str]) -> str:
    return match[1] + re.sub(r"<[^>]*>", "", match[3])
