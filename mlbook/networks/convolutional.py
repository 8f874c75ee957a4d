r"""The smallest convolutional network: one convolution, and two affine layers behind it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import DTypeLike

from mlbook._checks import (
    as_count,
    as_dtype,
    as_generator,
    as_nonnegative,
)
from mlbook.layers import Affine, Convolution, Flatten, Pooling, Relu
from mlbook.layers.windows import as_sizes, output_sizes
from mlbook.networks.image_network import ImageNetwork
from mlbook.networks.initial import normal_weights

CONV_PARAM = MappingProxyType({"filter_num": 30, "filter_size": 5, "pad": 0, "stride": 1})
POOL = 2  # the side of the windows of the pooling layer, which lie side by side


class SimpleConvNet(ImageNetwork):
    r"""Convolution, ReLU, pooling 2×2, affine, ReLU, affine, and a softmax at the end.

    Parameters
    ----------
    input_dim : tuple of int
        Channels, height and width of a sample. Samples have the shape `input_dim`, batches one
        axis more; rows of pixels are given as ``x.reshape(-1, *input_dim)``.
    conv_param : mapping of str to int
        Of the convolution: "filter_num", "filter_size", "pad" and "stride". What is left out is as
        in the default.
    hidden_size, output_size : int
        Numbers of hidden units and of classes.
    weight_init_std : float
        Standard deviation of the normal distribution of the initial weights; biases begin at 0.
    rng : numpy.random.Generator, optional
        Draws the weights.
    dtype : numpy.float64 or numpy.float32
        The type of the parameters, in which the network computes: see `TwoLayerNet`.
    weight_decay : float
        The factor of weight decay, at least 0: see `Network`.

    Attributes
    ----------
    params : dict of ndarray
        ``W1`` (FN, C, FH, FW), ``b1`` (FN,), ``W2``, ``b2``, ``W3``, ``b3``. Update them in place
        or put other arrays of these shapes and of type `dtype` in their place.

    Raises
    ------
    TypeError, ValueError
        If a size is not a whole number in its range, `conv_param` has another key, the filter or
        the pooling does not fit, or another argument is none of those above.
    FloatingPointError
        If `weight_init_std` is so large that a weight overflows.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import SimpleConvNet, load_digits
    >>> (x, t), _ = load_digits()
    >>> net = SimpleConvNet((1, 8, 8), {"filter_num": 16, "filter_size": 3},
    ...                     hidden_size=50, rng=np.random.default_rng(0))
    >>> print(net.layers[0], net.layers[4])
    Convolution(16, 1, 3, 3) Affine(144, 50)
    >>> print(net.predict(x[:5].reshape(-1, 1, 8, 8)).shape)
    (5, 10)
    """

    def __init__(
        self,
        input_dim: Sequence[int] = (1, 28, 28),
        conv_param: Mapping[str, int] = CONV_PARAM,
        hidden_size: int = 100,
        output_size: int = 10,
        weight_init_std: float = 0.01,
        *,
        rng: np.random.Generator | None = None,
        dtype: DTypeLike = np.float64,
        weight_decay: float = 0.0,
    ) -> None:
        self.input_dim = as_sizes(input_dim, "input_dim", "channels, height, width")
        filters, side, pad, stride = _as_parameters(conv_param)
        hidden = as_count(hidden_size, "hidden_size")
        outputs = as_count(output_size, "output_size")
        spread = as_nonnegative(weight_init_std, "weight_init_std")
        generator, kind = as_generator(rng), as_dtype(dtype)
        weights = normal_weights(generator, kind)

        channels = self.input_dim[0]
        maps = output_sizes(self.input_dim, side, side, stride, pad, "a sample of input_dim")
        pooled = output_sizes((filters, *maps), POOL, POOL, POOL, 0, "the output of conv_param")
        units = filters * pooled[0] * pooled[1]
        super().__init__(
            Convolution(
                weights("W1", spread, filters, channels, side, side),
                np.zeros(filters, kind),
                stride,
                pad,
            ),
            Relu(),
            Pooling(POOL, POOL, POOL),
            Flatten(),
            Affine(weights("W2", spread, units, hidden), np.zeros(hidden, kind)),
            Relu(),
            Affine(weights("W3", spread, hidden, outputs), np.zeros(outputs, kind)),
            weight_decay=weight_decay,
        )


def _as_parameters(conv_param: Mapping[str, int]) -> tuple[int, int, int, int]:
    """Return the number of filters, their side, pad and stride."""
    if not isinstance(conv_param, Mapping) or not conv_param.keys() <= CONV_PARAM.keys():
        raise ValueError(f"conv_param may have {', '.join(CONV_PARAM)}, but it is {conv_param!r}")
    values = CONV_PARAM | conv_param
    filters, side, pad, stride = (
        as_count(values[key], f"conv_param[{key!r}]", least=0 if key == "pad" else 1)
        for key in CONV_PARAM
    )
    return filters, side, pad, stride
