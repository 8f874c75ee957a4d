r"""The two smallest layers: an addition and a multiplication."""

from numpy.typing import ArrayLike

from mlbook._checks import Floats, as_floating
from mlbook.layers.layer import Layer


class _BinaryLayer(Layer):
    """A layer with two inputs of one shape."""

    def forward(self, x: ArrayLike, y: ArrayLike) -> Floats:  # type: ignore[override]  # two inputs
        """Return the output for two numbers, or two arrays of one shape; see `Layer.forward`."""
        left, right = as_floating(x, "x"), as_floating(y, "y")
        if left.shape != right.shape:
            raise ValueError(f"x has shape {left.shape}, but y has shape {right.shape}")
        return self.propagate(left, right)


class AddLayer(_BinaryLayer):
    r"""The node $z = x + y$.

    Backward the upstream gradient is passed on to both inputs:

    $$
    \frac{\partial L}{\partial x} = \frac{\partial L}{\partial y}
    = \frac{\partial L}{\partial z}
    $$

    `Layer` says what `forward` and `backward` take and raise.

    Examples
    --------
    >>> from mlbook import AddLayer
    >>> layer = AddLayer()
    >>> print(layer.forward(200, 450))
    650.0
    >>> dx, dy = layer.backward(1.1)
    >>> print(dx, dy)
    1.1 1.1
    """

    def _forward(self, x: Floats, y: Floats) -> Floats:
        return x + y

    def _backward(self, upstream: Floats) -> tuple[Floats, Floats]:
        return 1 * upstream, 1 * upstream  # ∂z/∂x = ∂z/∂y = 1, and each input gets its own array


class MulLayer(_BinaryLayer):
    r"""The node $z = xy$, element by element.

    Backward the upstream gradient is multiplied by the other input:

    $$
    \frac{\partial L}{\partial x} = \frac{\partial L}{\partial z}\, y, \qquad
    \frac{\partial L}{\partial y} = \frac{\partial L}{\partial z}\, x
    $$

    `Layer` says what `forward` and `backward` take and raise.

    Examples
    --------
    >>> from mlbook import MulLayer
    >>> layer = MulLayer()
    >>> print(layer.forward(100, 2))
    200.0
    >>> dx, dy = layer.backward(1.1)
    >>> print(round(dx, 6), round(dy, 6))
    2.2 110.0
    """

    def _forward(self, x: Floats, y: Floats) -> Floats:
        self._x, self._y = x, y
        return x * y

    def _backward(self, upstream: Floats) -> tuple[Floats, Floats]:
        return upstream * self._y, upstream * self._x
