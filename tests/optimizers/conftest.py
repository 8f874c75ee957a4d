import numpy as np
import pytest


@pytest.fixture
def descend():
    """Make updates in the valley x²/20 + y², from (-7, 2), and return where they end."""

    def end(optimizer, count):
        params = {"x": np.array(-7.0), "y": np.array([2.0])}
        for _ in range(count):
            optimizer.update(params, {"x": params["x"] / 10, "y": 2 * params["y"]})
        return params["x"].item(), params["y"].item()

    return end


@pytest.fixture
def two_steps():
    """Return θ after the gradients 3 and 4, from θ = 1."""

    def end(optimizer):
        params = {"W": np.array([[1.0]])}
        for g in (3.0, 4.0):
            optimizer.update(params, {"W": np.array([[g]])})
        return params["W"].item()

    return end
