r"""The state of a training between two updates, from which it goes on with the same numbers."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlbook.saving import arrays_of, statistics
from mlbook.training.training import Training

# Names that no array of a network has: a file of a network may hold them, too.
LOSSES, EVALUATED, ACCURACIES = "training.losses", "training.evaluated_at", "training.accuracies"
GENERATORS, OPTIMIZER = "training.generators", "optimizer"


def state_of(training: Training) -> dict[str, NDArray[Any]]:
    """Return the arrays from which `restore` goes on: those of the network, and more.

    These are the arrays that the optimiser remembers, the state of the generators, the losses and
    the accuracies. The batches need none: the seed gives them again. Arrays are not copied.

    Parameters
    ----------
    training : Training

    Raises
    ------
    ValueError
        If an update broke off: no state between two updates is left.

    Examples
    --------
    See `restore`.
    """
    if not training.whole:
        raise ValueError("an update of this training broke off: there is nothing to go on from")
    evaluations = training._evaluations
    states = {name: rng.bit_generator.state for name, rng in training.generators.items()}
    return {
        **arrays_of(training.network),
        LOSSES: training._losses[: training._done],
        EVALUATED: np.array([update for update, _ in evaluations]),
        ACCURACIES: np.array([accuracies for _, accuracies in evaluations]),
        GENERATORS: np.array(json.dumps(states)),
        **{
            f"{OPTIMIZER}.{name}.{k}": array
            for name, arrays in training._optimizer._state.items()
            for k, array in enumerate(arrays)
        },
    }


def restore(training: Training, state: Mapping[str, NDArray[Any]]) -> None:
    """Put a new training where another one of its recipe was when `state` was taken.

    It then makes the updates that the other one would have made, bit for bit, if it is made of the
    same data and settings; it may have more updates.

    Parameters
    ----------
    training : Training
        One that has made no update.
    state : mapping of str to ndarray
        What `state_of` has returned.

    Raises
    ------
    ValueError
        If the state is of another network, or of more updates than the training has.

    Examples
    --------
    >>> from itertools import islice
    >>> from mlbook.training import Recipe, restore, state_of
    >>> recipe = Recipe(optimizer="adam", updates=30)
    >>> data = recipe.data()
    >>> whole, first, second = (recipe.training(data) for _ in range(3))
    >>> losses = [loss for _, loss in whole]
    >>> for update, loss in islice(first, 20):
    ...     pass
    >>> restore(second, state_of(first))
    >>> print([loss for _, loss in second] == losses[20:])
    True
    """
    try:
        _restore(training, state)
    except (LookupError, TypeError, ValueError) as error:
        raise ValueError(f"this is no state of such a training: {error}") from error


def _restore(training: Training, state: Mapping[str, NDArray[Any]]) -> None:
    network, optimizer, losses = training.network, training._optimizer, state[LOSSES]
    total, done = len(training._losses), len(losses)
    if done > total:
        raise ValueError(f"it has made {done} updates of {total}")
    network.params = {name: state[name].copy() for name in network.params}
    network._parameters.connect(network.params)
    for key, layer, name in statistics(network):
        getattr(layer, name)[...] = state[key]

    optimizer._updates = done
    optimizer._shapes = {name: theta.shape for name, theta in network.params.items()}
    optimizer._state = {
        name: tuple(
            _like(theta, state[f"{OPTIMIZER}.{name}.{k}"]) for k in _arrays(optimizer, done)
        )
        for name, theta in network.params.items()
    }
    for name, generator_state in json.loads(str(state[GENERATORS])).items():
        training.generators[name].bit_generator.state = generator_state
    for _ in range(done):
        next(training._batches)

    training._losses[:done] = losses
    training._done = done
    # The accuracies at the end of a training that now goes on would not have been taken.
    training._evaluations = [
        (update, accuracies)
        for update, accuracies in zip(
            state[EVALUATED].tolist(), state[ACCURACIES].tolist(), strict=True
        )
        if update % training.updates_per_epoch == 0 or update == total
    ]


def _arrays(optimizer: Any, done: int) -> range:
    """Return the numbers of the arrays of a parameter: none before the first update."""
    return range(optimizer.state_arrays if done else 0)


def _like(theta: NDArray[Any], array: NDArray[Any]) -> NDArray[Any]:
    if (array.shape, array.dtype) != (theta.shape, theta.dtype):
        raise ValueError(f"an array of the optimiser has shape {array.shape}, not {theta.shape}")
    return array.copy()
