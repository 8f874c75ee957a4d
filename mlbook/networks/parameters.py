"""The parameters of a network: which layer each belongs to, and what it may be replaced by."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from mlbook._checks import Floats
from mlbook.layers import Layer


class Parameters:
    """The names of the parameters of some layers: ``W1`` is the ``W`` of the first that has one.

    Parameters
    ----------
    layers : iterable of Layer

    Attributes
    ----------
    dtype : numpy.dtype
        The type of all parameters, that of the first.
    """

    def __init__(self, layers: Iterable[Layer]) -> None:
        number: Counter[str] = Counter()
        self._owners: dict[str, tuple[Layer, str]] = {}  # of a parameter, and its name there
        for layer in all_layers(layers):
            for name in layer.parameters:
                number[name] += 1
                self._owners[f"{name}{number[name]}"] = layer, name
        arrays = self.arrays()
        self._shapes = {key: value.shape for key, value in arrays.items()}
        self.dtype = next(iter(arrays.values())).dtype

    def arrays(self) -> dict[str, Floats]:
        """Return the arrays that the layers hold now."""
        return {key: getattr(layer, name) for key, (layer, name) in self._owners.items()}

    def gradients(self) -> dict[str, Floats]:
        """Return the gradients that the layers hold now."""
        return {key: getattr(layer, f"d{name}") for key, (layer, name) in self._owners.items()}

    def connect(self, params: Mapping[str, Floats]) -> None:
        """Give the arrays in `params` to the layers.

        Raises
        ------
        TypeError, ValueError
            If one is missing, read-only, or not an array of the type and shape it had at first.
        """
        for key, (layer, name) in self._owners.items():
            value = params.get(key)
            if not isinstance(value, np.ndarray) or value.dtype != self.dtype:
                kind = value.dtype if isinstance(value, np.ndarray) else type(value).__name__
                raise TypeError(f"params[{key!r}] must be a {self.dtype} array, but it is {kind}")
            if value.shape != self._shapes[key]:
                needed = self._shapes[key]
                raise ValueError(f"params[{key!r}] has shape {value.shape}, but needs {needed}")
            if not value.flags.writeable:
                raise ValueError(f"params[{key!r}] is read-only, but learning changes it")
            setattr(layer, name, value)


def all_layers(layers: Iterable[Layer]) -> Iterator[Layer]:
    """Yield the layers, each before those that it is made of."""
    for layer in layers:
        yield layer
        yield from all_layers(layer.children)
