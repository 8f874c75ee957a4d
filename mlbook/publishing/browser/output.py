"""What a block prints and draws in the reader's browser, sent to the page while the block runs."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable

LIMIT = 100_000  # characters of output that a page shows
PAUSE = 0.1  # seconds between two messages with text


class Output:
    r"""Collects the output of one run, and sends it to the page in messages.

    A message is JSON: ``{"kind": "text", "text": …}`` a few times a second, up to `LIMIT`
    characters; ``{"kind": "figure", …}`` with a drawing for light and one for dark pages, as soon
    as it is shown; ``{"kind": "clear"}`` when all of that is to go.

    Parameters
    ----------
    send : callable
        Takes the next message.

    Examples
    --------
    >>> from mlbook.publishing.browser.output import Output
    >>> output = Output(print)
    >>> _ = output.printed.write("half done\n")
    {"kind": "text", "text": "half done\n"}
    >>> output.clear(wait=True)
    >>> _ = output.printed.write("done\n")
    {"kind": "clear"}
    >>> output.flush()
    {"kind": "text", "text": "done\n"}
    >>> output.printed.getvalue()
    'done\n'
    """

    def __init__(self, send: Callable[[str], object]) -> None:
        self._send_json = send
        self._clears = False  # before whatever comes next
        self._sent = 0.0
        self.printed = _Stream(self)
        self.complained = _Stream(self)
        self.figures: list[str] = []
        self._left, self._cut, self._pending = LIMIT, False, ""

    def take(self, text: str) -> str:
        """Return the part of `text` that fits within the limit, and send it."""
        self._clear_if_due()
        taken = text[: self._left]
        self._left -= len(taken)
        self._pending += taken
        if taken != text and not self._cut:
            self._cut = True
            self._pending += "\n…"
        if time.monotonic() - self._sent > PAUSE:
            self.flush()
        return taken

    def draw(self, svg: str) -> None:
        """Keep a figure, and send it in the colours of light and of dark pages."""
        from mlbook.publishing.running.figures import (  # needs Matplotlib's cycler
            for_dark_pages,
            size_of,
        )

        self._clear_if_due()
        self.flush()
        self.figures.append(svg)
        width, height = size_of(svg)
        self._send("figure", light=svg, dark=for_dark_pages(svg), width=width, height=height)

    def clear(self, wait: bool = False) -> None:
        """Remove what is shown: at once, or with `wait` when there is something to replace it."""
        self._clears = True
        if not wait:
            self._clear_if_due()

    def flush(self) -> None:
        """Send the text that is still waiting."""
        if self._pending:
            self._send("text", text=self._pending)
            self._pending, self._sent = "", time.monotonic()

    def _clear_if_due(self) -> None:
        if self._clears:
            self._clears = False
            for stream in (self.printed, self.complained):
                stream.seek(0)
                stream.truncate()
            self.figures.clear()
            self._left, self._cut, self._pending = LIMIT, False, ""
            self._send("clear")

    def _send(self, kind: str, **message: str | int) -> None:
        self._send_json(json.dumps({"kind": kind, **message}, ensure_ascii=False))


class _Stream(io.StringIO):
    """Standard output or standard error of a block."""

    def __init__(self, output: Output) -> None:
        super().__init__()
        self._output = output

    def write(self, text: str) -> int:
        super().write(self._output.take(text))
        return len(text)
