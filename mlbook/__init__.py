"""Deep learning from scratch in NumPy: the science of the book."""

from mlbook.losses import cross_entropy_error, mean_squared_error, one_hot

__all__ = ["cross_entropy_error", "mean_squared_error", "one_hot"]
