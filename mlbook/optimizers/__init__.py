r"""Optimisers: rules that turn gradients into changes of parameters.

In the formulas θ is one parameter array, g = ∂L/∂θ its gradient and η the learning rate `lr`.
Products, quotients and roots are elementwise; the state of a rule (v, h, m) starts at 0.
"""

from mlbook.optimizers.adagrad import AdaGrad
from mlbook.optimizers.adam import Adam
from mlbook.optimizers.momentum import Momentum
from mlbook.optimizers.optimizer import Optimizer
from mlbook.optimizers.rmsprop import RMSProp
from mlbook.optimizers.sgd import SGD

__all__ = ["SGD", "AdaGrad", "Adam", "Momentum", "Optimizer", "RMSProp"]
