"""The reference: docstring examples as blocks that can be copied, and links from prose to names."""

from __future__ import annotations

import doctest
import html as entities
import re
from functools import partial

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

SESSION = re.compile(r'<div class="language-pycon highlight">.*?</pre></div>', re.DOTALL)
BLOCK = '<div class="language-{} highlight"><pre><span></span><code>{}</code></pre></div>'
PROSE = re.compile(r"(<a\b.*?</a>|<h\d\b.*?</h\d>|<pre\b.*?</pre>)", re.DOTALL)


def as_script(session: str) -> tuple[str, str]:
    r"""Return a doctest session as the script it amounts to, and what that script prints.

    Examples
    --------
    >>> from mlbook.publishing.site.reference import as_script
    >>> print(as_script(">>> x = 2\n>>> print(x)\n2\n"))
    ('x = 2\nprint(x)\n', '2\n')
    """
    examples = doctest.DocTestParser().get_examples(session)
    return "".join(each.source for each in examples), "".join(each.want for each in examples)


def with_scripts(html: str) -> str:
    """Turn every doctest session of a page into a block to copy and the output under it.

    A signature is no block: nobody could run it, so it is not marked as Python.
    """
    return SESSION.sub(_script, html).replace("language-python doc-signature", "doc-signature")


def _script(match: re.Match[str]) -> str:
    session = entities.unescape(re.sub(r"<[^>]+>", "", match[0]))
    code, output = as_script(session)
    shown = BLOCK.format("python", highlight(code, PythonLexer(), HtmlFormatter(nowrap=True)))
    return shown + (BLOCK.format("text", entities.escape(output)) if output else "")


def with_links(html: str, addresses: dict[str, str]) -> str:
    """Link a name to its reference where each language of a page first mentions it.

    Parameters
    ----------
    html : str
    addresses : dict
        Address by name: ``{"softmax": "../reference/activations/#mlbook.softmax"}``.
    """
    for language in ("zh", "en"):
        seen: set[str] = set()
        passage = re.compile(rf'(<div lang="{language}">.*?</div>)', re.DOTALL)
        html = passage.sub(partial(_link_passage, addresses=addresses, seen=seen), html)
    return html


def _link_passage(match: re.Match[str], addresses: dict[str, str], seen: set[str]) -> str:
    def link(code: re.Match[str]) -> str:
        name = code[1]
        if name not in addresses or name in seen:
            return code[0]
        seen.add(name)
        return f'<a class="name" href="{addresses[name]}">{code[0]}</a>'

    pieces = PROSE.split(match[0])
    pieces[::2] = [re.sub(r"<code>(\w+)(?:\([^<]*\))?</code>", link, text) for text in pieces[::2]]
    return "".join(pieces)
