"""How far a search has come, on standard error."""

import contextlib
import math
import sys


class Progress:
    """A bar on a terminal and in a notebook, elsewhere a line for each tenth of the trials.

    Parameters
    ----------
    total : int
        Number of trials.
    wanted : bool
        False: nothing is shown.
    """

    def __init__(self, total: int, wanted: bool) -> None:
        self.total, self.ended, self.best = total, 0, -math.inf
        self.stream = sys.stderr if wanted else None
        self.bar = None
        notebook = type(self.stream).__module__ == "ipykernel.iostream"
        if self.stream is not None and (notebook or self.stream.isatty()):
            with contextlib.suppress(ModuleNotFoundError, OSError):  # lines do without tqdm
                from tqdm import tqdm  # type: ignore[import-untyped]

                self.bar = tqdm(total=total, unit=" trials")

    def add(self, score: float) -> None:
        """Count a trial that has ended, and show it; a stream that is closed stops no search."""
        self.ended += 1
        self.best = max(self.best, score)
        best = "all failed" if self.best == -math.inf else f"best {self.best:.4g}"
        with contextlib.suppress(OSError):
            if self.bar is not None:
                self.bar.set_postfix_str(best, refresh=False)
                self.bar.update()
            elif self.stream is not None and 10 * self.ended % self.total < 10:
                print(f"{self.ended} of {self.total} trials, {best}", file=self.stream)

    def close(self) -> None:
        """Leave the bar as it is, with the next line below it."""
        if self.bar is not None:
            with contextlib.suppress(OSError):
                self.bar.close()
