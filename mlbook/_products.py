r"""Matrix products in blocks of rows."""

import math
from functools import lru_cache

import numpy as np

from mlbook._checks import Floats

MAX_MULTIPLICATIONS = 1_000_000  # of a block: more, and BLAS copies the factors before it begins
ROWS_MULTIPLE_OF = 4  # 24 rows were measured to take less time than 25
MIN_ROWS = 12  # a smaller block costs more than it saves


def matrix_product(left: Floats, right: Floats) -> Floats:
    """Return `left @ right`, computed in blocks of rows where that is faster.

    On a batch of MNIST it takes between an eighth and a quarter less time than ``left @ right``;
    the numbers are the same to rounding.
    """
    blocks, rows = cut_into_blocks(len(left), right.size)
    if blocks == 1:
        return left @ right
    in_blocks, columns = blocks * rows, right.shape[1]
    result = np.empty((len(left), columns), right.dtype)
    stack = left[:in_blocks].reshape(blocks, rows, left.shape[1])
    np.matmul(stack, right, out=result[:in_blocks].reshape(blocks, rows, columns))
    if in_blocks < len(left):  # the last rows, fewer than a block
        np.dot(left[in_blocks:], right, out=result[in_blocks:])
    return result


@lru_cache
def cut_into_blocks(row_count: int, multiplications: int) -> tuple[int, int]:
    """Return the number of blocks to make of `row_count` rows, and the rows in each.

    A row takes so many multiplications. Blocks are as large as `MAX_MULTIPLICATIONS` allows and of
    equal size; the rows that are left over are fewer than a block.

    Examples
    --------
    >>> from mlbook._products import cut_into_blocks
    >>> print(cut_into_blocks(100, 784 * 50), cut_into_blocks(100, 50 * 10))
    (4, 24) (1, 100)
    """
    blocks = math.ceil(row_count * multiplications / MAX_MULTIPLICATIONS)
    rows = row_count // blocks // ROWS_MULTIPLE_OF * ROWS_MULTIPLE_OF
    return (row_count // rows, rows) if blocks > 1 and rows >= MIN_ROWS else (1, row_count)
