"""Handwritten digits: a small set that ships with the package, and MNIST."""

from mlbook.datasets.digits import load_digits
from mlbook.datasets.idx import read_idx
from mlbook.datasets.mnist import load_mnist

__all__ = ["load_digits", "load_mnist", "read_idx"]
