import numpy as np
import pytest

from mlbook.layers import Flatten


@pytest.mark.parametrize("batch", [(), (2,)])
def test_numbers_keep_their_order_and_get_their_shape_back(batch):
    x, layer = np.random.default_rng(0).normal(size=(*batch, 2, 3, 4)), Flatten()
    rows = layer.forward(x)
    assert rows.shape == (*batch, 24)
    assert rows.ravel().tolist() == x.ravel().tolist()
    np.testing.assert_array_equal(layer.backward(2 * rows), 2 * x, strict=True)


def test_a_row_is_no_image():
    with pytest.raises(ValueError, match=r"x has shape \(5, 64\): give one sample of shape"):
        Flatten().forward(np.ones((5, 64)))
