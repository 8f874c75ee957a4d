import numpy as np
import pytest

from mlbook._products import cut_into_blocks, matrix_product


# Worked out by hand: a block may take 1,000,000 multiplications.
@pytest.mark.parametrize(
    ("row_count", "multiplications", "blocks", "rows"),
    [
        (100, 39_200, 4, 24),  # four blocks of 25 rows, rounded down to a multiple of 4
        (784, 5_000, 4, 196),
        (100, 40_000, 4, 24),  # 4,000,000: exactly four blocks
        (100, 40_001, 5, 20),
        (101, 9_900, 1, 101),  # 999,900: all at once
        (101, 9_901, 2, 48),  # 1,000,001
        (103, 39_200, 5, 20),
        (60, 80_000, 5, 12),
        (60, 81_000, 5, 12),
        (60, 84_000, 1, 60),  # six blocks would have eight rows after rounding
        (15, 3_000_000, 1, 15),  # 45 blocks would have none
        (783, 64_000, 65, 12),  # 51 blocks of 15 rows become 65 of 12
        (1, 1, 1, 1),
    ],
)
def test_blocks_are_few_and_below_the_limit(row_count, multiplications, blocks, rows):
    assert cut_into_blocks(row_count, multiplications) == (blocks, rows)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("count", [1, 96, 100, 103])
def test_a_product_in_blocks_equals_the_whole_product(count, dtype):
    rng = np.random.default_rng(0)
    left, right = (rng.normal(size=shape).astype(dtype) for shape in ((count, 784), (784, 50)))
    for one, other in ((left, right), (left.T, left[:, :50])):
        expected = one.astype(np.longdouble) @ other.astype(np.longdouble)
        result = matrix_product(one, other)
        assert result.dtype == dtype
        np.testing.assert_allclose(result, expected, rtol=0, atol=3000 * np.finfo(dtype).eps)
