"""Writes mlbook/records/engines.json: python tests/benchmarks/record_engines.py

The first losses of one training in PyTorch, from the weights and with the batches of the chapter on
many machines, in double and in single precision. It needs PyTorch.
"""

import json
import platform
from importlib.metadata import version
from pathlib import Path

import numpy as np

from mlbook import TwoLayerNet, load_digits

RECORD = Path(__file__).parents[2] / "mlbook" / "records" / "engines.json"
UPDATES, BATCH, RATE, DIGITS = 10, 50, 1.0, 9


def losses(dtype):
    """Return the losses of the first updates, each before its step."""
    import torch

    (x, t), _ = load_digits()
    net = TwoLayerNet(64, 20, 10, 0.1, rng=np.random.default_rng(0))
    params = [torch.tensor(value, dtype=dtype, requires_grad=True) for value in net.params.values()]
    W1, b1, W2, b2 = params
    found = []
    for n in range(0, UPDATES * BATCH, BATCH):
        samples = torch.tensor(x[n : n + BATCH], dtype=dtype)
        labels = torch.tensor(t[n : n + BATCH].astype(np.int64))
        scores = torch.sigmoid(samples @ W1 + b1) @ W2 + b2
        loss = torch.nn.functional.cross_entropy(scores, labels)
        loss.backward()
        with torch.no_grad():
            for param in params:
                param -= RATE * param.grad
                param.grad = None
        found.append(float(f"{loss.item():.{DIGITS}g}"))
    return found


def main():
    import torch

    torch.set_num_threads(1)
    record = {
        "command": "python tests/benchmarks/record_engines.py",
        "versions": {
            "python": platform.python_version(),
            "numpy": version("numpy"),
            "torch": torch.__version__,
        },
        "losses": {"float64": losses(torch.float64), "float32": losses(torch.float32)},
    }
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(f"written: {RECORD.name}")


if __name__ == "__main__":
    main()
