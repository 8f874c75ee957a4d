import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlbook.publishing.site.html import Page
from mlbook.publishing.site.pieces import End

PIECES = """<p>@</p>@<b class="x y">@</b>@<br>@<br/>@</>@<!-- c -->@<!doctype html>@<?x y>
<![CDATA[z]]>@<script>@</script>@<a title='"'>@&amp;@&#50@&@<@甲@\r\n@\u2028@ @\n""".split("@")


def element(html, tag):
    page = Page(html)
    return page, next(page.elements(tag))


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_whatever_a_page_is_it_stays_as_it_was(html):
    page = Page(html)
    assert str(page) == html
    ends = [piece.element for piece in page.pieces if isinstance(piece, End)]
    assert all(page.pieces[each.last].element is each for each in ends)


def test_an_element_has_its_attributes_its_text_and_what_is_around_it():
    page, code = element(
        '<p id="a"><b><code class="x y" hidden>1 &lt; <i>2</i></code></b></p>', "code"
    )
    assert code.attributes == {"class": "x y", "hidden": ""}
    assert code.classes == ["x", "y"]
    assert page.text(code) == "1 < 2"
    assert [each.tag for each in code.enclosing()] == ["b", "p"]
    assert [each.tag for each in page.elements(within=code)] == ["i"]


def test_of_two_attributes_of_one_name_the_first_counts_as_in_browsers():
    _, link = element('<a href="javascript:x" href="#a">1</a>', "a")
    assert link.attributes == {"href": "javascript:x"}


def test_children_are_the_elements_right_inside():
    page, div = element("<div>a<p><b></b></p>c<hr></div>d<p></p>", "div")
    assert [each.tag for each in page.children(div)] == ["p", "hr"]


@pytest.mark.parametrize("html", ["<p>a<b>c</p>d", "<p>a<b>c</b></i></p>d"])
def test_an_end_tag_ends_what_is_open_inside_and_a_stray_one_ends_nothing(html):
    page, paragraph = element(html, "p")
    assert page.text(paragraph) == "ac"


def test_an_element_that_is_never_ended_reaches_to_the_end():
    page, paragraph = element("<p>a<br>b", "p")
    assert page.text(paragraph) == "ab"


def test_the_text_of_a_script_is_no_markup():
    page, script = element("<script>if (a<b) '&amp;'</script>", "script")
    assert page.text(script) == "if (a<b) '&amp;'"


def test_setting_an_attribute_writes_the_tag_anew():
    page, image = element("<p><img src='a\"b' hidden/>x</p>", "img")
    image.set(alt="<&>")
    assert str(page) == '<p><img src="a&quot;b" hidden="" alt="&lt;&amp;&gt;">x</p>'


@pytest.mark.parametrize(("tag", "left"), [("p", "X<hr>"), ("hr", "<p>a<b>c</b></p>X")])
def test_replacing_an_element_replaces_what_is_inside(tag, left):
    page, found = element("<p>a<b>c</b></p><hr>", tag)
    page.replace(found, "X")
    assert str(page) == left


def test_html_can_be_put_around_an_element_and_between_its_tags():
    page, found = element("<p>a<b>c</b></p><hr>", "p")
    page.surround(found, "X", "Y")
    assert page.html(found) == str(page).removesuffix("<hr>") == "X<p>a<b>c</b></p>Y"
    assert page.html_inside(found) == "a<b>c</b>"
    page.fill(found, "Z")
    assert str(page) == "X<p>Z</p>Y<hr>"
    page.surround(next(page.elements("hr")), "X", "Y")
    assert str(page).endswith("X<hr>Y")


def test_a_class_is_added_to_those_that_are_there():
    page, found = element("<p class='a'></p><hr>", "p")
    found.add_class("b")
    next(page.elements("hr")).add_class("c")
    assert str(page) == '<p class="a b"></p><hr class="c">'


def test_elements_are_found_by_their_tags_their_class_and_where_they_stand():
    page, paragraph = element('<b class="x"></b><p><i class="y x"></i><b></b></p>', "p")
    assert [each.tag for each in page.elements()] == ["b", "p", "i", "b"]
    assert [each.tag for each in page.elements("i", "b", within=paragraph)] == ["i", "b"]
    assert [each.tag for each in page.elements(of_class="x")] == ["b", "i"]
    assert [each.tag for each in page.elements("b", of_class="x", within=paragraph)] == []
