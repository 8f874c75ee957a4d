"""Holds what a block did against what its page shows."""

from __future__ import annotations

from mlbook.publishing.chapters.bilingual import fault_of_bilingual
from mlbook.publishing.chapters.chapter import Block, Chapter
from mlbook.publishing.chapters.characters import control_character
from mlbook.publishing.chapters.languages import ZH_EN, Languages
from mlbook.publishing.checking.comparison import difference, rounding_noise
from mlbook.publishing.checking.randomness import cause_of_change
from mlbook.publishing.running.run import Run

TRACEBACK = "Traceback (most recent call last):\n"
FRAMES = "    ...\n"  # what a page shows in place of the frames


def fault(chapter: Chapter, block: Block, run: Run) -> str | None:
    r"""Return what is wrong with a block, beginning with its line `docs/chapters/x.md:12`, or None.

    Examples
    --------
    >>> from mlbook.publishing.chapters.reader import parse_chapter
    >>> from mlbook.publishing.running.run import Run
    >>> chapter = parse_chapter("```python\nprint(2)\n```\n\n```text\n3\n```\n", "x.md")
    >>> print(fault(chapter, chapter.blocks[0], Run(printed="2\n")))
    x.md:6: expected: 3
         got: 2
    """
    line, reason = _fault(chapter, block, run)
    return f"{chapter.where(line)}: {reason}" if reason else None


def transcript(block: Block, run: Run, languages: Languages = ZH_EN) -> str:
    """Return what a page has to show under the block: what it printed, then what it raised.

    Under a wrong program of an exercise it shows the diagnosis alone.
    """
    if block.role == "wrong" and (diagnosis := diagnosis_of(run.error, languages)):
        return f"{run.printed}{diagnosis}\n"
    raised = f"{TRACEBACK}{FRAMES}{run.error}\n" if run.error else ""
    return run.printed + raised


def diagnosis_of(error: str | None, languages: Languages = ZH_EN) -> str | None:
    """Return the sentence `中文 · English` of a check that failed; None for any other error.

    In a book in other languages, the sentence is a short text in these.

    Examples
    --------
    >>> from mlbook.publishing.checking.verdict import diagnosis_of
    >>> diagnosis_of("AssertionError: 太小 · Too small")
    '太小 · Too small'
    """
    name, _, sentence = (error or "").partition(": ")
    is_said = sentence and not fault_of_bilingual(sentence, languages)
    return sentence if name == "AssertionError" and is_said else None


def shows_exception(block: Block) -> bool:
    """Say whether the page shows that the block raises."""
    if block.role in ("check", "wrong"):  # the check is shown after a start that fails it
        return True
    return block.output is not None and TRACEBACK in block.output.text


def _fault(chapter: Chapter, block: Block, run: Run) -> tuple[int, str | None]:
    """Return a line of the page, and what is wrong there; None if nothing is."""
    if run.complaint:
        return block.line, run.complaint
    raised_in = min(run.error_line or block.line, block.code.last)
    if block.role in ("start", "wrong") and not diagnosis_of(run.error, chapter.languages):
        what = f"raises {run.error}" if run.error else "passes the check"
        return raised_in, f"the {block.role} of an exercise has to fail its check, but {what}"
    shown = transcript(block, run, chapter.languages)
    if block.role == "start":  # the page shows nothing of it
        return block.line, _fault_of_text(block, run, shown)
    if run.error and not shows_exception(block):
        return raised_in, f"raised what the page does not show: {run.error}"
    reason = _fault_of_text(block, run, shown)
    reason = reason or _fault_of_figure(block, run, chapter.options.figures)
    if not reason and block.output and (found := difference(block.output.text, shown)):
        line = block.output.line + 1 + found.line
        return line, found.message + cause_of_change(block.code.text)
    return block.line, reason


def _fault_of_text(block: Block, run: Run, shown: str) -> str | None:
    if block.output is None:
        return f"printed, but no ```text follows:\n{run.printed}" if run.printed else None
    if shows_exception(block) and not run.error:
        return "the page shows an exception, but the block raised none"
    if not shown:
        return "the page shows an output, but the block printed nothing"
    if strange := control_character(shown):
        return f"printed the control character {strange}, which a page cannot show"
    if noise := rounding_noise(shown):
        return f"printed {noise}, which is nothing but rounding error: print fewer digits"
    return None


def _fault_of_figure(block: Block, run: Run, folder: str) -> str | None:
    count = len(run.figures)
    if block.image:
        if count != 1:
            return (
                f"the page shows {block.image.target}, but plt.show() showed {count} figures of "
                "the block: draw one, and end with plt.show()"
            )
    elif count:
        return f"showed {count} figure(s), but no image from {folder}/ follows"
    return None
