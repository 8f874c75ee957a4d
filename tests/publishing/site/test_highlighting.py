import re

import pytest
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from mlbook.publishing.site.highlighting import FewElements

CODE = """\
class Two(Net):
    def __init__(self, x: int = 2) -> None:
        \"\"\"Say what it is.\"\"\"
        self.x = x if x is not None else 0.5  # why

print(f"{Two(3).x:.3f}", r"a\\n", 'b"c', [1, 2][-1], 1 < 2)
"""


def shown(code, *filters):
    return highlight(code, PythonLexer(filters=filters), HtmlFormatter(nowrap=True))


def test_code_keeps_its_text_and_loses_a_third_of_its_elements():
    before, after = shown(CODE), shown(CODE, FewElements())
    assert re.sub(r"<[^>]*>", "", after) == re.sub(r"<[^>]*>", "", before)
    assert 3 * after.count("<span") < 2 * before.count("<span")


def test_neighbours_of_one_colour_are_one_element():
    code = shown("f(x[0], (1, 2)) = 3\n", FewElements())
    assert '<span class="p">)) = </span>' in code
    assert code.count('<span class="m">') == 4


@pytest.mark.parametrize("text", ["f", "True", "__name__"])
def test_what_has_the_colour_of_the_text_has_no_element(text):
    assert shown(text, FewElements()) == f"{text}\n"


def test_indentation_has_no_element():
    assert shown("if x:\n    y\n", FewElements()).endswith("\n    y\n")
