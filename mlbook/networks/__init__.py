"""Networks: layers in a row, and what they make of an input."""

from mlbook.networks.network import Network
from mlbook.networks.simple import SimpleNet
from mlbook.networks.two_layer import TwoLayerNet

__all__ = ["Network", "SimpleNet", "TwoLayerNet"]
