"""Corrects a page: rewrites the outputs that are no longer true, and nothing else.

A blessed output is a claim that somebody has understood why it changed; the review of the change
is where that is checked. Continuous integration never blesses.
"""

from __future__ import annotations

import io
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from mlbook._files import replacing
from mlbook.publishing.chapters.chapter import Block, Chapter
from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking.randomness import cause_of_change
from mlbook.publishing.checking.verdict import fault, shows_exception, transcript
from mlbook.publishing.running.run import Run


class BlessError(Exception):
    """A page that is not to be written, and why."""


@dataclass(frozen=True)
class Correction:
    """New lines for the lines `first` to `last` of a page (empty range: put in before `first`)."""

    first: int
    last: int
    lines: tuple[str, ...]


def correction(chapter: Chapter, block: Block, run: Run, again: Run) -> Correction | str:
    """Return the correction that makes the page true, or the reason why there is none.

    Parameters
    ----------
    chapter : Chapter
    block : Block
    run, again : Run
        Two runs of it, in two processes: an output that is not the same in both is refused.
    """
    text = transcript(block, run, chapter.languages)
    if text != transcript(block, again, chapter.languages):
        cause = cause_of_change(block.code.text)
        return f"not blessed: the block prints differently every time{cause}"
    if run.complaint:
        return "not blessed: the block did not end well"
    if run.error and not shows_exception(block):
        return "not blessed: the page does not say that this block raises"
    indent = " " * block.code.indent
    shown = [f"{indent}{line}".rstrip() for line in text.rstrip("\n").split("\n")]
    if block.output is None:
        fenced = ("", f"{indent}```text", *shown, f"{indent}```")
        change = Correction(block.code.last + 1, block.code.last, fenced)
    elif text:
        change = Correction(block.output.line + 1, block.output.last - 1, tuple(shown))
    else:
        change = Correction(block.code.last + 1, block.output.last, ())
    return _fault_of_page(chapter, block, run, change) or change


def _fault_of_page(chapter: Chapter, block: Block, run: Run, change: Correction) -> str | None:
    """Read the corrected page; say what would be wrong with it, or still with the block."""
    lines = [*chapter.lines]
    lines[change.first - 1 : change.last] = change.lines
    page = parse_chapter("\n".join(lines) + "\n", chapter.path, chapter.options)
    if len(page.problems) > len(chapter.problems):
        new = next(problem for problem in page.problems if problem not in chapter.problems)
        return f"not blessed: a page cannot show what the block printed: {new.message}"
    reason = fault(page, page.blocks[chapter.blocks.index(block)], run)
    return f"not blessed: still wrong would be {reason}" if reason else None


def correct(path: Path, corrections: list[Correction], read: list[str]) -> None:
    """Apply corrections to the page at `path`: all of them or, interrupted, none.

    Parameters
    ----------
    path : Path
    corrections : list of Correction
    read : list of str
        The lines of the page that the corrections count.

    Raises
    ------
    BlessError
        If the page cannot be written, or is no longer the one that was read.
    """
    path = path.resolve()  # a link stays a link
    try:
        content = path.read_bytes().decode("utf-8", errors="surrogateescape")
        lines = list(io.StringIO(content, newline=""))  # as the reader of pages counts them
        if [line.rstrip("\r\n") for line in lines] != read:
            raise BlessError(f"{path} has changed while its blocks ran: nothing was blessed")
        if not os.access(path, os.W_OK):  # its directory alone would allow it
            raise BlessError(f"{path} is read-only: nothing was blessed")
        newline = "\r\n" if "\r\n" in content else "\n"
        for change in sorted(corrections, key=lambda change: change.first, reverse=True):
            _apply(change, lines, newline)
        with replacing(path) as draft:
            shutil.copymode(path, draft.name)
            draft.write("".join(lines).encode())
    except OSError as error:
        raise BlessError(f"{path} cannot be written, nothing was blessed: {error}") from error


def _apply(change: Correction, lines: list[str], newline: str) -> None:
    """Correct the lines of a file, which keep their ends; the last one may have none."""
    replacement = [line + newline for line in change.lines]
    at_end_of_file = change.last == len(lines)
    if replacement and at_end_of_file and not lines[-1].endswith(("\n", "\r")):
        if change.first > change.last:
            lines[-1] += newline
        replacement[-1] = replacement[-1].removesuffix(newline)
    lines[change.first - 1 : change.last] = replacement
