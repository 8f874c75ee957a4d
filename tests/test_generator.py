import numpy as np
import pytest

from mlbook._checks import as_generator


def test_a_generator_is_passed_through_and_none_gives_a_fresh_one():
    rng = np.random.default_rng(0)
    assert as_generator(rng) is rng
    assert as_generator(None).random(4).tolist() != as_generator(None).random(4).tolist()


@pytest.mark.parametrize("rng", [0, np.random.RandomState(0), np.random], ids=str)
def test_anything_else_is_refused_by_name(rng):
    with pytest.raises(
        TypeError, match=r"seed must be a Generator, np.random.default_rng\(0\) for"
    ):
        as_generator(rng, "seed")
