r"""Optimisers: rules that turn gradients into changes of parameters.

In the formulas θ is one parameter array, g = ∂L/∂θ its gradient and η the learning rate `lr`.
Products, quotients and roots are elementwise; the state of a rule (v, h, m) starts at 0.
"""

from mlbook.optimizers.adagrad import AdaGrad
from mlbook.optimizers.adam import Adam
from mlbook.optimizers.adamw import AdamW
from mlbook.optimizers.momentum import Momentum
from mlbook.optimizers.optimizer import Optimizer
from mlbook.optimizers.rmsprop import RMSProp
from mlbook.optimizers.schedules import (
    Schedule,
    cosine_schedule,
    step_schedule,
    warmup_schedule,
)
from mlbook.optimizers.sgd import SGD

__all__ = [
    "SGD",
    "AdaGrad",
    "Adam",
    "AdamW",
    "Momentum",
    "Optimizer",
    "RMSProp",
    "Schedule",
    "cosine_schedule",
    "step_schedule",
    "warmup_schedule",
]
