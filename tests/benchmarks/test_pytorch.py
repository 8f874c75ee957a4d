"""The same training in PyTorch, eagerly: the same network, batches, updates, type and thread."""

import numpy as np
import torch

from mlbook import TwoLayerNet
from mlbook.training.batches import mini_batches


def updates_of_pytorch(x, t):
    """Return a function that makes the next update, written in the usual way."""
    torch.set_num_threads(1)
    start = TwoLayerNet(784, 50, 10, rng=np.random.default_rng(0)).params
    samples, labels = torch.from_numpy(x), torch.from_numpy(t)
    net = torch.nn.Sequential(
        torch.nn.Linear(784, 50), torch.nn.Sigmoid(), torch.nn.Linear(50, 10)
    ).to(samples.dtype)
    with torch.no_grad():
        for layer, number in ((net[0], 1), (net[2], 2)):
            layer.weight.copy_(torch.from_numpy(start[f"W{number}"].T))
            layer.bias.copy_(torch.from_numpy(start[f"b{number}"]))
    rule, cross_entropy = torch.optim.SGD(net.parameters(), lr=0.1), torch.nn.CrossEntropyLoss()
    batches = mini_batches(len(x), 100, rng=np.random.default_rng(1))

    def update():
        chosen = torch.from_numpy(next(batches))
        rule.zero_grad()
        loss = cross_entropy(net(samples[chosen]), labels[chosen])
        loss.backward()
        rule.step()
        return loss.item()

    return update


def test_losses_are_those_of_pytorch(digits, update):
    ours, theirs = update(np.float64), updates_of_pytorch(*digits)
    for _ in range(20):
        assert abs(ours()[1] - theirs()) < 1e-5  # our guard against log 0 is in the loss


def test_an_update_takes_less_time_than_that_of_pytorch(digits, update, in_turns, keep, quick):
    x, t = digits
    seconds = in_turns(
        {
            "float64": update(np.float64),
            "torch64": updates_of_pytorch(x, t),
            "float32": update(np.float32),
            "torch32": updates_of_pytorch(x.astype(np.float32), t),
        }
    )
    keep["pytorch"] = {"seconds": seconds}
    assert quick or seconds["float64"] < 0.75 * seconds["torch64"]
    assert quick or seconds["float32"] < 0.6 * seconds["torch32"]
