"""Layers: nodes of a computational graph, with a `forward` and a `backward` each."""

from mlbook.layers.activation import Relu, Sigmoid
from mlbook.layers.affine import Affine
from mlbook.layers.arithmetic import AddLayer, MulLayer
from mlbook.layers.dropout import Dropout
from mlbook.layers.layer import Layer
from mlbook.layers.loss import SoftmaxWithLoss
from mlbook.layers.modal import ModalLayer

__all__ = [
    "AddLayer",
    "Affine",
    "Dropout",
    "Layer",
    "ModalLayer",
    "MulLayer",
    "Relu",
    "Sigmoid",
    "SoftmaxWithLoss",
]
