"""What every layer asks of the numbers that go in and come out."""

from typing import TypeVar

from numpy.typing import ArrayLike

from mlbook._checks import FloatArray, as_floats

Cached = TypeVar("Cached")


def after_forward(cached: Cached | None, layer: str) -> Cached:
    """Return what `forward` left behind, refusing a `backward` that comes first.

    Raises
    ------
    RuntimeError
        If `cached` is None.
    """
    if cached is None:
        raise RuntimeError(f"{layer}.backward needs what forward leaves behind: call forward first")
    return cached


def as_upstream(upstream: ArrayLike, shape: tuple[int, ...], layer: str) -> FloatArray:
    """Return `upstream` as float64, refusing any shape but that of the layer's output.

    Raises
    ------
    TypeError, ValueError
        If `upstream` is not made of finite real numbers or has another shape.
    """
    gradient = as_floats(upstream, "upstream")
    if gradient.shape != shape:
        raise ValueError(
            f"upstream has shape {gradient.shape}, but the output of {layer} has shape {shape}"
        )
    return gradient
