r"""The reverse mode: an array that remembers how it was made."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from mlbook._checks import Floats, as_floating
from mlbook.activations import unchecked_softmax
from mlbook.autograd.arithmetic import Arithmetic
from mlbook.autograd.tape import Node, Rule, checked, gradients_of_leaves, quiet
from mlbook.losses import as_labels_or_rows, check_distributions

Axes: TypeAlias = int | tuple[int, ...] | None


class Variable(Arithmetic):
    r"""An array that remembers how it was made, so that it can be differentiated.

    ``+ - * / ** @`` and the methods return new variables. Each keeps its parents, and for each
    parent the rule for its share of the gradient. `backward` follows the rules from the end and
    adds up, for the results $u_k$ that use $x$ directly,

    $$
    \frac{\partial L}{\partial x} = \sum_k \frac{\partial L}{\partial u_k}
    \frac{\partial u_k}{\partial x}
    $$

    Numbers and arrays beside a variable are constants, and take its type. Shapes are broadcast as
    NumPy does; ``@`` wants two axes or more. Arrays are kept, not copied: do not write to them
    between a computation and its `backward`.

    Parameters
    ----------
    data : array_like
        A leaf copies it: float32 stays float32, and every other type becomes float64.
    parents : sequence of (Variable, callable)
        For an operation of your own: what `data` was computed from, and a rule for each, which
        takes the gradient of `data` and returns a share of the parent's, in the parent's shape.
    operation : str
        Its name, for drawings and messages.

    Attributes
    ----------
    data : ndarray
    grad : ndarray of the shape of data, or None
        Sum of the gradients of all calls of `backward` since `cleargrad`. Only a leaf, a variable
        without parents, has one.

    Raises
    ------
    TypeError, ValueError
        If an argument is empty, is not made of finite real numbers, or its shape does not fit.
    FloatingPointError
        If a result or a gradient is not finite.

    References
    ----------
    Griewank and Walther, *Evaluating Derivatives*, 2nd ed. (2008), section 3.2.

    Examples
    --------
    >>> from mlbook import Variable
    >>> x = Variable([1.0, 2.0, 3.0])
    >>> (x * x + 2 * x).sum().backward()
    >>> print(x.grad)
    [4. 6. 8.]
    """

    def __init__(
        self, data: ArrayLike, parents: Sequence[tuple[Node, Rule]] = (), operation: str = ""
    ) -> None:
        if parents:
            array = checked(data, f"the result of {operation}")
        else:
            array = as_floating(data, "data").copy()
        super().__init__(array, parents, operation)

    def __repr__(self) -> str:
        """Return ``Variable(shape=(64, 50))``, with the name of the operation that made it."""
        made = f", operation={self.operation!r}" if self.operation else ""
        return f"Variable(shape={self.data.shape}{made})"

    @quiet
    def backward(self) -> None:
        """Add the gradient of this one number to the `grad` of each leaf that it was made of."""
        if self.data.size != 1:
            raise ValueError(
                f"backward begins at one number, but the shape is {self.data.shape}: take sum() or "
                "mean() first"
            )
        for leaf, gradient in gradients_of_leaves(self):
            old = 0 if leaf.grad is None else leaf.grad
            whole = checked(old + gradient, "a gradient")
            leaf.grad = whole.astype(leaf.data.dtype, copy=False)

    def cleargrad(self) -> None:
        """Forget the gradient, so that the next `backward` begins anew."""
        self.grad = None

    @quiet
    def exp(self) -> "Variable":
        """Return $e^x$, element by element."""
        y = np.exp(self.data)
        return Variable(y, [(self, lambda g: g * y)], "exp")

    @quiet
    def log(self) -> "Variable":
        r"""Return $\ln x$, element by element."""
        return Variable(np.log(self.data), [(self, lambda g: g / self.data)], "log")

    def relu(self) -> "Variable":
        r"""Return $\max(0, x)$; at 0 the derivative is taken as 0."""
        passed = self.data > 0
        y = np.where(passed, self.data, self.data.dtype.type(0))
        return Variable(y, [(self, lambda g: np.where(passed, g, 0))], "relu")

    @quiet
    def sigmoid(self) -> "Variable":
        """Return $1 / (1 + e^{-x})$, element by element."""
        y = 1 / (1 + np.exp(-self.data))
        return Variable(y, [(self, lambda g: g * (y * (1 - y)))], "sigmoid")

    @quiet
    def sum(self, axis: Axes = None, keepdims: bool = False) -> "Variable":
        """Return the sum over `axis`, as `numpy.sum` does: each element gets the gradient."""

        def rule(g: Floats) -> Floats:
            rows = g if axis is None or keepdims else np.expand_dims(g, axis)
            return np.broadcast_to(rows, self.data.shape)

        return Variable(self.data.sum(axis=axis, keepdims=keepdims), [(self, rule)], "sum")

    def mean(self, axis: Axes = None, keepdims: bool = False) -> "Variable":
        """Return the mean over `axis`, as `numpy.mean` does."""
        total = self.sum(axis, keepdims)
        return total * (total.data.size / self.data.size)

    def reshape(self, *shape: int) -> "Variable":
        """Return the same numbers in another shape."""
        y, old = self.data.reshape(shape), self.data.shape
        return Variable(y, [(self, lambda g: g.reshape(old))], "reshape")

    @property
    def T(self) -> "Variable":
        """The transpose, with all axes in reverse."""
        return Variable(self.data.T, [(self, lambda g: g.T)], "T")

    @quiet
    def softmax_cross_entropy(self, t: ArrayLike) -> "Variable":
        r"""Return the mean cross-entropy of the softmax of these scores, in nats.

        One operation: the gradient of the scores is $(y - t)/N$, and large scores do not overflow.

        Parameters
        ----------
        t : array_like
            Targets: of the shape of the scores, (N, K) or (K,), or integer labels.
        """
        scores, targets = self.data, as_labels_or_rows(t, self.data.shape)
        if targets.ndim < scores.ndim:
            targets = np.eye(scores.shape[-1])[targets]
        check_distributions(targets)
        rows, count = targets.astype(scores.dtype), scores.size // scores.shape[-1]
        shifted = scores - scores.max(axis=-1, keepdims=True)
        losses = np.log(np.exp(shifted).sum(axis=-1)) - (rows * shifted).sum(axis=-1)
        gradient = (unchecked_softmax(scores) - rows) / count
        return Variable(losses.mean(), [(self, lambda g: g * gradient)], "loss")
