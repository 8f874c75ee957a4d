"""Networks: parameters, and what they make of an input."""

from mlbook.networks.simple import SimpleNet
from mlbook.networks.two_layer import TwoLayerNet

__all__ = ["SimpleNet", "TwoLayerNet"]
