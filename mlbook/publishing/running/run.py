"""What is known of a block once it has run, in a process or in the reader's browser."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """What one run of a block did.

    `error` is the exception's last line (or lines) as Python prints it, `error_line` the line of
    the page that raised it; `figures` are the open figures as SVG; `complaint` says why the run
    did not come to an end of its own (time-out, killed), or what it wrote to standard error.
    """

    printed: str = ""
    error: str | None = None
    error_line: int | None = None
    figures: tuple[str, ...] = ()
    complaint: str | None = None
