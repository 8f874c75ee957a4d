"""Writes mlbook/records/moved.json: python tests/benchmarks/record_moved.py RUN…

The accuracies of trained networks on test images that are moved by up to 0, 1, 2, 3 and 4 pixels,
as ``mlbook evaluate RUN --shift N`` says them. A run is a directory that ``mlbook train`` has
written, with the parameters that its network has learned.
"""

import json
import platform
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np

from mlbook import load, random_shifts
from mlbook.training import read_record

RECORD = Path(__file__).parents[2] / "mlbook" / "records" / "moved.json"
MOST = range(5)


def accuracies(run):
    """Return one accuracy for each number of pixels."""
    network = load(run / "parameters.npz")
    _, (x, t) = read_record(run / "history.json").settings.data()
    moved = (random_shifts(x, most, rng=np.random.default_rng(0)) for most in MOST)
    return [network.accuracy(each.reshape(-1, *network.input_dim), t) for each in moved]


def main(runs):
    record = {
        "command": "python tests/benchmarks/record_moved.py",
        "versions": {"python": platform.python_version(), "numpy": version("numpy")},
        "most": list(MOST),
        "accuracies": {Path(run).name: accuracies(Path(run)) for run in runs},
    }
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(f"written: {RECORD.name}")


if __name__ == "__main__":
    main(sys.argv[1:])
