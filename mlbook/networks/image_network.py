"""What networks have in common that take images of one size."""

from typing import Any

from numpy.typing import NDArray

from mlbook.networks.network import Network


class ImageNetwork(Network):
    """A `Network` whose samples have the shape `input_dim`, and no other.

    Attributes
    ----------
    input_dim : tuple of int
        Channels, height and width of a sample.

    Raises
    ------
    ValueError
        Of every method: if samples have another shape.
    """

    input_dim: tuple[int, ...]

    def _check(self, samples: NDArray[Any]) -> None:
        super()._check(samples)
        if samples.shape[-3:] != self.input_dim:
            raise ValueError(
                f"x has shape {samples.shape}, but one sample of this network {self.input_dim}"
            )
