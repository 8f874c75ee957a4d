"""How far a training has come: a line an evaluation, and on a terminal a bar below them.

tqdm, which the download of MNIST uses, is not asked for: this has to work where only NumPy and
Matplotlib are installed.
"""

import math
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import TextIO

WIDTH = 20
SECONDS = 0.1  # between two drawings of the bar
WIPE = "\r\x1b[K"  # back to the start of the line, and clear it


class Progress:
    """What `stream` is told of a training of `updates` updates.

    Examples
    --------
    >>> import math, sys
    >>> from mlbook.commands.progress import Progress
    >>> progress = Progress(30, sys.stdout)
    >>> progress.evaluated(0, math.nan, [0.1, 0.125])
    0 of 30 updates: accuracy 0.1000 in training, 0.1250 in the test
    """

    def __init__(self, updates: int, stream: TextIO) -> None:
        self._updates, self._stream = updates, stream
        self._wipe = WIPE if stream.isatty() else ""
        self._started = time.perf_counter()
        self._due = self._started if self._wipe else math.inf

    def updated(self, update: int, loss: float) -> None:
        """Redraw the bar, if there is one and it is time."""
        now = time.perf_counter()
        if now >= self._due:
            self._due = now + SECONDS
            bar = ("#" * (WIDTH * update // self._updates)).ljust(WIDTH, ".")
            self.say(f"[{bar}] {self._state(update, loss)}")

    def evaluated(self, update: int, loss: float, accuracies: Sequence[float]) -> None:
        """Print the accuracies of training and test on a line that stays."""
        training, test = accuracies
        rates = f"accuracy {training:.4f} in training, {test:.4f} in the test"
        self.say(f"{self._state(update, loss)}: {rates}\n")

    def say(self, text: str) -> None:
        """Write `text` where the bar was; without a reader, training goes on in silence."""
        with suppress(OSError):
            self._stream.write(self._wipe + text)
            self._stream.flush()

    def _state(self, update: int, loss: float) -> str:
        state = f"{update} of {self._updates} updates"
        if update == 0:
            return state
        pace = update / (time.perf_counter() - self._started)
        return f"{state}, {pace:.3g} a second, loss {loss:.4f}"
