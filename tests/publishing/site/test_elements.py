import pytest

from mlbook.publishing.site.elements import Elements


@pytest.mark.parametrize(
    "tag", ["xmp", "svg", "math", "style", "base", "link", "meta", "form", "b"]
)
def test_an_element_that_markdown_does_not_make_is_strange(tag):
    assert Elements(f"<p><{tag}>x</{tag}></p>").strange == [
        f"no page is built of <{tag}>: write Markdown"
    ]


@pytest.mark.parametrize("name", ["onclick", "hidden", "style", "srcset", "contenteditable"])
def test_an_attribute_that_markdown_does_not_write_is_strange(name):
    assert Elements(f'<p {name}="x">1</p>').strange == [
        f"no element of a page has the attribute {name}: x"
    ]


def test_an_attribute_without_a_value_is_told_as_it_stands():
    assert Elements("<p hidden>1</p>").strange == [
        "no element of a page has the attribute hidden: "
    ]


def test_a_column_of_a_table_may_be_aligned():
    assert Elements('<td style="text-align: right;">1</td>').strange == []


@pytest.mark.parametrize(
    "link", ["https://x.org", "HTTP://x.org", "mailto:a@x.org", "x.md#a", "#a", "../a b.md"]
)
def test_a_link_leads_into_the_site_or_to_the_web(link):
    assert Elements(f'<a href="{link}">1</a>').strange == []


@pytest.mark.parametrize(
    "link",
    ["javascript:x", "JavaScript:x", " javascript:x", "&#106;avascript:x", "data:x", "//x.org"],
)
def test_a_link_does_nothing_else(link):
    (strange,) = Elements(f'<a href="{link}">1</a>').strange
    assert strange.endswith("is neither a web nor a mail address")


@pytest.mark.parametrize("source", ["https://x.org/x.png", "//x.org/x.png", "data:image/png,x"])
def test_a_picture_is_part_of_the_site(source):
    assert Elements(f'<img src="{source}">').strange == [
        f"the picture {source} is not part of the site"
    ]


@pytest.mark.parametrize("html", ["", "<div></div>", '<div></div><div class="highlight"></div>'])
def test_a_frame_of_highlighted_code_holds_its_block(html):
    frame = '<div class="language-python highlight">'
    assert Elements(f"{frame}<pre><code><span>x</span></code></pre></div>{html}").strange == (
        ["a frame of highlighted code holds no block"] if "highlight" in html else []
    )


def test_a_frame_of_highlighted_code_holds_nothing_else():
    html = '<div class="language-python highlight"><p>x</p></div>'
    assert Elements(html).strange == ["a frame of highlighted code holds no block"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>9<em>9</em>.<strong>8</strong>7</p><p>1</p>", "99.87 1"),
        ("<p>1<br>2</p><hr>3<sup>4</sup>", "1 2 3 4"),
        ("<p>1<code>2</code>3</p><pre><code><span>4</span>5</code></pre>6", "1 3 6"),
        ('<span class="quoted" title="1">2</span>3<a title="4">5</a>', "3 4 5"),
        ('<span class="arithmatex">2<span>3</span>4</span>5<img alt="6">', "5 6"),
        ("<code>1<code>2</code></code>3</p>", "3"),
        ("<pre><code>1</pre>2", "2"),
        ("<p>1</p>2", "1 2"),
        ("<p>1</p>&#50", "1 2"),
        ('<a class="headerlink" title="1">2</a>3', "3"),
        ('<br class="quoted">1<hr class="quoted">2', "1 2"),
        ('<img class="quoted" alt="1">2<input class="quoted">3', "2 3"),
    ],
)
def test_the_text_is_what_is_neither_code_nor_formula_nor_quoted(html, text):
    assert " ".join(Elements(html).text.split()) == text
