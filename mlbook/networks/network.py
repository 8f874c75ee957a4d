"""What a network must have to be trained."""

from typing import Any, Protocol

from numpy.typing import NDArray

from mlbook._checks import Floats


class Network(Protocol):
    """What training asks of a network; `mlbook.TwoLayerNet` has it all."""

    params: dict[str, Floats]

    def loss(self, x: Floats, t: NDArray[Any]) -> float:
        """Return the loss on a batch."""

    def accuracy(self, x: NDArray[Any], t: NDArray[Any]) -> float:
        """Return the share of right answers."""

    def numerical_gradient(self, x: Floats, t: NDArray[Any]) -> dict[str, Floats]:
        """Return the gradient of the loss by differences, in float64 or the type of `params`."""

    def loss_and_gradient(self, x: Floats, t: NDArray[Any]) -> tuple[float, dict[str, Floats]]:
        """Return the loss and its gradient by backpropagation."""
