import math

import numpy as np
import pytest

from mlbook import descent_path, gradient_descent


def bowl(x):
    return x[0] ** 2 + x[1] ** 2


def squares(x):
    return np.sum(x**2)


@pytest.mark.parametrize("f", [bowl, squares])
@pytest.mark.parametrize(
    ("start", "lr", "end"),
    [
        ([2.0, 2.0], 0.1, "[4.07407195e-10 4.07407195e-10]"),
        ([-3.0, 4.0], 0.1, "[-6.11110793e-10  8.14814391e-10]"),
        ([-3.0, 4.0], 10, "[-2.58983747e+13 -1.29524862e+12]"),
        ([-3.0, 4.0], 1e-10, "[-2.99999994  3.99999992]"),
        ([-3.0, 4.0], 0.01, "[-0.39785867  0.53047822]"),
    ],
)
def test_descent_ends_at_the_notes_digits(f, start, lr, end):
    assert str(gradient_descent(f, start, lr=lr, step_num=100)) == end


def test_runs_that_start_where_the_last_ended_give_the_notes_three_results():
    x, ends = np.array([-3.0, 4.0]), []
    for lr in (0.01, 0.1, 10):
        x = gradient_descent(bowl, x, lr, 100)
        ends.append(str(x))
    assert ends == [
        "[-0.39785867  0.53047822]",
        "[-8.10452420e-11  1.08060323e-10]",
        "[-1.29863664e+13  1.28237547e+13]",
    ]


@pytest.mark.parametrize("lr", [0.01, 0.1, 0.4, 0.9])
def test_each_step_on_squares_multiplies_by_one_minus_twice_the_rate(lr):
    path = descent_path(squares, [-3.0, 4.0], lr=lr, step_num=20)
    factors = (1 - 2 * lr) ** np.arange(21)
    np.testing.assert_allclose(path, np.outer(factors, [-3.0, 4.0]), atol=1e-9)


def test_a_path_starts_at_the_start_and_ends_where_descent_does():
    path = descent_path(bowl, [2, -1], step_num=7)
    assert path.shape == (8, 2)
    assert path[0].tolist() == [2.0, -1.0]
    assert path[-1].tolist() == gradient_descent(bowl, [2, -1], step_num=7).tolist()
    assert path[3].tolist() == gradient_descent(bowl, [2, -1], step_num=3).tolist()


@pytest.mark.parametrize("shape", [(), (1,), (2, 3), (2, 1, 2)])
def test_points_of_any_shape_descend(shape):
    path = descent_path(squares, np.ones(shape), lr=0.25, step_num=5)
    assert path.shape == (6, *shape)
    np.testing.assert_allclose(path[-1], np.full(shape, 0.5**5), rtol=1e-8)
    end = gradient_descent(squares, np.ones(shape, dtype=np.int64), lr=0.25, step_num=0)
    assert isinstance(end, np.ndarray)
    assert (end == np.ones(shape)).all()
    assert end.dtype == np.float64


@pytest.mark.parametrize("descend", [gradient_descent, descent_path])
@pytest.mark.parametrize("writeable", [True, False])
def test_the_start_is_never_changed(descend, writeable):
    start = np.array([-3.0, 4.0])
    start.flags.writeable = writeable
    result = descend(bowl, start, step_num=0)
    assert not np.shares_memory(result, start)
    descend(bowl, start, step_num=5)
    assert start.tolist() == [-3.0, 4.0]


@pytest.mark.parametrize("descend", [gradient_descent, descent_path])
@pytest.mark.parametrize(
    ("start", "lr", "step_num", "error", "message"),
    [
        ([1, 1], 0, 5, ValueError, "lr must be greater than 0, but it is 0"),
        ([1, 1], -0.1, 5, ValueError, "lr must be greater than 0"),
        ([1, 1], math.nan, 5, ValueError, "lr holds NaN"),
        ([1, 1], 0.1, -1, ValueError, "step_num must be at least 0, but it is -1"),
        ([1, 1], 0.1, 1.5, TypeError, "step_num must be a whole number"),
        ([1, math.nan], 0.1, 0, ValueError, r"init_x holds NaN at index \(1,\)"),
        ([1, math.inf], 0.1, 0, ValueError, "init_x holds an infinity"),
    ],
)
def test_an_argument_out_of_range_is_named(descend, start, lr, step_num, error, message):
    with pytest.raises(error, match=message):
        descend(bowl, start, lr, step_num)


@pytest.mark.parametrize("descend", [gradient_descent, descent_path])
def test_a_path_that_leaves_the_finite_numbers_names_step_and_rate(descend):
    # The slope of cosh at 10 is about 1.1e4, so the first step ends where cosh overflows.
    with pytest.raises(
        FloatingPointError,
        match=r"^diverged at step 2 with lr=1: f must .* at x\[0\] \+ h .*inf.*; try a smaller lr$",
    ):
        descend(lambda x: np.sum(np.cosh(x)), [10.0, 1.0], lr=1, step_num=5)
    with pytest.raises(FloatingPointError, match=r"^diverged at step 2 .*; try a smaller lr$"):
        descend(lambda x: math.cosh(x[0]), [10.0], lr=1, step_num=2)
    with pytest.raises(FloatingPointError, match=r"^diverged at step 2 .*nan.*; try a smaller lr$"):
        descend(lambda x: np.cosh(x[0]) - np.cosh(x[0]) / 2, [10.0], lr=1, step_num=2)
    with pytest.raises(FloatingPointError, match=r"diverged at step 1 .*: x is no longer finite"):
        descend(lambda x: 1e10 * x[0], [1.0], lr=1e300, step_num=1)


def test_beyond_the_reach_of_h_a_path_stays_where_it_is():
    path = descent_path(squares, [1.0], lr=1e20, step_num=5)
    assert abs(path[1, 0]) > 1e20
    assert (path[1:] == path[1]).all()


def test_f_that_fails_at_the_start_is_not_called_divergence():
    with pytest.raises(ValueError, match=r"^f must return one finite real number"):
        gradient_descent(lambda x: math.nan, [1.0])
    with pytest.raises(OverflowError):
        gradient_descent(lambda x: math.exp(x[0]), [1000.0])
    with pytest.raises(TypeError, match="f must return one finite real number"):
        gradient_descent(lambda x: x, [1.0, 2.0])


def test_descent_on_a_saddle_stays_where_the_gradient_is_zero():
    def saddle(x):
        return x[0] ** 2 - x[1] ** 2

    np.testing.assert_allclose(gradient_descent(saddle, [1.0, 0.0], 0.1, 200), [0, 0], atol=1e-12)


def test_without_more_words_it_takes_a_hundred_steps_of_a_hundredth():
    def bowl(x):
        return float(np.sum(x**2))

    assert descent_path(bowl, [1.0]).shape == (101, 1)
    assert gradient_descent(bowl, [1.0]) == gradient_descent(bowl, [1.0], lr=0.01, step_num=100)
