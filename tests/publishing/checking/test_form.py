import pytest

from mlbook.publishing.chapters.options import Options, entries_of
from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking.form import faults_of_form

NAV = ["index.md", {"甲 · A": ["chapters/x.md", {"乙 · B": "labs/y.py"}]}]
OPTIONS = Options(nav=(*entries_of(NAV),))
SECTIONS = "# 甲 · A\n\n### 乙 · B {#b}\n\n## 小结 · Summary {#summary}\n"


def faults(text, path="docs/chapters/x.md"):
    chapter = parse_chapter(text, path, OPTIONS)
    return [(fault.line, fault.message) for fault in faults_of_form(chapter)]


@pytest.mark.parametrize("path", ["docs/index.md", "docs/chapters/x.md", "docs/labs/y.py"])
def test_a_page_in_its_form_passes(path):
    assert not faults(SECTIONS + f"\n```python\n{'x' * 79}\n```\n", path)


@pytest.mark.parametrize("path", ["docs/x.md", "docs/chapters/chapters/x.md", "docs/ndex.md"])
def test_a_page_that_the_contents_do_not_name_is_refused(path):
    assert faults("# 甲 · A\n", path) == [(1, "no line of `nav` in mkdocs.yml names this page")]


def test_a_long_line_of_code_is_refused_with_its_line():
    message = "the line of code has 80 characters: 79 fit"
    assert faults(f"# 甲 · A\n\n```python\n\n{'x' * 80}\n```\n") == [(5, message)]


def test_a_page_without_headings_has_no_exercises():
    assert not faults("甲 · A\n")


def block(lines):
    return "```python\n" + "x = 1\n" * lines + "```\n"


@pytest.mark.parametrize(
    "page", [block(30), f"{block(9)}\n{block(39)}", f"## 甲 · A {{#whole-program}}\n\n{block(60)}"]
)
def test_a_block_shows_30_lines_or_is_the_whole_program(page):
    assert not faults(f"# 甲 · A\n\n{page}")


def test_a_project_is_as_long_as_it_has_to_be():
    title = "### 甲 · A {{#exercise-{}}}\n\n"
    long = block(60).replace("python", 'python title="answer"')
    assert any("60 lines" in message for _, message in faults(title.format("a") + long))
    assert not any("60 lines" in message for _, message in faults(title.format("project-a") + long))


def test_a_longer_block_is_refused_with_its_line():
    ((line, message),) = faults(f"# 甲 · A\n\n{block(31)}")
    assert (line, message[:37]) == (3, "the block shows 31 lines of code: 30 ")


@pytest.mark.parametrize("title", ["选读：甲 · A", "甲 · Optional: A", "选读：甲 · An Optional: A"])
def test_a_section_is_optional_in_both_languages(title):
    assert faults(f"# 甲 · A\n\n## {title} {{#a}}\n")[0][0] == 3
    assert not faults("# 甲 · A\n\n## 选读：甲 · Optional: A {#a}\n")
