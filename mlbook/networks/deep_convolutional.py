r"""A deep convolutional network: blocks of two convolutions and a pooling."""

from collections.abc import Sequence
from itertools import count
from math import prod

import numpy as np
from numpy.typing import DTypeLike

from mlbook._checks import as_count, as_counts, as_dtype, as_fraction, as_generator
from mlbook.layers import Affine, Convolution, Dropout, Flatten, Layer, Pooling, Relu
from mlbook.layers.windows import as_sizes, output_sizes
from mlbook.networks.convolutional import POOL
from mlbook.networks.image_network import ImageNetwork
from mlbook.networks.initial import normal_weights, spread_of

SIDE, PAD = 3, 1  # of the filters: with this padding a feature map is as large as the image


class DeepConvNet(ImageNetwork):
    r"""Blocks of two convolutions 3×3, each with a ReLU, and pooling 2×2; then two affine layers.

    Behind the blocks come affine, ReLU, dropout, affine, and a softmax.

    Parameters
    ----------
    input_dim : tuple of int
        Channels, height and width of a sample, as in `SimpleConvNet`.
    filter_nums : sequence of int
        Number of filters of each block, whose two convolutions have equally many; pooling halves
        the height and the width after each.
    hidden_size, output_size : int
        Numbers of hidden units and of classes.
    weight_init_std : {"relu", "he", "sigmoid", "xavier"} or float
        Standard deviation of the initial weights: see `MultiLayerNet`.
    dropout_ratio : float
        The share of hidden units left out while the network learns, from 0 to below 1.
    rng : numpy.random.Generator, optional
        Draws the weights, and which units are dropped.
    dtype : numpy.float64 or numpy.float32
        The type of the parameters, in which the network computes.
    weight_decay : float
        The factor of weight decay, at least 0: see `Network`.

    Attributes
    ----------
    params : dict of ndarray
        ``W1`` (FN, C, 3, 3), ``b1`` (FN,), ``W2`` … of the convolutions and of the affine layers.

    Raises
    ------
    TypeError, ValueError
        If a size is not a whole number above 0, a sample is too small for so many blocks, or
        another argument is none of those above.
    FloatingPointError
        If `weight_init_std` is so large that a weight overflows.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import DeepConvNet
    >>> net = DeepConvNet((1, 8, 8), [4, 8], 20, rng=np.random.default_rng(0))
    >>> for layer in net.layers[5:10]:
    ...     print(layer)
    Convolution(8, 4, 3, 3, pad=1)
    Relu()
    Convolution(8, 8, 3, 3, pad=1)
    Relu()
    Pooling(2, 2, stride=2)
    """

    def __init__(
        self,
        input_dim: Sequence[int] = (1, 28, 28),
        filter_nums: Sequence[int] = (16, 32, 64),
        hidden_size: int = 50,
        output_size: int = 10,
        weight_init_std: float | str = "relu",
        dropout_ratio: float = 0.5,
        *,
        rng: np.random.Generator | None = None,
        dtype: DTypeLike = np.float64,
        weight_decay: float = 0.0,
    ) -> None:
        self.input_dim = as_sizes(input_dim, "input_dim", "channels, height, width")
        blocks = as_counts(filter_nums, "filter_nums")
        if not blocks:
            raise ValueError("filter_nums is empty: give the number of filters of a block")
        hidden = as_count(hidden_size, "hidden_size")
        outputs = as_count(output_size, "output_size")
        dropped = as_fraction(dropout_ratio, "dropout_ratio")
        generator, kind = as_generator(rng), as_dtype(dtype)
        draw, number = normal_weights(generator, kind), count(1)

        def affine(inputs: int, outputs: int) -> Affine:
            W = draw(f"W{next(number)}", spread_of(weight_init_std, inputs), inputs, outputs)
            return Affine(W, np.zeros(outputs, kind))

        def convolution(channels: int, filters: int) -> Convolution:
            spread = spread_of(weight_init_std, channels * SIDE * SIDE)
            W = draw(f"W{next(number)}", spread, filters, channels, SIDE, SIDE)
            return Convolution(W, np.zeros(filters, kind), pad=PAD)

        channels, *sizes = self.input_dim
        layers: list[Layer] = []
        for block, filters in enumerate(blocks):
            layers += [convolution(channels, filters), Relu()]
            layers += [convolution(filters, filters), Relu(), Pooling(POOL, POOL, POOL)]
            name = f"the output of filter_nums[{block}]"
            sizes = list(output_sizes((filters, *sizes), POOL, POOL, POOL, 0, name))
            channels = filters
        dropout = Dropout(dropped, rng=generator)
        layers += [Flatten(), affine(channels * prod(sizes), hidden), Relu(), dropout]
        super().__init__(*layers, affine(hidden, outputs), weight_decay=weight_decay)
