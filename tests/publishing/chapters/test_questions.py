"""The form of a question of why: a summary that asks, and three or four answers, one right."""

import pytest

from mlbook.publishing.chapters.questions import faults_of_questions, questions_of
from mlbook.publishing.chapters.reader import parse_chapter

PAGE = """\
<details class="question" markdown>
<summary>为什么？ · Why?</summary>

<div lang="zh" markdown>
- ✗ **甲。** 因为这样。
- ✓ **乙。** 因为那样。
- ✗ **丙。** 不是这样。
</div>

<div lang="en" markdown>
- ✗ **A.** Because of this.
- ✓ **B.** Because of that.
- ✗ **C.** This is not so.
</div>

</details>
"""


def faults(text):
    return [(each.line, each.message) for each in faults_of_questions(parse_chapter(text))]


def test_a_question_has_a_line_its_answers_and_a_key():
    chapter = parse_chapter(f"# 甲 · A\n\n{PAGE}")
    (question,) = questions_of(chapter)
    assert question.line == 3
    assert question.twins.zh.count("✗") == 2
    assert len(question.key) == 12
    assert not chapter.problems
    assert not faults(PAGE)


def test_another_text_has_another_key_and_another_place_has_not():
    old, moved, new = (
        questions_of(parse_chapter(page))[0].key
        for page in (PAGE, f"# 甲 · A\n\n{PAGE}", PAGE.replace("那样", "别的"))
    )
    assert old == moved != new


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("<summary>为什么？ · Why?</summary>\n", "", 1, "asks in its summary"),
        ("为什么？ · Why?", "原因。 · The reason.", 1, "asks in its summary"),
        ("为什么？ · Why?", "为什么 $x$？ · Why $x$?", 1, "asks in its summary"),
        ("</summary>\n", "</summary>\n\n甲 · A\n", 1, "has its answers right below its summary"),
        ("</div>\n\n</details>", "</div>\n\n甲 · A\n\n</details>", 1, "ends after its answers"),
        ("- ✗ **丙。** 不是这样。\n", "- ✗ **丙。**\n", 7, "the answer has no reason"),
        ("- ✗ **丙。** 不是这样。\n", "- 丙。\n", 7, "a question holds answers alone"),
        ("- ✗ **丙。** 不是这样。\n", "  不是这样。\n", 7, "a question holds answers alone"),
        ("- ✗ **丙。** 不是这样。\n", "\n- ✗ **丙。** 不是。\n", 7, "holds answers alone"),
        ("- ✗ **甲。** 因为", "选一个。\n- ✗ **甲。** 因为", 5, "holds answers alone"),
        ("- ✗ **丙。** 不是这样。\n", "", 4, "a question has 3 or 4 answers, not 2"),
        ("- ✗ **丙。** 不是这样。\n", 3 * "- ✗ **丙。** 不是。\n", 4, "3 or 4 answers, not 5"),
        ("- ✓ **乙。**", "- ✗ **乙。**", 4, "one answer is right, not 0"),
        ("- ✗ **丙。**", "- ✓ **丙。**", 4, "one answer is right, not 2"),
        ("✗ **A.** Because of this.\n- ✓", "✓ **A.** Because of this.\n- ✗", 1, "another place in"),
    ],
)  # fmt: skip
def test_another_form_is_refused_with_its_line_and_what_to_write(old, new, line, message):
    assert PAGE.count(old) == 1
    found = faults(PAGE.replace(old, new))
    assert [at for at, said in found if message in said] == [line]


def test_a_question_stands_in_nothing_else():
    answer = '<details class="answer" markdown>\n<summary>甲 · A</summary>\n\n'
    message = "a question stands in nothing else: no list, box, fold or passage"
    assert faults(f"{answer}{PAGE}\n</details>\n") == [(4, message)]
