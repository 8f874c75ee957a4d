"""The command line: ``python -m mlbook train`` trains a network and keeps the record."""

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from mlbook.commands import training


class Parser(argparse.ArgumentParser):
    """A parser whose complaint is one sentence."""

    def error(self, message: str) -> NoReturn:
        """End the command with status 2."""
        self.exit(2, f"{self.prog}: {message} (--help lists the options)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, and return its exit status.

    Parameters
    ----------
    arguments : sequence of str, optional
        Those of the process by default.

    Returns
    -------
    int
        0: done; 1: the training diverged; 2: it could not begin, or its record not be written;
        130: interrupted.

    Raises
    ------
    SystemExit
        With 2 if the arguments are not understood, with 0 after ``--help``.
    """
    parser = Parser(prog="python -m mlbook", description="Deep learning from scratch.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    training.add_to(commands)
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return training.run(parser.parse_args(words), words)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return training.EXIT["interrupted"]
