"""Predictions and questions in the finished page, before any script runs."""

import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.search.sections import sections_of
from mlbook.publishing.site.checks import faults_of
from mlbook.publishing.site.finishing import finish_content
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.rendering import render, renderer

PASSAGE = '<div lang="{}" markdown>\n{}\n</div>\n'
CODE = "```python\nprint([2])\n```\n\n"
FIGURE = "\n![图 · A figure](figures/a.svg)\n"
CHOICES = (
    "会怎样？\n\n- **`[2]`** 因为 $x$ 这样。\n- **`<4>`** 因为那样。",
    "What now?\n\n- **`[2]`** because of $x$.\n- **`<4>`** because of that.",
)
QUESTION = (
    '<details class="question" markdown>\n<summary>为什么 `a[0]`？ · Why `a[0]`?</summary>\n\n'
    + PASSAGE.format(
        "zh", "- ✗ **甲。** 因为这样。\n- ✓ **乙。** 因为那样。\n- ✗ **丙。** 不是这样。"
    )
    + "\n"
    + PASSAGE.format("en", "- ✗ **A.** So it is.\n- ✓ **B.** This is why.\n- ✗ **C.** It is not.")
    + "\n</details>\n"
)


def prediction(ask, zh="会怎样？", en="What now?", figure=""):
    passages = f"{PASSAGE.format('zh', zh)}\n{PASSAGE.format('en', en)}"
    question = f'<div class="prediction" markdown>\n\n{passages}\n</div>\n\n'
    return f'# 甲 · A\n\n{question}{CODE}```text title="{ask}"\n[2]\n```\n{figure}'


def finished(text):
    chapter = parse_chapter(text)
    assert not chapter.problems
    page = render(chapter, renderer())
    assert not list(faults_of(chapter, page))
    drawings = {"a": '<svg width="72pt" height="36pt">'}
    finish_content(page, chapter, drawings, {})
    return Page(str(page))


def classes(page, element):
    return [each.classes[:1] or [each.tag] for each in page.children(element)]


@pytest.mark.parametrize("figure", ["", FIGURE])
def test_a_prediction_stands_between_its_block_and_what_the_block_shows(figure):
    page = finished(prediction("number 1", figure=figure))
    (whole,) = (each for each in page.elements("div") if "predicted" in each.classes)
    assert whole.attributes["data-kind"] == "number"
    assert whole.attributes["data-at"] == "1"
    assert len(whole.attributes["data-key"]) == 12
    names = ["language-python", "prediction", "language-text", *(["drawn"] if figure else [])]
    assert [each for (each,) in classes(page, whole)] == names
    assert "printing" in page.children(whole)[0].classes


@pytest.mark.parametrize("ask", ["number 1", "line 1", "choice 1"])
def test_what_is_asked_is_not_shown_as_the_title_of_the_output(ask):
    words = CHOICES if ask == "choice 1" else ()
    page = finished(prediction(ask, *words))
    assert not [each for each in page.elements() if "filename" in each.classes]
    fields = [each for each in page.elements("input") if "guess-field" in each.classes]
    assert len(fields) == (ask != "choice 1")


def test_a_choice_is_a_radio_button_named_by_its_code_and_its_reason_is_marked():
    page = finished(prediction("choice 1", *CHOICES))
    picks = [each.attributes for each in page.elements("input")]
    assert [each["value"] for each in picks] == ["[2]", "<4>"]
    assert [each["aria-label"] for each in picks] == ["[2]", "<4>"]
    assert len({each["name"] for each in picks}) == 1
    reasons = [page.text(each) for each in page.elements("span") if "reason" in each.classes]
    assert reasons == ["因为 x 这样。", "because of x.", "因为那样。", "because of that."]


def test_a_question_tells_its_right_answer_apart_and_marks_its_reasons():
    page = finished(f"# 甲 · A\n\n{QUESTION}")
    (details,) = page.elements("details")
    assert len(details.attributes["data-key"]) == 12
    assert [each.classes for each in page.elements("li")] == [["wrong"], ["right"], ["wrong"]]
    marks = [page.text(each) for each in page.elements("span") if "mark" in each.classes]
    assert marks == ["✗ ", "✗ ", "✓ ", "✓ ", "✗ ", "✗ "]
    assert '<strong>乙。</strong><span class="reason">因为那样。</span>' in str(page)
    assert '<strong>B.</strong> <span class="reason">This is why.</span>' in str(page)


def test_code_in_the_summary_of_a_question_is_code():
    assert str(finished(f"# 甲 · A\n\n{QUESTION}")).count("<code>a[0]</code>") == 2


def test_the_search_finds_the_questions_and_no_controls():
    page = str(finished(prediction("number 1") + f"\n{QUESTION}"))
    zh, en = sections_of(page)[0].texts
    assert "会怎样？" in zh
    assert "为什么 a[0]？" in zh
    assert "Why a[0]?" in en
    assert not [word for word in ("直接看", "Show it", "先猜再看", "猜 ") if word in zh + en]
