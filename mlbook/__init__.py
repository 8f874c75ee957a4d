"""Deep learning from scratch in NumPy: the science of the book."""

import sys as _sys

from mlbook import _moved
from mlbook.activations import identity_function, relu, sigmoid, softmax, step_function
from mlbook.autograd import Dual, Variable
from mlbook.datasets import load_digits, load_mnist, random_shifts
from mlbook.descent import descent_path, gradient_descent
from mlbook.differentiation import forward_diff, numerical_diff, tangent_line
from mlbook.gates import AND, NAND, OR, XOR
from mlbook.gradient import numerical_gradient
from mlbook.information import cross_entropy, entropy, kl_divergence
from mlbook.layers import (
    AddLayer,
    Affine,
    BatchNormalization,
    Convolution,
    Dropout,
    Flatten,
    LayerNormalization,
    MulLayer,
    Pooling,
    Relu,
    Residual,
    Sigmoid,
    SoftmaxWithLoss,
    col2im,
    im2col,
)
from mlbook.losses import cross_entropy_error, mean_squared_error, one_hot
from mlbook.networks import DeepConvNet, MultiLayerNet, SimpleConvNet, SimpleNet, TwoLayerNet
from mlbook.optimizers import (
    SGD,
    AdaGrad,
    Adam,
    AdamW,
    Momentum,
    RMSProp,
    cosine_schedule,
    step_schedule,
    warmup_schedule,
)
from mlbook.perceptron import Perceptron
from mlbook.saving import load, save
from mlbook.training import History, train

__version__ = "0.1.0"

__all__ = [
    "AND",
    "NAND",
    "OR",
    "SGD",
    "XOR",
    "AdaGrad",
    "Adam",
    "AdamW",
    "AddLayer",
    "Affine",
    "BatchNormalization",
    "Convolution",
    "DeepConvNet",
    "Dropout",
    "Dual",
    "Flatten",
    "History",
    "LayerNormalization",
    "Momentum",
    "MulLayer",
    "MultiLayerNet",
    "Perceptron",
    "Pooling",
    "RMSProp",
    "Relu",
    "Residual",
    "Sigmoid",
    "SimpleConvNet",
    "SimpleNet",
    "SoftmaxWithLoss",
    "TwoLayerNet",
    "Variable",
    "col2im",
    "cosine_schedule",
    "cross_entropy",
    "cross_entropy_error",
    "descent_path",
    "entropy",
    "forward_diff",
    "gradient_descent",
    "identity_function",
    "im2col",
    "kl_divergence",
    "load",
    "load_digits",
    "load_mnist",
    "mean_squared_error",
    "numerical_diff",
    "numerical_gradient",
    "one_hot",
    "random_shifts",
    "relu",
    "save",
    "sigmoid",
    "softmax",
    "step_function",
    "step_schedule",
    "tangent_line",
    "train",
    "warmup_schedule",
]

# Not by a def, from which type checkers would take any other name to be one of the package.
globals()["__getattr__"] = _moved.attribute_error
_sys.meta_path.append(_moved.Finder())
