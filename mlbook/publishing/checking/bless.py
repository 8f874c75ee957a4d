"""Corrects a page: rewrites the outputs that are no longer true, and nothing else.

A blessed output is a claim that somebody has understood why it changed; the review of the change
is where that is checked. Continuous integration never blesses.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mlbook._files import drafts, replacing
from mlbook.publishing.chapters.chapter import Block
from mlbook.publishing.chapters.characters import control_character
from mlbook.publishing.checking.verdict import shows_exception, transcript
from mlbook.publishing.running.run import Run


class BlessError(Exception):
    """A page that is not to be written, and why."""


@dataclass(frozen=True)
class Correction:
    """New lines for the lines `first` to `last` of a page (empty range: put in before `first`)."""

    first: int
    last: int
    lines: tuple[str, ...]


def correction(block: Block, run: Run, again: Run) -> Correction | str:
    """Return the correction that makes the page true, or the reason why there is none.

    Parameters
    ----------
    block : Block
    run, again : Run
        Two runs of it, in two processes: an output that is not the same in both is refused.
    """
    if transcript(run) != transcript(again):
        return "not blessed: the block prints differently every time"
    if run.complaint:
        return "not blessed: the block did not end well"
    if run.error and not shows_exception(block):
        return "not blessed: the page does not say that this block raises"
    text = transcript(run)
    if strange := control_character(text):
        return f"not blessed: the output holds the control character {strange}"
    if "```" in text or "~~~" in text:
        return "not blessed: the output holds a fence"
    indent = " " * block.code.indent
    shown = [f"{indent}{line}".rstrip() for line in text.rstrip("\n").split("\n")]
    if block.output is None:
        fenced = ("", f"{indent}```text", *shown, f"{indent}```")
        return Correction(block.code.last + 1, block.code.last, fenced)
    if not text:
        return Correction(block.code.last + 1, block.output.last, ())
    return Correction(block.output.line + 1, block.output.last - 1, tuple(shown))


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
        with _alone_in(path.parent):
            for left_behind in drafts(path):
                left_behind.unlink()
            content = path.read_bytes().decode("utf-8", errors="surrogateescape")
            corrected = _corrected(content, corrections, read)
            if corrected is None:
                raise BlessError(f"{path} has changed while its blocks ran: nothing was blessed")
            if not os.access(path, os.W_OK):  # its directory alone would allow it
                raise BlessError(f"{path} is read-only: nothing was blessed")
            with replacing(path) as draft:
                _make_like(path, draft)
                draft.write(corrected.encode())
    except OSError as error:
        raise BlessError(f"{path} cannot be written, nothing was blessed: {error}") from error


def _corrected(content: str, corrections: list[Correction], read: list[str]) -> str | None:
    """Return the page with its corrections; None if its lines are not those that were read."""
    newline = "\r\n" if "\r\n" in content else "\n"
    lines = list(io.StringIO(content, newline=""))  # the lines that the reader of pages counts
    if [line.rstrip("\r\n") for line in lines] != read:
        return None
    for change in sorted(corrections, key=lambda change: change.first, reverse=True):
        replacement = [line + newline for line in change.lines]
        at_end_of_file = change.last == len(lines)
        if replacement and at_end_of_file and not lines[-1].endswith(("\n", "\r")):
            if change.first > change.last:
                lines[-1] += newline
            replacement[-1] = replacement[-1].removesuffix(newline)
        lines[change.first - 1 : change.last] = replacement
    return "".join(lines)


@contextlib.contextmanager
def _alone_in(directory: Path) -> Iterator[None]:
    """Wait for whoever else is blessing pages there; a lock ends with its process, killed or not.

    Inside, a draft of a page is one that somebody has left behind.
    """
    with contextlib.ExitStack() as until_written:
        with contextlib.suppress(ImportError, OSError):  # systems and disks without such locks
            import fcntl

            opened = os.open(directory, os.O_RDONLY)
            until_written.callback(os.close, opened)
            fcntl.flock(opened, fcntl.LOCK_EX)
        yield


def _make_like(path: Path, draft: BinaryIO) -> None:
    """Give the draft the mode and the owner of the page: nobody else's rights change."""
    shutil.copystat(path, draft.name)
    page, own = path.stat(), os.fstat(draft.fileno())
    if (page.st_uid, page.st_gid) == (own.st_uid, own.st_gid):
        return
    try:
        os.chown(draft.name, page.st_uid, page.st_gid)
    except PermissionError as error:
        reason = f"{path} would change its owner: nothing was blessed"
        raise BlessError(reason) from error
