"""What a trained network says: of files with digits, and of the test images of its data."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from mlbook._images import drawing, images_of, side_of
from mlbook._runs import RECORD, network_of, newest
from mlbook.datasets import random_shifts
from mlbook.training import read_record


def predictions(files: list[Path], run: Path | None) -> Iterator[str]:
    """Yield lines for each image in the files: what it looks like to the network, and its answer.

    Raises
    ------
    OSError, ValueError
        If there is no trained network, or a file is none of digits.
    """
    network = network_of(run or newest())
    side = side_of(network)
    for path in files:
        images = images_of(path, side)
        samples = images.reshape(-1, *getattr(network, "input_dim", (side * side,)))
        for number, (image, y) in enumerate(zip(images, network.predict(samples), strict=True)):
            name = str(path) if len(images) == 1 else f"{path}[{number}]"
            first, *others = np.argsort(-y, kind="stable")[:3]
            rest = ", ".join(f"{other} ({y[other]:.1%})" for other in others)
            yield drawing(image)
            yield f"{name}: {first}, {y[first]:.1%} sure; then {rest}"


def evaluation(run: Path | None, shift: int = 0) -> Iterator[str]:
    """Yield lines about the network of a run on the test images of its data.

    With `shift`, each image is moved as `random_shifts` does it, by a generator of seed 0.

    Raises
    ------
    OSError, ValueError, ModuleNotFoundError
        If there is no such run, or its data cannot be loaded.
    """
    directory = run or newest()
    settings = read_record(directory / RECORD).settings
    network = network_of(directory)
    _, (x, t) = settings.data()
    if shift:
        x = random_shifts(x, shift, rng=np.random.default_rng(0))
    samples = x.reshape(len(x), *getattr(network, "input_dim", x.shape[1:]))
    loss, accuracy = network.loss(samples, t), network.accuracy(samples, t)
    said = network.predict(samples).argmax(axis=1)
    wrong = Counter(zip(t[said != t].tolist(), said[said != t].tolist(), strict=True))
    moved = f", moved by up to {shift}," if shift else ""
    yield f"{directory}: {network}"
    yield (
        f"{settings.dataset}: {len(t) - wrong.total()} of {len(t)} test images{moved} are read "
        f"right, "
        f"accuracy {accuracy:.4f}, loss {loss:.4f}"
    )
    if wrong:
        pairs = ", ".join(
            f"{digit} as {answer} ({times})" for (digit, answer), times in wrong.most_common(3)
        )
        yield f"read wrong most often: {pairs}"
