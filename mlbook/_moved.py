"""Answers to names that readers know from elsewhere, and that are called otherwise here."""

import sys
from importlib.abc import MetaPathFinder
from types import ModuleType
from typing import NoReturn

PACKAGE = __name__.partition(".")[0]

# Names of the notes, and of the files of "Deep Learning from Scratch" (Saito, O'Reilly Japan).
NAMES = {
    "DeepConvnet": "DeepConvNet",
    "MultiLayerNetExtend": "MultiLayerNet",
    "RMSprop": "RMSProp",
    "Trainer": "train",
    "numerical_gradient_1d": "numerical_gradient",
    "numerical_gradient_2d": "numerical_gradient",
    "relu_grad": "Relu",
    "sigmoid_grad": "Sigmoid",
    "simpleNet": "SimpleNet",
    "softmax_loss": "SoftmaxWithLoss",
    "sum_squared_error": "mean_squared_error",
}
MODULES = {
    "common": "sigmoid, Affine, SGD",
    "dataset": "load_mnist, load_digits",
    "deep_convnet": "DeepConvNet",
    "functions": "sigmoid, softmax, cross_entropy_error",
    "layer_naive": "AddLayer, MulLayer",
    "mnist": "load_mnist",
    "multi_layer_net": "MultiLayerNet",
    "multi_layer_net_extend": "MultiLayerNet",
    "optimizer": "SGD, Momentum, Adam",
    "simple_convnet": "SimpleConvNet",
    "simple_net": "SimpleNet",
    "trainer": "train",
    "two_layer_net": "TwoLayerNet",
    "util": "im2col, col2im",
}


def attribute_error(name: str) -> NoReturn:
    """Refuse a name that the package has not: its ``__getattr__``."""
    sentence = answer_to(name) or f"module {PACKAGE!r} has no attribute {name!r}"
    raise AttributeError(sentence, name=name, obj=sys.modules[PACKAGE])


def answer_to(name: str) -> str | None:
    """Return what to import instead of `name`, as a sentence; None for a name that nobody knows.

    Examples
    --------
    >>> from mlbook._moved import answer_to
    >>> print(answer_to("simpleNet"))
    mlbook has no simpleNet: from mlbook import SimpleNet
    """
    there_is = NAMES.get(name) or MODULES.get(name)
    return there_is and f"{PACKAGE} has no {name}: from {PACKAGE} import {there_is}"


class Finder(MetaPathFinder):
    """Answers imports of such names, ``from mlbook import simpleNet`` and of what never was.

    It is the last to be asked. An error of ``__getattr__`` alone would lose its sentence there.
    """

    def find_spec(self, name: str, path: object, target: ModuleType | None = None) -> None:
        """Raise an ImportError for a name that has moved; of all others it knows nothing."""
        package, _, rest = name.partition(".")
        if package == PACKAGE and (sentence := answer_to(rest)):
            raise ImportError(sentence, name=name)
