from mlbook.publishing.site.html import Page
from mlbook.publishing.site.reference import with_scripts
from mlbook.publishing.site.sources import without_docstrings

TABLE = (
    '<details class="mkdocstrings-source"><summary>In <code>other/mlbook/x.py</code></summary>'
    '<div class="language-python highlight"><table><tr><td><pre>12</pre></td>'
    "<td><pre><code>def f(x):\n    return x &lt; 1\n</code></pre></td></tr></table></div></details>"
)
OBJECT = '<div class="doc doc-object">{}</div>'


def test_a_source_unfolds_without_line_numbers_and_is_no_block():
    shown = with_scripts(OBJECT.format(TABLE), ["mlbook"])
    page = Page(shown)
    (pre,) = page.elements("pre")
    assert page.text(pre) == "def f(x):\n    return x < 1\n"
    assert "language-python" not in shown
    assert "源代码 · Source code <code>mlbook/x.py</code>" in shown


def test_the_source_of_a_method_stands_in_that_of_its_class_alone():
    assert with_scripts(OBJECT.format(OBJECT.format(TABLE))) == OBJECT.format(OBJECT.format(""))


SOURCE = """class A:
    'Doc.'

    x = 1
    'Of x.'

    def f(self):
        'Return
        nothing.'

    def g(self):
        return 2
""".replace("'", '"' * 3)
WITHOUT = """class A:
    x = 1

    def f(self):
        ...

    def g(self):
        return 2
"""


def test_docstrings_are_left_out_and_a_body_of_one_becomes_dots():
    assert without_docstrings(SOURCE) == WITHOUT
