"""SimpleConvNet against the same network in PyTorch: its values, and the time of an update."""

import numpy as np
import pytest
import torch

from mlbook import SGD, SimpleConvNet


def in_pytorch(net):
    """Return the modules of the network in PyTorch, with its parameters."""
    kind = torch.from_numpy(net.params["b1"]).dtype
    modules = torch.nn.Sequential(
        torch.nn.Conv2d(1, 30, 5), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Flatten(),
        torch.nn.Linear(30 * 12 * 12, 100), torch.nn.ReLU(), torch.nn.Linear(100, 10),
    ).to(kind)  # fmt: skip
    with torch.no_grad():
        for number, layer in enumerate((modules[0], modules[4], modules[6]), 1):
            weights = net.params[f"W{number}"]
            layer.weight.copy_(torch.from_numpy(weights.T if number > 1 else weights))
            layer.bias.copy_(torch.from_numpy(net.params[f"b{number}"]))
    return modules


def updates(digits, dtype):
    """Return two functions that make an update and return its loss: ours, and PyTorch's."""
    torch.set_num_threads(1)
    x = digits[0][:100].reshape(-1, 1, 28, 28).astype(dtype)
    t = digits[1][:100]
    net = SimpleConvNet(weight_init_std=0.05, rng=np.random.default_rng(0), dtype=dtype)
    modules, rule = in_pytorch(net), SGD(lr=0.05)
    samples, labels = torch.from_numpy(x), torch.from_numpy(t)
    theirs, entropy = torch.optim.SGD(modules.parameters(), lr=0.05), torch.nn.CrossEntropyLoss()

    def ours():
        loss, gradient = net.loss_and_gradient(x, t)
        rule.update(net.params, gradient)
        return loss

    def pytorchs():
        theirs.zero_grad()
        loss = entropy(modules(samples), labels)
        loss.backward()
        theirs.step()
        return loss.item()

    return ours, pytorchs


@pytest.mark.parametrize(("dtype", "bound"), [(np.float64, 1e-6), (np.float32, 1e-5)])
def test_losses_of_a_convolutional_network_are_those_of_pytorch(digits, dtype, bound):
    ours, pytorchs = updates(digits, dtype)
    for _ in range(10):
        assert ours() == pytest.approx(pytorchs(), rel=bound)


def test_an_update_takes_no_longer_than_a_fifth_more_than_pytorchs(digits, in_turns, keep, quick):
    ours, pytorchs = updates(digits, np.float32)
    seconds = in_turns({"float32": ours, "torch32": pytorchs}, rounds=20)
    keep["convolution"] = {"seconds": seconds}
    assert quick or seconds["float32"] < 1.2 * seconds["torch32"]
