r"""Networks as files: their layers as text, and their arrays, in an npz without pickle."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mlbook import layers, networks
from mlbook._arrays import read_arrays, write_arrays
from mlbook._checks import as_generator
from mlbook.layers import Dropout, Layer
from mlbook.networks import Network, SimpleNet
from mlbook.networks.parameters import all_layers

Arrays: TypeAlias = dict[str, NDArray[Any]]

KINDS = {name: getattr(networks, name) for name in networks.__all__}
LAYERS = {name: getattr(layers, name) for name in layers.__all__}
# What a file that was written by somebody else may raise: names, numbers or lists that are none.
FAULTS = (AttributeError, LookupError, RecursionError, StopIteration, TypeError, ValueError)
PLAN = "mlbook"  # the entry of a file that says what the network is made of


def save(network: Network | SimpleNet, path: str | Path) -> None:
    """Write a network to a file: its class, its layers, parameters and running statistics.

    `load` returns a network that gives the same answers, bit for bit. The file is an npz of NumPy,
    so ``numpy.load`` reads the parameters, too; it is written as a whole or not at all.

    Parameters
    ----------
    network : Network or SimpleNet
        Of a class of this package, made of layers of this package.
    path : str or Path
        Of the file, whose name may end in ``.npz``; an old one is replaced.

    Raises
    ------
    TypeError
        If `network` is something else.
    OSError
        If the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import numpy as np
    >>> from mlbook import MultiLayerNet, load, save
    >>> net = MultiLayerNet(64, [50], 10, use_batchnorm=True)
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     path = Path(directory, "digits.npz")
    ...     save(net, path)
    ...     again = load(path)
    >>> print(again)
    MultiLayerNet(Affine(64, 50), BatchNormalization(50), Relu(), Affine(50, 10))
    >>> x = np.ones(64)
    >>> print(np.array_equal(net.predict(x), again.predict(x)))
    True
    """
    write_arrays(Path(path), arrays_of(network))


def load(path: str | Path, *, rng: np.random.Generator | None = None) -> Network | SimpleNet:
    """Return the network of a file that `save` has written.

    Nothing in the file is run: it holds numbers, and names of classes of this package. The command
    ``mlbook train`` writes such a file, too, ``parameters.npz``.

    Parameters
    ----------
    path : str or Path
    rng : numpy.random.Generator, optional
        Draws which units dropout leaves out, if the network learns again.

    Raises
    ------
    OSError
        If the file cannot be read.
    ValueError
        If it is damaged, or no network that `save` has written.
    TypeError
        If `rng` is no Generator.

    Examples
    --------
    See `save`.
    """
    generator, file = as_generator(rng), Path(path)
    arrays = read_arrays(file)
    try:
        network: Network | SimpleNet = _network(json.loads(str(arrays[PLAN])), arrays, generator)
    except FAULTS as error:
        raise ValueError(f"{file} is no network that mlbook.save has written: {error!r}") from error
    return network


def arrays_of(network: Network | SimpleNet) -> Arrays:
    """Return all that a file of `network` holds, by name; parameters are not copied.

    Examples
    --------
    >>> from mlbook import SimpleNet
    >>> from mlbook.saving import arrays_of
    >>> print(list(arrays_of(SimpleNet())))
    ['mlbook', 'W1']
    """
    kind = type(network).__name__
    if KINDS.get(kind) is not type(network):
        raise TypeError(
            f"network must be a network of mlbook, a TwoLayerNet for instance, but it is "
            f"{network!r}; of your own class, save Network(*network.layers)"
        )
    plan: dict[str, Any] = {"network": kind}
    if isinstance(network, SimpleNet):
        return {PLAN: np.array(json.dumps(plan)), "W1": network.W}
    network._parameters.connect(network.params)
    plan |= {"weight_decay": network.weight_decay, "layers": [*map(_plan, network.layers)]}
    if hasattr(network, "input_dim"):
        plan["input_dim"] = network.input_dim
    return {PLAN: np.array(json.dumps(plan)), **network.params, **statistics_of(network)}


def statistics_of(network: Network) -> Arrays:
    """Return the running statistics of the layers, ``running_mean1`` of the first that has one.

    Examples
    --------
    >>> from mlbook import MultiLayerNet
    >>> from mlbook.saving import statistics_of
    >>> print(list(statistics_of(MultiLayerNet(4, [3], 2, use_batchnorm=True))))
    ['running_mean1', 'running_var1']
    """
    return {key: getattr(layer, name) for key, layer, name in statistics(network)}


def statistics(network: Network) -> Iterator[tuple[str, Layer, str]]:
    """Yield the name of each running statistic in a file, its layer, and its name there."""
    number: Counter[str] = Counter()
    for layer in all_layers(network.layers):
        for name in layer.statistics:
            number[name] += 1
            yield f"{name}{number[name]}", layer, name


def _plan(layer: Layer) -> list[Any]:
    kind = type(layer).__name__
    if LAYERS.get(kind) is not type(layer):
        raise TypeError(f"network must be made of layers of mlbook, but one of them is {layer!r}")
    settings = {name: getattr(layer, name) for name in layer.settings}
    return [kind, settings, [_plan(child) for child in layer.children]]


def _network(plan: dict[str, Any], arrays: Arrays, rng: np.random.Generator) -> Any:
    kind, number = KINDS[plan["network"]], Counter[str]()
    if kind is SimpleNet:
        simple = SimpleNet()
        simple.W = arrays["W1"]
        return simple

    def layer(name: str, settings: dict[str, Any], children: list[Any]) -> Layer:
        of = LAYERS[name]
        own = {}
        for each in (*of.parameters, *of.statistics):
            number[each] += 1
            own[each] = arrays[f"{each}{number[each]}"]
        chance = {"rng": rng} if of is Dropout else {}
        built: Layer = of(*(layer(*child) for child in children), **own, **settings, **chance)
        return built

    network = kind.__new__(kind)  # whose own way of making layers is not needed
    Network.__init__(
        network, *(layer(*each) for each in plan["layers"]), weight_decay=plan["weight_decay"]
    )
    if "input_dim" in plan:
        network.input_dim = tuple(plan["input_dim"])
    return network
