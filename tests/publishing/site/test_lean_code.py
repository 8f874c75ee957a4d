import re

import pytest
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from mlbook.publishing.site.lean_code import with_lean_code

CODE = """\
class Two(Net):
    def __init__(self, x: int = 2) -> None:
        \"\"\"Say what it is.\"\"\"
        self.x = x if x is not None else 0.5  # why

print(f"{Two(3).x:.3f}", r"a\\n", 'b"c', [1, 2][-1], 1 < 2)
"""


def block(code, language="python"):
    shown = highlight(code, PythonLexer(), HtmlFormatter(nowrap=True))
    opening = f'<div class="language-{language} highlight"><pre><span></span><code>'
    return f"{opening}{shown}</code></pre></div>"


def test_code_keeps_its_text_and_loses_a_third_of_its_elements():
    before = block(CODE)
    after = with_lean_code(before)
    assert re.sub(r"<[^>]*>", "", after) == re.sub(r"<[^>]*>", "", before)
    assert 3 * after.count("<span") < 2 * before.count("<span")


def test_neighbours_of_one_colour_are_one_element():
    lean = with_lean_code(block("f(x[0], (1, 2)) = 3\n"))
    assert '<span class="p">)) =</span>' in lean
    assert lean.count('<span class="m">') == 4


@pytest.mark.parametrize("text", ["f", " ", "True", "__name__"])
def test_what_has_the_colour_of_the_text_has_no_element(text):
    assert with_lean_code(block(text)).partition("<code>")[2].startswith(text)


def test_only_a_block_above_an_output_prints():
    text = '<div class="language-text highlight"><pre><code>1\n</code></pre></div>'
    html = with_lean_code(f"{block('1')}\n{text}{block('2')}<p></p>{text}{block('3')}")
    assert re.findall(r'class="([^"]*highlight[^"]*)"', html) == [
        "language-python highlight printing",
        "language-text highlight",
        "language-python highlight",
        "language-text highlight",
        "language-python highlight",
    ]


def test_an_element_around_a_line_stays():
    line = '<span class="hll"><span class="n">x</span><span class="p">)</span>\n</span>'
    html = f'<pre><code>{line}<span class="p">(</span></code></pre>'
    assert with_lean_code(html) == (
        '<pre><code><span class="hll">x<span class="p">)</span>\n</span>'
        '<span class="p">(</span></code></pre>'
    )
