"""Many workers, one training: the ring all-reduce, its processes, and the gradient they share."""

from mlbook.parallel.gradient import parallel_gradient, part_of
from mlbook.parallel.ring import Ring, ring_all_reduce
from mlbook.parallel.workers import run_workers

__all__ = ["Ring", "parallel_gradient", "part_of", "ring_all_reduce", "run_workers"]
