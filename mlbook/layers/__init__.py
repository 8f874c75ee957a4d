"""Layers: nodes of a computational graph, with a `forward` and a `backward` each."""

from mlbook.layers.activation import Relu, Sigmoid
from mlbook.layers.affine import Affine
from mlbook.layers.arithmetic import AddLayer, MulLayer
from mlbook.layers.convolution import Convolution
from mlbook.layers.flatten import Flatten
from mlbook.layers.layer import Layer
from mlbook.layers.loss import SoftmaxWithLoss
from mlbook.layers.modal import ModalLayer
from mlbook.layers.pooling import Pooling
from mlbook.layers.windows import col2im, im2col

__all__ = [
    "AddLayer",
    "Affine",
    "Convolution",
    "Flatten",
    "Layer",
    "ModalLayer",
    "MulLayer",
    "Pooling",
    "Relu",
    "Sigmoid",
    "SoftmaxWithLoss",
    "col2im",
    "im2col",
]
