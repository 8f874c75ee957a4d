r"""Gradient descent: a minimum sought by steps against the gradient."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import ArrayLike

from mlbook._checks import FloatArray, as_count, as_floats, as_positive
from mlbook.differentiation import NotFiniteError
from mlbook.gradient import numerical_gradient


def gradient_descent(
    f: Callable[[FloatArray], float], init_x: ArrayLike, lr: float = 0.01, step_num: int = 100
) -> FloatArray:
    r"""Return where `step_num` steps of gradient descent end.

    $$
    x \leftarrow x - \eta\, \nabla f(x)
    $$

    The gradient is `numerical_gradient`'s, so `f` must use its argument. A learning rate that is
    too large does not always raise an error: where `x` exceeds about 1e12, the step of 1e-4 is lost
    in rounding, the gradient comes out as 0 or as noise, and the path may stay there.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of `init_x` and returns one number.
    init_x : array_like of any shape
        Where to start. It is copied, and never changed.
    lr : float
        The learning rate $\eta > 0$.
    step_num : int
        Number of steps, 0 or more.

    Returns
    -------
    ndarray of float64, of the shape of init_x

    Raises
    ------
    TypeError, ValueError
        If an argument is out of range, `init_x` holds NaN, or `f` does not return one real number.
    FloatingPointError
        If the path leaves the finite numbers; the message names the step. This error stands in
        for the overflow warnings of `f`.

    References
    ----------
    Cauchy, "Méthode générale pour la résolution des systèmes d'équations simultanées", *Comptes
    rendus* 25 (1847).

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import gradient_descent
    >>> def f(x):
    ...     return np.sum(x**2)
    >>> print(gradient_descent(f, [2.0, 2.0], lr=0.1, step_num=100))
    [4.07407195e-10 4.07407195e-10]
    """
    for x in _points(f, init_x, lr, step_num):
        end = x
    return end


def descent_path(
    f: Callable[[FloatArray], float], init_x: ArrayLike, lr: float = 0.01, step_num: int = 100
) -> FloatArray:
    r"""Return every point that `gradient_descent` passes, the start first.

    Parameters and errors are those of `gradient_descent`.

    Returns
    -------
    ndarray of float64, shape (step_num + 1, *S), where S is the shape of init_x

    Examples
    --------
    >>> import numpy as np
    >>> from mlbook import descent_path
    >>> path = descent_path(lambda x: np.sum(x**2), [1.0, 2.0], lr=0.25, step_num=2)
    >>> print(path.round(6))
    [[1.   2.  ]
     [0.5  1.  ]
     [0.25 0.5 ]]
    """
    return np.stack(list(_points(f, init_x, lr, step_num)))


def _points(
    f: Callable[[FloatArray], float], init_x: ArrayLike, lr: float, step_num: int
) -> Iterator[FloatArray]:
    rate, steps = as_positive(lr, "lr"), as_count(step_num, "step_num", least=0)
    x = as_floats(init_x, "init_x").copy()
    yield x
    for step in range(1, steps + 1):
        # Every overflow ends in one of the errors below, which say more than NumPy's warning.
        with np.errstate(over="ignore", invalid="ignore"):
            try:
                x = np.asarray(x - rate * numerical_gradient(f, x))
            except (NotFiniteError, OverflowError) as error:
                if step == 1:  # f itself fails at init_x: the path has not diverged
                    raise
                raise _diverged(step, rate, str(error)) from error
        if not np.isfinite(x).all():
            raise _diverged(step, rate, "x is no longer finite")
        yield x


def _diverged(step: int, rate: float, reason: str) -> FloatingPointError:
    return FloatingPointError(
        f"diverged at step {step} with lr={rate:g}: {reason}; try a smaller lr"
    )
