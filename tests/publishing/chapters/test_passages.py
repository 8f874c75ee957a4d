import pytest

from mlbook.publishing.chapters.reader import parse_chapter

TWINS = '<div lang="zh" markdown>\n中文。\n</div>\n\n<div lang="en" markdown>\nEnglish.\n</div>\n'


def problems(text):
    return [(problem.line, problem.message) for problem in parse_chapter(text).problems]


def test_what_stands_between_block_and_text_parts_them():
    text = "```python\nprint(1)\n```\n" + TWINS + "```text\n1\n```\n"
    assert problems(text) == [(11, "this text follows no Python block: nothing proves it")]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('<p lang="en">A</p>', 1, "a language block begins with"),
        ("- 甲 · A\n\n    " + TWINS.splitlines()[0], 3, "a language block is not indented"),
    ],
)
def test_a_passage_begins_in_one_way_alone(text, line, message):
    found = problems(text)
    assert any(at == line and message in words for at, words in found), found


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (TWINS.split("\n\n")[0], 1, "not followed at once by its English twin"),
        (TWINS.split("\n\n")[1], 1, "this English block follows no Chinese one"),
        (TWINS.replace("\n\n", "\n\n甲 · A\n\n"), 1, "not followed at once by its English twin"),
        (TWINS.removesuffix("</div>\n"), 5, "this language block is never closed"),
        (TWINS.replace("</div>\n\n", "\n"), 4, "a language block inside a language block"),
        (
            TWINS.replace("中文。", "中文。\n\n[^1]: 注"),
            4,
            "a footnote stands outside the language",
        ),
    ],
)
def test_a_passage_without_its_twin_is_refused(text, line, message):
    found = problems(text)
    assert any(at == line and message in words for at, words in found), found


def test_a_prompt_in_a_passage_is_refused():
    found = problems(TWINS.replace("English.", "English.\n\n>>> 1"))
    assert found == [(8, "write code in a ```python block, without a prompt")]


def test_an_english_passage_alone_is_one_fault_and_is_stepped_over():
    found = problems(TWINS.split("\n\n")[1])
    assert found == [(1, "this English block follows no Chinese one")]


def test_twins_are_read_with_their_lines_and_their_inner_elements():
    chapter = parse_chapter("\n" + TWINS.replace("中文。", "<div>\n\n中文。\n\n</div>"))
    (twins,) = chapter.twins
    assert (twins.line, twins.en_line, twins.last) == (2, 10, 12)
    assert (twins.zh, twins.en) == ("<div>\n\n中文。\n\n</div>", "English.")
