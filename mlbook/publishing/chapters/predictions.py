"""The predictions of a chapter: questions about what the block below them will print.

A prediction is a passage in both languages right before a Python block, and the title of the
block's output says what is asked: ``number 3``, ``line 2`` or ``choice 1``, the choice of what
stands in line 1. The choices are a list of the passage. What is right is the output, and nothing
else: no answer is typed a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mlbook.publishing.chapters.asking import Asked, next_line, read_elements, twins_below
from mlbook.publishing.chapters.chapter import Block, Chapter, Fence, Problem, key_of
from mlbook.publishing.chapters.fences import ASKED

OPENING = '<div class="prediction" markdown>'
CHOICE = re.compile(r"- \*\*(?P<ticks>`+)(?P<code>.+?)(?P=ticks)\*\* +\S.*")
FORM = f"{OPENING}, the question in both languages, </div>"


@dataclass(frozen=True)
class Prediction(Asked):
    """A question, the block whose output it asks for, and what of the output is asked.

    Attributes
    ----------
    block : Block
        The block that answers it; its code counts for the key, too.
    kind : str
        ``number``, ``line`` or ``choice``.
    at : int
        Which number, or which line.
    """

    block: Block
    kind: str
    at: int

    @property
    def output(self) -> Fence:
        """The output that is to be predicted."""
        assert self.block.output is not None
        return self.block.output

    @property
    def choices(self) -> tuple[str, ...]:
        """The code of each choice, as it would be printed; empty where nothing is to be chosen."""
        return choices_in(self.twins.zh) if self.kind == "choice" else ()


def predictions_of(chapter: Chapter) -> list[Prediction]:
    r"""Return the predictions of a chapter; those with a wrong form are left out.

    Examples
    --------
    >>> from mlbook.publishing.chapters.predictions import predictions_of
    >>> from mlbook.publishing.chapters.reader import parse_chapter
    >>> passage = '<div lang="{}" markdown>\n{}\n</div>\n'
    >>> question = passage.format("zh", "多少？") + passage.format("en", "How many?")
    >>> block = '```python\nprint(2)\n```\n\n```text title="number 1"\n2\n```\n'
    >>> page = f'<div class="prediction" markdown>\n\n{question}\n</div>\n\n{block}'
    >>> prediction = predictions_of(parse_chapter(page))[0]
    >>> prediction.kind, prediction.at, prediction.output.text
    ('number', 1, '2\n')
    """
    found = read_elements(chapter, "prediction", OPENING, _read)
    return [each for each in found if isinstance(each, Prediction)]


def choices_in(passage: str) -> tuple[str, ...]:
    """Return the code of each choice of a passage."""
    found = (CHOICE.fullmatch(line.rstrip()) for line in passage.split("\n"))
    return tuple(match["code"] for match in found if match)


def faults_of_predictions(chapter: Chapter) -> Iterator[Problem]:
    """Yield what is wrong with the form of the predictions of a chapter."""
    found = [*read_elements(chapter, "prediction", OPENING, _read)]
    misread = [each for each in found if isinstance(each, Problem)]
    predictions = [each for each in found if isinstance(each, Prediction)]
    yield from misread
    for prediction in predictions:
        yield from _faults_of_choices(prediction)
    asked = [prediction.output for prediction in predictions]
    for fence in () if misread else chapter.fences:  # of one misread, the output seems not asked
        if (title := _ask_of(fence)) and fence not in asked:
            message = f"{title[0]} asks for a prediction, and none stands right before the block"
            yield Problem(fence.line, f"{message}: {FORM}")


def _read(chapter: Chapter, line: int) -> Prediction | Problem:
    twins = twins_below(chapter, line)
    if twins is None:
        return Problem(line, f"a prediction begins with its question in both languages: {FORM}")
    end = next_line(chapter, twins.last)
    if chapter.lines[end - 1 : end] != ["</div>"]:
        return Problem(line, f"a prediction ends after its question in both languages: {FORM}")
    begin = next_line(chapter, end)
    block = next((each for each in chapter.blocks if each.line == begin), None)
    if block is None or block.output is None:
        message = "a prediction asks for what the block right below it prints"
        return Problem(line, f"{message}: write ```python and ```text below its </div>")
    ask = _ask_of(block.output)
    if ask is None:
        message = 'a prediction lacks what is asked: ```text title="number 1", line 1 or choice 1'
        return Problem(block.output.line, message)
    text = "\n".join((*chapter.lines[line - 1 : block.code.last], ask[0]))
    return Prediction(line, twins, key_of(text), block, ask["kind"], int(ask["at"]))


def _ask_of(fence: Fence) -> re.Match[str] | None:
    return ASKED.fullmatch(fence.title) if fence.language == "text" else None


def _faults_of_choices(prediction: Prediction) -> Iterator[Problem]:
    if prediction.kind != "choice":
        return
    twins = prediction.twins
    for first, passage in twins.sides:
        above = ""
        for at, line in enumerate(passage.split("\n"), first + 1):
            is_choice = CHOICE.fullmatch(line.rstrip())
            if line.startswith("- ") and not is_choice:
                yield Problem(at, "a choice is `- **`code`** reason`, all of it on one line")
            if bool(above.strip()) != above.startswith("- ") and is_choice:
                yield Problem(at, "the choices are one list, with a blank line before it")
            above = line
        if re.search(r"^- .*\n\n+- ", passage, re.MULTILINE):
            yield Problem(first, "no blank line parts one choice from the next")
    if len(prediction.choices) < 2:
        yield Problem(prediction.line, "there are two choices at least: - **`code`** reason")
    if prediction.choices != choices_in(twins.en):
        yield Problem(prediction.line, "both languages have the same choices in the same order")
