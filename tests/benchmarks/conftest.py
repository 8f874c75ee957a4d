"""Fixtures of the benchmarks: images, times taken in turns on one thread, the book's record.

``pytest tests/benchmarks`` holds the bounds; ``--record`` also writes `records/performance.json`;
``--benchmark-disable`` runs everything once and small, and judges no time.
"""

import json
import math
import os
import platform
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import numpy as np
import pytest

from mlbook import TwoLayerNet, load_mnist
from mlbook.training import Training

RECORD = Path(__file__).parents[2] / "mlbook" / "records" / "performance.json"
SHARE_OF_ZEROS = 0.81  # of MNIST's pixels
TURN = 0.02  # seconds: long enough for the clock, and short beside a disturbance of the machine
DIGITS = 4
WHOLE = {
    *("gradients", "training", "pytorch", "batches", "optimizers"),
    *("reading", "press", "pages", "further_pages"),
}

collect_ignore = [] if find_spec("torch") else ["test_pytorch.py", "test_pytorch_convolution.py"]


def pytest_addoption(parser):
    parser.addoption("--record", action="store_true", help=f"write {RECORD.name} for the book")


def pytest_configure(config):
    config.measures = {}
    if config.getoption("--record") and (config.option.benchmark_disable or not find_spec("torch")):
        raise pytest.UsageError("a record needs PyTorch, and benchmarks that are not disabled")


def pytest_report_header():
    if collect_ignore:
        return f"PyTorch is not installed: {', '.join(collect_ignore)} is left out"
    return None


@pytest.fixture(scope="session")
def quick(pytestconfig):
    """Say whether everything runs once and small, and no time is judged."""
    return pytestconfig.option.benchmark_disable


@pytest.fixture(scope="session")
def keep(pytestconfig):
    """The measurements of this run by name, for the record."""
    return pytestconfig.measures


@pytest.fixture(scope="session")
def in_turns(quick):
    """Return a function that runs actions in turns and returns the median time of each.

    Only undisturbed rounds count. Times are those of the processor, in seconds, which other
    programs lengthen less than those of a clock.
    """

    def times(actions, rounds=100):
        repeats = {name: 1 if quick else _repeats(action) for name, action in actions.items()}
        taken = [
            {name: _turn(action, repeats[name]) for name, action in actions.items()}
            for _ in range(1 if quick else rounds)
        ]
        quiet = undisturbed(taken)
        return {
            name: median(each[name] for each in quiet) / repeats[name] or math.ulp(1)
            for name in actions
        }

    return times


def undisturbed(rounds):
    """Return the quarter of the rounds that took the least time in all.

    A disturbance slows all actions of a round, but not equally: when another program made matrix
    products take 1.2 times as long, the small steps around them took 1.6 times as long. Rounds are
    chosen by the time of all their actions, so that none is favoured.

    >>> undisturbed([{"a": 1, "b": 5}, {"a": 2, "b": 3}, {"a": 3, "b": 6}, {"a": 4, "b": 7}])
    [{'a': 2, 'b': 3}]
    """
    return sorted(rounds, key=lambda each: sum(each.values()))[: math.ceil(len(rounds) / 4)]


def _turn(action, repeats):
    if repeats > 1:
        action()  # brings its data back into the cache after the other actions
    start = time.process_time()
    for _ in range(repeats):
        action()
    return time.process_time() - start


def _repeats(action):
    action()  # the first call allocates memory and loads code
    start = time.process_time()
    action()
    return math.ceil(TURN / max(time.process_time() - start, 1e-6))


@pytest.fixture(scope="session")
def digits():
    """10,000 images of 784 pixels and their labels: of MNIST, or random with as many zeros."""
    if "MLBOOK_DATA" in os.environ:
        (x, t), _ = load_mnist()
        return x[:10_000].astype(np.float64), t[:10_000]
    rng = np.random.default_rng(0)
    x = rng.random((10_000, 784)) * (rng.random((10_000, 784)) > SHARE_OF_ZEROS)
    return x, rng.integers(0, 10, 10_000)


class NeverEvaluated(TwoLayerNet):
    """Leaves out the accuracies of each epoch, so that updates alone are timed."""

    def accuracy(self, x, t):
        return 0.0


@pytest.fixture
def update(digits):
    """Return a function that returns one that makes the next update of a training."""

    def of(dtype):
        x, t = digits
        net = NeverEvaluated(784, 50, 10, rng=np.random.default_rng(0), dtype=dtype)
        rng = np.random.default_rng(1)
        updates = iter(Training(net, x.astype(dtype), t, updates=10**6, rng=rng))
        return lambda: next(updates)

    return of


def pytest_sessionfinish(session):
    config = session.config
    if not config.getoption("--record"):
        return
    if missing := WHOLE - config.measures.keys():
        raise pytest.UsageError(f"the record would lack {sorted(missing)}: run all benchmarks")
    record = {"measured": _circumstances()} | _rounded(config.measures)
    RECORD.parent.mkdir(exist_ok=True)
    RECORD.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _circumstances():
    """Return what the ratios depend on, and nothing that identifies the machine."""
    packages = ("numpy", "torch", "matplotlib", "mkdocs", "mkdocs-material", "pytest", "sybil")
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return {
        "command": "pytest tests/benchmarks --record",
        "processor": _processor(),
        "threads": 1,
        "images": "MNIST" if "MLBOOK_DATA" in os.environ else "synthetic",
        "python": platform.python_version(),
        "blas": f"{blas['name']} {blas['version']}",
        "versions": {name: version(name) for name in packages},
    }


def _processor():
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _rounded(value):
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value
