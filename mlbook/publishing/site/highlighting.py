"""Code with no more elements than it has colours.

Pygments puts every token into an element of its own, even a name, which looks like the text around
it. A long chapter would have a third more elements, and a phone would need a fifth of a second
more to lay it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pygments import highlight
from pygments.filter import Filter
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import PythonLexer
from pygments.token import STANDARD_TYPES, Token

# The classes that Pygments gives to tokens: https://pygments.org/docs/tokens/
# Those that have the colour of the text around them.
PLAIN = frozenset("n w sa kc vm fm".split())
# Those that share a colour, by the one that stands for all. `.k` is bolder than other keywords.
LOOKS = {
    name: names.split()[0]
    for names in ("p o ow", "s s1 s2 sb sc si ss", "m mi mf mb mh mo il", "k kn", "nf nn nc ne")
    for name in names.split()
}
_KINDS = {name: kind for kind, name in STANDARD_TYPES.items()}
_ALIKE = {
    **{_KINDS[name]: Token for name in PLAIN},
    **{_KINDS[name]: _KINDS[stands_for] for name, stands_for in LOOKS.items()},
}


class FewElements(Filter):
    """Filter of Pygments: neighbours of one colour become one element, and plain text none."""

    def filter(
        self, lexer: Lexer | None, stream: Iterable[tuple[Any, str]]
    ) -> Iterator[tuple[Any, str]]:
        """Yield the tokens of `stream`, each with the type that stands for its colour."""
        kind: Any = Token
        for given, text in stream:
            if "\n" in text or not text.isspace():  # a space looks like the token before it
                kind = _ALIKE.get(given, given)
            yield kind, text


def highlighted(code: str) -> str:
    """Return Python as HTML, as the blocks of a page are coloured."""
    return highlight(code, PythonLexer(filters=[FewElements()]), HtmlFormatter(nowrap=True))
