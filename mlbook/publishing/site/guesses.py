"""Predictions and questions of why in the finished page.

Everything stands in the page before a script runs, so that nothing moves when one does:
theme/assets/guessing.js decides before the first paint what of it is hidden, guesses.css hides it,
predictions.js and questions.js judge. Without a script a prediction is its question above the
block, and a question a fold with the answers and their reasons.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from mlbook.publishing.chapters.bilingual import mark_languages
from mlbook.publishing.chapters.chapter import Chapter, Fence
from mlbook.publishing.chapters.predictions import predictions_of
from mlbook.publishing.chapters.questions import RIGHT, questions_of
from mlbook.publishing.site.blocks import remove_title
from mlbook.publishing.site.html import Page
from mlbook.publishing.site.pieces import Element

PREDICTED = '<div class="predicted" data-key="{0.key}" data-kind="{0.kind}" data-at="{0.at}">\n'
PREDICTION = """
<div class="prediction" role="group" aria-label="猜一猜 · Predict the output"><form class="guess">
{}{}</form></div>"""
FIELDS = {"number": "你猜的数 · The number you expect", "line": "你猜的一行 · The line you expect"}
FIELD = (
    '<input type="text" class="guess-field" aria-label="{}" enterkeyhint="done" '
    'autocomplete="off" autocapitalize="off" spellcheck="false">'
)
PICK = '<input type="radio" class="pick" name="{}" value="{}" aria-label="{}">'
CONTROLS = """
<p class="guess-controls">{field}<button type="submit" class="guess-go">{go}</button>
<button type="button" class="guess-show">{show}</button>
<button type="button" class="guess-never">{never}</button></p>
<p class="guess-said" role="status" tabindex="-1"></p>
<button type="button" class="guess-again">{again}</button>
"""
WORDS = {
    "go": "猜 · Guess",
    "show": "直接看 · Show it",
    "never": "以后都直接显示 · Always show outputs",
    "again": "先猜再看 · Guess first",
}
MARK = re.compile(r"[✓✗]\s*")
CODE = re.compile("`([^`]+)`")
FULL_STOPS = tuple("。！？；")


def mark_guesses(page: Page, chapter: Chapter) -> None:
    """Mark the answers of predictions and questions, before translations are put side by side."""
    first, elements = chapter.languages[0], page.elements("div", of_class="prediction")
    for prediction, element in zip(predictions_of(chapter), elements, strict=False):
        if prediction.choices:
            items = _marked_answers(page, element, first)
            for code, item in zip(prediction.choices, items, strict=True):
                item.source += PICK.format(prediction.key, *(2 * (escape(code),)))
    elements = page.elements("details", of_class="question")
    for question, element in zip(questions_of(chapter), elements, strict=False):
        element.set(**{"data-key": question.key})
        for piece in page.inside(next(page.elements("summary", within=element))):
            piece.source = CODE.sub(r"<code>\1</code>", piece.source)  # Markdown leaves it as it is
        for item in _marked_answers(page, element, first):
            item.add_class("right" if page.text(item).startswith(RIGHT) else "wrong")


def place_predictions(page: Page, chapter: Chapter, frames: Mapping[Fence, Element]) -> None:
    """Put each prediction between its block and the output, once the page is all but finished."""
    words = {name: mark_languages(text) for name, text in WORDS.items()}
    elements = page.elements("div", of_class="prediction")
    for prediction, element in zip(predictions_of(chapter), elements, strict=False):
        block, output = frames[prediction.block.code], frames[prediction.output]
        last = output
        remove_title(page, output)
        if prediction.block.image:
            last = next(each for each in page.elements("figure") if each.first > output.last)
        field = FIELD.format(FIELDS[prediction.kind]) if prediction.kind in FIELDS else ""
        question = page.html_inside(element).strip()
        controls = CONTROLS.format(field=field, **words)
        page.replace(element, "")
        predicted = PREDICTED.format(prediction)
        page.surround(block, predicted, PREDICTION.format(question, controls))
        page.surround(last, after="\n</div>")


def _marked_answers(page: Page, element: Element, language: str) -> list[Element]:
    """Mark the mark and the reason of each answer; return those in the language a list keeps."""
    kept = []
    for item in page.elements("li", within=element):
        option = next(each for each in page.children(item) if each.tag == "strong")
        mark, end = page.pieces[option.first - 2], page.pieces[option.last]
        mark.source = MARK.sub('<span class="mark">\\g<0></span>', mark.source)
        gap = "" if page.text(option).endswith(FULL_STOPS) else " "
        reason = page.pieces[option.last + 1]
        reason.source = reason.source.lstrip()
        end.source += f'{gap}<span class="reason">'
        page.pieces[item.last - 1].source += "</span>"
        if any(each.attributes.get("lang") == language for each in item.enclosing()):
            kept.append(item)
    return kept
