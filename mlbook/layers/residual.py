r"""A shortcut around layers."""

from mlbook._checks import Floats
from mlbook.layers.layer import Layer


class Residual(Layer):
    r"""The node $y = x + F(x)$, where $F$ is a row of layers.

    $$
    \frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial y_i} + \sum_j
    \frac{\partial L}{\partial y_j} \frac{\partial F_j}{\partial x_i}
    $$

    Whatever $F$ does, the upstream gradient passes the shortcut unchanged. `Layer` says what
    `forward` and `backward` take and raise.

    Parameters
    ----------
    *layers : Layer
        In the order of the forward pass, at least one; their output has the shape of their input.

    Attributes
    ----------
    children : tuple of Layer
        The layers; a network learns their parameters and sets their modes.

    Raises
    ------
    TypeError
        If there is no layer, or one is none.
    ValueError
        Of `forward`: if the output of the layers has another shape than `x`.

    References
    ----------
    He et al., Deep residual learning for image recognition (2016).

    Examples
    --------
    >>> from mlbook import Relu
    >>> from mlbook.layers import Residual
    >>> layer = Residual(Relu())
    >>> print(layer.forward([-2.0, 3.0]))
    [-2.  6.]
    >>> print(layer.backward([1.0, 1.0]))
    [1. 2.]
    """

    def __init__(self, *layers: Layer) -> None:
        if not layers:
            raise TypeError("Residual needs at least one layer")
        for layer in layers:
            if not isinstance(layer, Layer):
                raise TypeError(f"Residual takes layers, but one is {layer!r}")
        self.children = layers
        self.sample_dimensions = layers[0].sample_dimensions  # type: ignore[misc]  # of a class

    def __repr__(self) -> str:
        """Return ``Residual(Affine(50, 50), Relu())``, the layers that it holds."""
        return f"Residual({', '.join(map(repr, self.children))})"

    def check_shape(self, shape: tuple[int, ...]) -> None:
        """Raise a ValueError if inputs of `shape` do not fit the first layer."""
        self.children[0].check_shape(shape)

    def _forward(self, x: Floats) -> Floats:
        output = x
        for layer in self.children:
            layer.check_shape(output.shape)
            output = layer.propagate(output)
        if output.shape != x.shape:
            raise ValueError(
                f"x has shape {x.shape}, but the layers of {self!r} make it {output.shape}: a "
                "shortcut adds them, so they must have one shape"
            )
        return x + output

    def _differentiate(self, upstream: Floats) -> None:
        gradient = upstream
        for layer in reversed(self.children):
            layer._differentiate(gradient)
            gradient = layer._backward(gradient)
        self._through = gradient  # what has come through the layers

    def _backward(self, upstream: Floats) -> Floats:
        return upstream + self._through
