import numpy as np
import pytest

from mlbook import Dual, Variable, numerical_diff

OPERATIONS = {
    "x + y": lambda x, y: x + y,
    "x - y": lambda x, y: x - y,
    "x * y": lambda x, y: x * y,
    "x / y": lambda x, y: x / y,
    "2 + x": lambda x, y: 2 + x,
    "2 - x": lambda x, y: 2 - x,
    "2 * x": lambda x, y: 2 * x,
    "2 / x": lambda x, y: 2 / x,
    "-x": lambda x, y: -x,
    "x ** 3": lambda x, y: x**3,
    "x ** 0": lambda x, y: x**0,
    "exp": lambda x, y: (x * y).exp(),
    "log": lambda x, y: (x * y).log(),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_slope_passes_the_gradient_check(name):
    f = OPERATIONS[name]
    x, y = np.array([0.5, 1.5]), np.array([2.0, 0.75])
    for slopes in ((1, 0), (0, 1), (0.5, -2)):
        result = f(Dual(x, slopes[0]), Dual(y, slopes[1]))
        plain = lambda s, f=f, v=slopes: f(Dual(x + s * v[0]), Dual(y + s * v[1])).value  # noqa: E731
        assert result.value.tolist() == plain(0).tolist()
        assert np.abs(result.slope - numerical_diff(plain, np.zeros(2), 1e-5)).max() < 1e-7


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_slope_is_the_gradient_of_the_tape(name):
    x, y = Variable(1.25), Variable(0.5)
    OPERATIONS[name](x, y).backward()
    slopes = [OPERATIONS[name](Dual(1.25, a), Dual(0.5, b)).slope for a, b in ((1, 0), (0, 1))]
    assert slopes == pytest.approx([float(v.grad or 0) for v in (x, y)], rel=1e-14)


def test_epsilon_squared_is_zero():
    square = Dual(0, 1) * Dual(0, 1)
    assert (square.value, square.slope) == (0, 0)


def test_the_slope_of_a_constant_power_is_zero():
    assert repr(Dual(0, 1) ** 0) == "Dual(1.0, 0.0)"


def test_a_dual_number_copies_its_arrays():
    value, slope = np.array([1.0]), np.array([2.0])
    x = Dual(value, slope)
    x.value += 1
    x.slope += 1
    assert (value[0], slope[0]) == (1, 2)


def test_an_array_beside_a_dual_number_is_constant():
    y = np.array([1.0, 2.0]) * Dual([3.0, 4.0], [1.0, 0.0])
    assert (y.value.tolist(), y.slope.tolist()) == ([3, 8], [1, 0])


def test_a_dual_number_shows_both_its_parts():
    assert repr(Dual(3, 1) * 2) == "Dual(6.0, 2.0)"


def test_a_slope_of_another_shape_is_named():
    with pytest.raises(ValueError, match=r"slope has shape \(3,\), but value has shape \(2,\)"):
        Dual([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match=r"other has shape \(3,\), but the value beside it \(2,\)"):
        Dual([1, 2]) * [1, 2, 3]


@pytest.mark.parametrize(
    ("f", "what"),
    [
        (lambda x: x / 0, "a value"),
        (lambda x: (x * 0) ** 0.5, "a slope"),
        (lambda x: (-x).log(), "a value"),
    ],
)
def test_what_is_not_finite_is_refused(f, what):
    with pytest.raises(FloatingPointError, match=f"^{what} is not finite: "):
        f(Dual(2.0, 1.0))
