"""Writes mlbook/records/parallel.json: python tests/benchmarks/record_parallel.py

How long an all-reduce takes, and how long an update, with one, two and four processes on this
machine. Times are those of a clock, since processes wait for one another. Each is the median of the
twentieth of the rounds that took least, so that other programs disturb it little.
"""

import json
import math
import os
import platform
import time
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a worker has one core; before NumPy is imported

import numpy as np

from mlbook import SGD, TwoLayerNet
from mlbook.parallel import parallel_gradient, run_workers

RECORD = Path(__file__).parents[2] / "mlbook" / "records" / "parallel.json"
WORKERS = [1, 2, 4]
LENGTHS = [1, 1000, 10_000, 30_000, 100_000]  # of the arrays that are added, float64
BATCHES = [50, 100, 200, 400, 700]
INPUTS, HIDDEN = 64, 200
ROUNDS = 600
DIGITS = 4


def timed(ring, actions):
    """Return how long each action takes, begun by all workers together, in turns."""
    taken = [[] for _ in actions]
    for _ in range(ROUNDS):
        for action, times in zip(actions, taken, strict=True):
            action()  # brings its data back into the cache
            ring.all_reduce([0.0])  # all wait for the last
            start = time.perf_counter()
            action()
            times.append(time.perf_counter() - start)
    quiet = [median(sorted(times)[: math.ceil(ROUNDS / 20)]) for times in taken]
    return [float(f"{seconds:.{DIGITS}g}") for seconds in quiet]


def measured(ring):
    """Return the times of this worker: of all-reduces by length, of updates by batch."""
    rng = np.random.default_rng(0)
    net, optimizer = TwoLayerNet(INPUTS, HIDDEN, 10, rng=rng), SGD(lr=0.1)
    x, t = rng.random((max(BATCHES), INPUTS)), rng.integers(0, 10, max(BATCHES))

    def update(batch):
        _, grads = parallel_gradient(net, x[:batch], t[:batch], ring)
        optimizer.update(net.params, grads)

    arrays = [rng.random(length) for length in LENGTHS]
    reduces = [partial(ring.all_reduce, array) for array in arrays]
    times = timed(ring, reduces + [partial(update, batch) for batch in BATCHES])
    return {"all_reduce": times[: len(LENGTHS)], "update": times[len(LENGTHS) :]}


def main():
    runs = {str(count): run_workers(measured, count)[0] for count in WORKERS}
    record = {
        "command": "python tests/benchmarks/record_parallel.py",
        "measured": {
            "processor": _processor(),
            "cores": os.cpu_count(),
            "threads": 1,
            "python": platform.python_version(),
            "numpy": version("numpy"),
        },
        "network": f"{INPUTS}-{HIDDEN}-10",
        "parameters": (INPUTS + 1) * HIDDEN + (HIDDEN + 1) * 10,
        "lengths": LENGTHS,
        "batches": BATCHES,
        "seconds": runs,
    }
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(f"written: {RECORD.name}")


def _processor():
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
