"""What is recorded, in what order it is read back, and what broadcasting does to a gradient."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from mlbook._checks import Floats, is_finite

Rule: TypeAlias = Callable[[Any], Any]  # from the gradient of a result to a share of a parent's

quiet = np.errstate(all="ignore")  # what is not finite is refused, in words


class Node:
    """What was computed, and from what: pairs of a parent and the rule for its gradient."""

    grad: Floats | None = None

    def __init__(self, data: Floats, parents: Sequence[tuple["Node", Rule]], operation: str):
        self.data, self.parents, self.operation = data, tuple(parents), operation


def from_the_end(end: Node) -> list[Node]:
    """Return `end` and all that it was made of, each node after every node that uses it.

    Two loops and no recursion, so that a tape may be of any length. The first counts how often each
    node is used, the second appends a node once all its uses are there.
    """
    uses: Counter[Node] = Counter()
    found = [end]
    while found:
        for parent, _ in found.pop().parents:
            uses[parent] += 1
            if uses[parent] == 1:
                found.append(parent)
    order, ready = [], [end]
    while ready:
        node = ready.pop()
        order.append(node)
        for parent, _ in node.parents:
            uses[parent] -= 1
            if uses[parent] == 0:
                ready.append(parent)
    return order


def gradients_of_leaves(end: Node) -> Iterator[tuple[Node, Any]]:
    """Yield each node that nothing was computed from, and the gradient of `end`, one number.

    The gradient of an inner node is dropped as soon as it has been passed on.
    """
    gradients: dict[Node, Any] = {end: np.ones_like(end.data)}
    for node in from_the_end(end):
        upstream = gradients.pop(node)
        if not node.parents:
            yield node, upstream
        for parent, rule in node.parents:
            share = rule(upstream)
            if np.shape(share) != parent.data.shape:
                raise ValueError(
                    f"a rule of {node.operation} returned a gradient of shape {np.shape(share)} "
                    f"for data of shape {parent.data.shape}"
                )
            gradients[parent] = gradients[parent] + share if parent in gradients else share


def sum_to_shape(gradient: ArrayLike, shape: tuple[int, ...]) -> Floats:
    """Return the gradient of an array of `shape` that was broadcast: the sum over its copies.

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook.autograd.tape import sum_to_shape
    >>> print(sum_to_shape(np.ones((4, 3)), (3,)))
    [4. 4. 4.]
    >>> print(sum_to_shape(np.ones((2, 3)), (2, 1)))
    [[3.]
     [3.]]
    """
    if np.shape(gradient) == shape:  # nothing was broadcast
        return np.asarray(gradient)
    new_axes = tuple(range(np.ndim(gradient) - len(shape)))
    summed = np.sum(gradient, axis=new_axes)
    stretched = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return np.asarray(summed.sum(axis=stretched, keepdims=True))


def checked(values: Any, what: str) -> Floats:
    """Return `values` as an array, refusing an infinity or NaN that a computation has made."""
    array = np.asarray(values)
    if not is_finite(array):
        raise FloatingPointError(
            f"{what} is not finite: a number is too large, was divided by zero, or has no logarithm"
        )
    return array
