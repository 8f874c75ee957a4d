import numpy as np
import pytest

from mlbook import AND, NAND, OR, XOR


@pytest.mark.parametrize(
    ("gate", "outputs"),
    [(AND, [0, 0, 0, 1]), (NAND, [1, 1, 1, 0]), (OR, [0, 1, 1, 1]), (XOR, [0, 1, 1, 0])],
)
def test_a_gate_has_its_truth_table_and_returns_ints(gate, outputs):
    answers = [gate(x1, x2) for x1, x2 in [(0, 0), (1, 0), (0, 1), (1, 1)]]
    assert answers == outputs
    assert all(type(answer) is int for answer in answers)


def test_gates_take_any_real_numbers():
    assert AND(np.float64(0.9), True) == 1
    assert AND(0.4, 0.9) == 0
    assert OR(-5, 6) == 1
    assert NAND(1e308, -1e308) == 1


@pytest.mark.parametrize("gate", [AND, NAND, OR, XOR])
@pytest.mark.parametrize(
    ("x1", "x2", "error", "message"),
    [
        ([0, 1], [1, 1], TypeError, r"x1 must be one number, but its shape is \(2,\)"),
        (1, np.ones((1, 1)), TypeError, r"x2 must be one number, but its shape is \(1, 1\)"),
        ("1", 1, TypeError, "x1 must hold real numbers"),
        (1, np.nan, ValueError, "x2 holds NaN"),
    ],
)
def test_a_gate_refuses_an_input_that_is_no_number_by_name(gate, x1, x2, error, message):
    with pytest.raises(error, match=message):
        gate(x1, x2)


def test_or_fires_above_two_fifths_of_either_input():
    assert [OR(0.3, 0), OR(0, 0.3), OR(0.5, 0), OR(0, 0.5)] == [0, 0, 1, 1]
