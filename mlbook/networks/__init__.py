"""Networks: layers in a row, with their predictions, losses and gradients."""

from mlbook.networks.convolutional import SimpleConvNet
from mlbook.networks.deep_convolutional import DeepConvNet
from mlbook.networks.multi_layer import MultiLayerNet
from mlbook.networks.network import Network
from mlbook.networks.simple import SimpleNet
from mlbook.networks.two_layer import TwoLayerNet

__all__ = [
    "DeepConvNet",
    "MultiLayerNet",
    "Network",
    "SimpleConvNet",
    "SimpleNet",
    "TwoLayerNet",
]
