"""The command line, ``mlbook`` or ``python -m mlbook``: train a network, ask it, evaluate it."""

import argparse
import contextlib
import shlex
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import entry_points
from types import FrameType

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]
from tqdm import tqdm  # type: ignore[import-untyped]

from mlbook._answers import evaluation, predictions
from mlbook._options import COMMANDS, SETTINGS, parser
from mlbook._runs import RECORD, Run, begin, resume
from mlbook.training import Training
from mlbook.training.recipe import Recipe
from mlbook.training.settings import DIGITS, NETWORKS, OPTIMIZERS

EXIT = {"finished": 0, "diverged": 1, "interrupted": 130}  # what shells expect of Ctrl-C
FAULTS = (
    OSError, TypeError, ValueError, MemoryError, ModuleNotFoundError, FloatingPointError,
)  # fmt: skip
SECONDS = 60.0  # between two times that a run is kept while it trains


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
        the status that shells expect of Ctrl-C: interrupted.

    Raises
    ------
    SystemExit
        With 2 if the arguments are not understood, with 0 after ``--help`` and ``--version``.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    for entry in entry_points(group=COMMANDS):
        if words[:1] == [entry.name]:
            status: int = entry.load()(words[1:])
            return status
    options = parser().parse_args(words)
    # Beside another program a second thread of BLAS waits for the first more than it computes.
    with threadpool_limits(limits=1, user_api="blas"):
        try:
            return _run(options, words)
        except KeyboardInterrupt:
            _say("interrupted")
            return EXIT["interrupted"]
        except FAULTS as error:
            _say(f"mlbook {options.command}: {error}")
            return 2


def train(options: argparse.Namespace, words: Sequence[str]) -> int:
    """Train as `options` say, write the record and the curves, and return the exit status."""
    given = vars(options)
    if "resume" in given:
        others = [f"--{name.replace('_', '-')}" for name in given if name not in RESUMED]
        if others:
            raise ValueError(
                f"{others[0]} does not go with --resume: a run goes on with its own settings; "
                "only --updates may be more"
            )
        run = resume(options.resume, given.get("updates"))
    else:
        command = shlex.join(["python", "-m", "mlbook", *words])
        recipe = recipe_of(options)
        run = begin(recipe, command, given.get("out"), "overwrite" in given)
    status, reason = _make_updates(run)
    updates = run.keep(status)
    _say(f"{reason}; {run.directory / RECORD} holds {updates} updates")
    return EXIT[status]


def recipe_of(options: argparse.Namespace) -> Recipe:
    """Return what `options` say, with the learning rate and the spread that suit the rest.

    Raises
    ------
    ValueError
        If two settings do not go together.
    """
    given = {name: value for name, value in vars(options).items() if name in SETTINGS}
    optimizer = given.get("optimizer", Recipe.optimizer)
    network = given.get("network", Recipe.network)
    defaults = {"lr": OPTIMIZERS[optimizer][1], "weight_init_std": NETWORKS[network]}
    if given.get("dataset", Recipe.dataset) == "digits":
        own = DIGITS.get(network, {})
        defaults |= {name: own[name] for name in own if name != "lr" or optimizer == "sgd"}
    return Recipe(**defaults | given)


RESUMED = ("command", "resume", "updates")


def _run(options: argparse.Namespace, words: Sequence[str]) -> int:
    if options.command == "train":
        return train(options, words)
    if options.command == "predict":
        lines = predictions(options.files, options.run)
    else:
        lines = evaluation(options.run, options.shift)
    for line in lines:
        print(line)
    return 0


def _make_updates(run: Run) -> tuple[str, str]:
    """Make the updates; return how the training ended, as a status and in words."""
    training, total = run.training, run.recipe.updates
    begun = len(training.history().losses)
    started = kept = time.perf_counter()
    try:
        # A bar on a terminal, above it a line for each evaluation; elsewhere only the lines.
        with (
            _noted_interrupt() as interrupts,
            tqdm(total=total, initial=begun, unit=" updates", leave=False, disable=None) as bar,
        ):
            _say(f"{training.latest[0]} of {total} updates: {_latest_accuracies(training)}")
            for update, loss in training:
                bar.set_postfix_str(f"loss {loss:.4f}", refresh=False)
                bar.update()
                now = time.perf_counter()
                if training.latest[0] == update:
                    pace = (update - begun) / (now - started)
                    state = f"{update} of {total} updates, {pace:.3g} a second, loss {loss:.4f}"
                    _say(f"{state}: {_latest_accuracies(training)}")
                if interrupts:
                    raise KeyboardInterrupt
                if now - kept > SECONDS:
                    run.keep("interrupted")
                    kept = now
    except KeyboardInterrupt:
        return "interrupted", "interrupted"
    except FloatingPointError as error:
        return "diverged", str(error)
    return "finished", "finished"


@contextlib.contextmanager
def _noted_interrupt() -> Iterator[list[int]]:
    """Note the first Ctrl-C, so that the update at hand is made as a whole; raise at the second.

    Where Ctrl-C is ignored, or handled by somebody else, that stays so.
    """
    noted: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        if noted:
            raise KeyboardInterrupt
        noted.append(number)

    usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not usual or threading.current_thread() is not threading.main_thread():
        yield noted
        return
    signal.signal(signal.SIGINT, note)
    try:
        yield noted
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _latest_accuracies(training: Training) -> str:
    train, test = training.latest[1]
    return f"accuracy {train:.4f} in training, {test:.4f} in the test"


def _say(line: str) -> None:
    """Print a line on standard error, above the bar; the training goes on if nobody reads it."""
    with contextlib.suppress(OSError):
        tqdm.write(line, file=sys.stderr)
        sys.stderr.flush()
