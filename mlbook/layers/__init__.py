"""Layers: nodes of a computational graph, with a `forward` and a `backward` each."""

from mlbook.layers.activation import Relu, Sigmoid
from mlbook.layers.affine import Affine
from mlbook.layers.arithmetic import AddLayer, MulLayer
from mlbook.layers.batch_normalization import BatchNormalization
from mlbook.layers.convolution import Convolution
from mlbook.layers.dropout import Dropout
from mlbook.layers.flatten import Flatten
from mlbook.layers.layer import Layer
from mlbook.layers.layer_normalization import LayerNormalization
from mlbook.layers.loss import SoftmaxWithLoss
from mlbook.layers.modal import ModalLayer
from mlbook.layers.pooling import Pooling
from mlbook.layers.residual import Residual
from mlbook.layers.windows import col2im, im2col

__all__ = [
    "AddLayer",
    "Affine",
    "BatchNormalization",
    "Convolution",
    "Dropout",
    "Flatten",
    "Layer",
    "LayerNormalization",
    "ModalLayer",
    "MulLayer",
    "Pooling",
    "Relu",
    "Residual",
    "Sigmoid",
    "SoftmaxWithLoss",
    "col2im",
    "im2col",
]
