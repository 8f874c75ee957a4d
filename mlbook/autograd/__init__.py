"""Automatic differentiation: a tape for the reverse mode, dual numbers for the forward mode."""

from mlbook.autograd.dual import Dual
from mlbook.autograd.variable import Variable

__all__ = ["Dual", "Variable"]
