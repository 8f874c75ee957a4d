import numpy as np
import pytest

from mlbook.layers import AddLayer, MulLayer


# Two apples of 100 and three mandarins of 150, taxed at 10 %: every number can be checked by hand.
def test_backpropagation_through_a_graph_matches_the_hand_worked_numbers():
    apples, mandarins, basket, tax = MulLayer(), MulLayer(), AddLayer(), MulLayer()
    total = tax.forward(basket.forward(apples.forward(100, 2), mandarins.forward(150, 3)), 1.1)
    assert total == pytest.approx(715, rel=1e-15)
    d_basket, d_tax = tax.backward(1)
    d_apples, d_mandarins = basket.backward(d_basket)
    assert (d_basket, d_tax) == (1.1, 650)
    assert apples.backward(d_apples) == pytest.approx((2.2, 110), rel=1e-15)
    assert mandarins.backward(d_mandarins) == pytest.approx((3.3, 165), rel=1e-15)


@pytest.mark.parametrize("kind", [AddLayer, MulLayer])
def test_the_gradients_of_the_two_inputs_share_no_memory(kind):
    layer = kind()
    layer.forward([1, 2], [3, 4])
    assert not np.shares_memory(*layer.backward([1.0, 1.0]))


@pytest.mark.parametrize(
    ("layer", "x", "y", "message"),
    [
        (AddLayer(), [1, 2], 3, r"x has shape \(2,\), but y has shape \(\)"),
        (MulLayer(), [1], [1, 2], r"x has shape \(1,\), but y has shape \(2,\)"),
    ],
)
def test_inputs_of_different_shapes_are_named(layer, x, y, message):
    with pytest.raises(ValueError, match=message):
        layer.forward(x, y)
