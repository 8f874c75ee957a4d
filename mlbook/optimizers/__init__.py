r"""Optimisers: rules that turn gradients into changes of parameters.

In the formulas θ is one parameter array, g = ∂L/∂θ its gradient and η the learning rate `lr`.
Products, quotients and roots are elementwise; what a rule remembers (v, h, m) starts at 0.
"""

from mlbook.optimizers.adaptive_rate import AdaGrad, Adam, RMSProp
from mlbook.optimizers.fixed_rate import SGD, Momentum
from mlbook.optimizers.optimizer import Optimizer

__all__ = ["SGD", "AdaGrad", "Adam", "Momentum", "Optimizer", "RMSProp"]
