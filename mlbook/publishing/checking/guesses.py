"""What a page asks its readers: predictions of an output, questions of why.

Their form is that of `chapters`; whether the output answers what is asked is held here. A choice is
right that is the line of the output letter by letter: 0.3 is not 0.30000000000000004 there.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlbook.publishing.chapters.chapter import Chapter, Problem
from mlbook.publishing.chapters.predictions import (
    Prediction,
    faults_of_predictions,
    predictions_of,
)
from mlbook.publishing.chapters.questions import faults_of_questions
from mlbook.publishing.checking.comparison import NUMBER, is_whole_line

HOME = "index.md"


def faults_of_guesses(chapter: Chapter) -> Iterator[Problem]:
    r"""Yield what is wrong with the predictions and the questions of a chapter.

    Examples
    --------
    >>> from mlbook.publishing.chapters.reader import parse_chapter
    >>> from mlbook.publishing.checking.guesses import faults_of_guesses
    >>> passage = '<div lang="{}" markdown>\n{}\n</div>\n'
    >>> question = passage.format("zh", "多少？") + passage.format("en", "How many?")
    >>> block = '```python\nprint(2)\n```\n\n```text title="number 2"\n2\n```\n'
    >>> page = f'<div class="prediction" markdown>\n\n{question}\n</div>\n\n{block}'
    >>> [(each.line, each.message) for each in faults_of_guesses(parse_chapter(page))]
    [(16, 'the output has no number 2, only 1: ask for another one')]
    """
    yield from faults_of_predictions(chapter)
    for prediction in predictions_of(chapter):
        yield from _faults_of_answer(prediction)
        if chapter.path == f"{chapter.options.docs}/{HOME}":
            message = "the home page asks for no prediction: its first screen shows what it prints"
            yield Problem(prediction.line, message)
    yield from faults_of_questions(chapter)


def _faults_of_answer(prediction: Prediction) -> Iterator[Problem]:
    output, at = prediction.output, prediction.at
    lines = output.text.rstrip().split("\n")
    found = NUMBER.findall(output.text) if prediction.kind == "number" else lines
    name = "number" if prediction.kind == "number" else "line"
    if at > len(found):
        message = f"the output has no {name} {at}, only {len(found)}: ask for another one"
        yield Problem(output.line, message)
    elif name == "line" and not is_whole_line(output.text, at):
        message = f"line {at} of the output is blank, or of an array of several lines"
        yield Problem(output.line, f"{message}: ask for another one")
    elif prediction.kind == "choice":
        line = lines[at - 1].strip()
        count = sum(each.strip() == line for each in prediction.choices)
        if count != 1:
            message = f"{count} of the choices are line {at} of the output as it stands"
            yield Problem(output.line, f"{message}, and one has to be: {line}")
