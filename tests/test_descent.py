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
def test_descent_ends_at_the_notes_figures(f, start, lr, end):
    assert str(gradient_descent(f, start, lr=lr, step_num=100)) == end


def test_three_runs_in_a_row_end_at_the_notes_figures():
    x, ends = np.array([-3.0, 4.0]), []
    for lr in (0.01, 0.1, 10):
        x = gradient_descent(bowl, x, lr, 100)
        ends.append(str(x))
    assert ends == [
        "[-0.39785867  0.53047822]",
        "[-8.10452420e-11  1.08060323e-10]",
        "[-1.29863664e+13  1.28237547e+13]",
    ]


def test_a_path_leads_from_init_x_to_the_end_of_descent():
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


@pytest.mark.parametrize("descend", [gradient_descent, descent_path])
def test_zero_steps_return_a_float64_copy_of_init_x(descend):
    start = np.array([-3.0, 4.0])
    end = descend(squares, start, step_num=0)
    assert not np.shares_memory(end, start)
    assert end.ravel().tolist() == start.tolist()
    assert descend(squares, np.ones((), np.int64), step_num=0).dtype == np.float64


@pytest.mark.parametrize("descend", [gradient_descent, descent_path])
@pytest.mark.parametrize(
    ("start", "lr", "step_num", "error", "message"),
    [
        ([1, 1], 0, 5, ValueError, "lr must be greater than 0, but it is 0"),
        ([1, 1], -0.1, 5, ValueError, "lr must be greater than 0"),
        ([1, 1], 0.1, -1, ValueError, "step_num must be at least 0, but it is -1"),
        ([1, 1], 0.1, 1.5, TypeError, "step_num must be a whole number"),
        ([1, math.inf], 0.1, 0, ValueError, "init_x holds an infinity"),
    ],
)
def test_an_argument_out_of_range_is_named(descend, start, lr, step_num, error, message):
    with pytest.raises(error, match=message):
        descend(bowl, start, lr, step_num)


@pytest.mark.parametrize("descend", [gradient_descent, descent_path])
def test_divergence_is_an_error_that_names_step_and_rate(descend):
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


def test_a_path_stays_where_h_is_lost_in_rounding():
    path = descent_path(squares, [1.0], lr=1e20, step_num=5)
    assert abs(path[1, 0]) > 1e20
    assert (path[1:] == path[1]).all()


def test_a_failure_of_f_at_init_x_is_not_called_divergence():
    with pytest.raises(ValueError, match=r"^f must return one finite real number"):
        gradient_descent(lambda x: math.nan, [1.0])
    with pytest.raises(OverflowError):
        gradient_descent(lambda x: math.exp(x[0]), [1000.0])
    with pytest.raises(TypeError, match="f must return one finite real number"):
        gradient_descent(lambda x: x, [1.0, 2.0])


def test_descent_along_the_ridge_ends_at_the_saddle_point():
    def saddle(x):
        return x[0] ** 2 - x[1] ** 2

    np.testing.assert_allclose(gradient_descent(saddle, [1.0, 0.0], 0.1, 200), [0, 0], atol=1e-12)


def test_the_default_is_100_steps_with_a_rate_of_0_01():
    assert descent_path(squares, [1.0]).shape == (101, 1)
    end = gradient_descent(squares, [1.0], lr=0.01, step_num=100)
    assert gradient_descent(squares, [1.0]) == end
