"""Handwritten digits: a small set that ships with the package, and MNIST."""

from mlbook.datasets.digits import load_digits
from mlbook.datasets.idx import read_idx
from mlbook.datasets.mnist import load_mnist
from mlbook.datasets.shifts import random_shifts

__all__ = ["load_digits", "load_mnist", "random_shifts", "read_idx"]
