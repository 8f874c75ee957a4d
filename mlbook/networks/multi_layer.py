r"""A network of any depth."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import DTypeLike

from mlbook._checks import (
    as_count,
    as_counts,
    as_dtype,
    as_fraction,
    as_generator,
    as_nonnegative,
)
from mlbook.layers import Affine, BatchNormalization, Dropout, Layer, Relu, Sigmoid
from mlbook.networks.initial import normal_weights, spread_of
from mlbook.networks.network import Network

ACTIVATIONS: dict[str, type[Layer]] = {"relu": Relu, "sigmoid": Sigmoid}


class MultiLayerNet(Network):
    r"""Any number of hidden layers: affine layers, each with an activation, and a softmax.

    $$
    z_0 = x, \qquad z_k = h(z_{k-1} W_k + b_k), \qquad y = \mathrm{softmax}(z_L W_{L+1} + b_{L+1})
    $$

    Batch normalisation comes before each activation, dropout after it.

    Parameters
    ----------
    input_size : int
        Number of inputs.
    hidden_size_list : sequence of int
        Numbers of units of the hidden layers, from the first to the last; there may be none.
    output_size : int
        Number of classes.
    activation : {"relu", "sigmoid"}
        The activation function $h$ of every hidden layer.
    weight_init_std : {"relu", "he", "sigmoid", "xavier"} or float
        Standard deviation of the initial weights: $\sqrt{2/n}$ for "relu" or "he", $\sqrt{1/n}$
        for "sigmoid" or "xavier", where $n$ is the number of inputs of a layer; or a number.
        Biases begin at 0.
    weight_decay_lambda : float
        The factor of weight decay, at least 0: see `Network`.
    use_dropout : bool
        Whether units are dropped while the network learns.
    dropout_ratio : float
        The share of them, from 0 to below 1.
    use_batchnorm : bool
        Whether there are layers of batch normalisation.
    rng : numpy.random.Generator, optional
        Draws the weights, and which units are dropped.
    dtype : numpy.float64 or numpy.float32
        The type of the parameters, in which the network computes.

    Attributes
    ----------
    params : dict of ndarray
        ``W1``, ``b1``, ``W2`` … of the affine layers; ``gamma1``, ``beta1`` … of the others.

    Raises
    ------
    TypeError, ValueError
        If a size is not a whole number above 0, a name is none of those above, or another argument
        is of the wrong type or out of its range.
    FloatingPointError
        If `weight_init_std` is so large that a weight overflows.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import MultiLayerNet
    >>> net = MultiLayerNet(64, [50, 30], 10, rng=np.random.default_rng(0))
    >>> print(net)
    MultiLayerNet(Affine(64, 50), Relu(), Affine(50, 30), Relu(), Affine(30, 10))
    >>> print(list(net.params), round(float(net.params["W1"].std()), 3))
    ['W1', 'b1', 'W2', 'b2', 'W3', 'b3'] 0.177
    """

    def __init__(
        self,
        input_size: int,
        hidden_size_list: Sequence[int],
        output_size: int,
        activation: Literal["relu", "sigmoid"] = "relu",
        weight_init_std: float | str = "relu",
        weight_decay_lambda: float = 0.0,
        use_dropout: bool = False,
        dropout_ratio: float = 0.5,
        use_batchnorm: bool = False,
        *,
        rng: np.random.Generator | None = None,
        dtype: DTypeLike = np.float64,
    ) -> None:
        sizes = [
            as_count(input_size, "input_size"),
            *as_counts(hidden_size_list, "hidden_size_list"),
            as_count(output_size, "output_size"),
        ]
        if not isinstance(activation, str) or activation.lower() not in ACTIVATIONS:
            raise ValueError(f"activation must be 'relu' or 'sigmoid', but it is {activation!r}")
        decay = as_nonnegative(weight_decay_lambda, "weight_decay_lambda")
        dropped = as_fraction(dropout_ratio, "dropout_ratio")
        generator, kind = as_generator(rng), as_dtype(dtype)

        weights = normal_weights(generator, kind)

        layers: list[Layer] = []
        for number, (inputs, outputs) in enumerate(pairwise(sizes), 1):
            W = weights(f"W{number}", spread_of(weight_init_std, inputs), inputs, outputs)
            layers.append(Affine(W, np.zeros(outputs, kind)))
            if number <= len(sizes) - 2:
                if use_batchnorm:
                    ones, zeros = np.ones(outputs, kind), np.zeros(outputs, kind)
                    layers.append(BatchNormalization(ones, zeros))
                layers.append(ACTIVATIONS[activation.lower()]())
                if use_dropout:
                    layers.append(Dropout(dropped, rng=generator))
        super().__init__(*layers, weight_decay=decay)
