"""Writes mlbook/records/waiting.json: python tests/benchmarks/record_waiting.py

How often a training on simulated devices gets stuck when its steps are not waited for, and when
they are. Each run is a process of its own, ended after a minute. It needs JAX.
"""

import json
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

RECORD = Path(__file__).parents[2] / "mlbook" / "records" / "waiting.json"
RUNS, STEPS, DEVICES, SECONDS = 8, 300, 8, 60
PROGRAM = """\
import os, sys
os.environ["XLA_FLAGS"] = "--xla_force_host_platform_device_count=8"
os.environ["JAX_PLATFORMS"] = "cpu"
import jax, jax.numpy as jnp, numpy as np
from jax.sharding import Mesh, PartitionSpec as P

rng = np.random.default_rng(0)
x, t = np.float32(rng.normal(size=(1024, 784))), rng.integers(0, 10, 1024)
shapes = [(784, 100), (100,), (100, 10), (10,)]
params = [jnp.asarray(0.1 * rng.normal(size=shape), jnp.float32) for shape in shapes]

def loss(params, x, t):
    W1, b1, W2, b2 = params
    scores = jax.nn.sigmoid(x @ W1 + b1) @ W2 + b2
    return -jnp.mean(jax.nn.log_softmax(scores)[jnp.arange(len(t)), t])

def update(params, x, t):
    grads = jax.grad(lambda params: jax.lax.pmean(loss(params, x, t), "data"))(params)
    return [param - 0.1 * grad for param, grad in zip(params, grads)]

specs = (P(), P("data"), P("data"))
mesh = Mesh(jax.devices(), ("data",))
step = jax.jit(jax.shard_map(update, mesh=mesh, in_specs=specs, out_specs=P()))
for _ in range(int(sys.argv[1])):
    params = step(params, x, t)
    if sys.argv[2] == "waited for":
        jax.block_until_ready(params)
jax.block_until_ready(params)
"""


def is_stuck(way):
    """Say whether a run waited in vain: its devices did, or a minute was not enough."""
    command = [sys.executable, "-c", PROGRAM, str(STEPS), way]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return True
    return run.returncode != 0 or "may be stuck" in run.stderr


def main():
    ways = ("not waited for", "waited for")
    stuck = dict.fromkeys(ways, 0)
    for _ in range(RUNS):
        for way in ways:
            stuck[way] += is_stuck(way)
    record = {
        "command": "python tests/benchmarks/record_waiting.py",
        "versions": {"python": platform.python_version(), "jax": version("jax")},
        "cores": os.cpu_count(),
        "devices": DEVICES,
        "runs": RUNS,
        "steps": STEPS,
        "stuck": stuck,
    }
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(f"written: {RECORD.name}")


if __name__ == "__main__":
    main()
