import numpy as np
import pytest

from mlbook import load_digits, random_shifts


def moved_by_hand(image, down, right):
    """Return an image that has moved, pixel by pixel."""
    moved = np.zeros_like(image)
    for c, i, j in np.ndindex(image.shape):
        row, column = i + down, j + right
        if 0 <= row < image.shape[1] and 0 <= column < image.shape[2]:
            moved[c, row, column] = image[c, i, j]
    return moved


def images(count, shape=(2, 4, 5)):
    return np.random.default_rng(0).random((count, *shape))


def places(most):
    return [(down, right) for down in range(-most, most + 1) for right in range(-most, most + 1)]


@pytest.mark.parametrize("most", [1, 2, 6])
def test_an_image_is_moved_as_by_hand_to_one_of_all_places(most):
    for image, moved in zip(images(20), random_shifts(images(20), most), strict=True):
        assert any((moved == moved_by_hand(image, *place)).all() for place in places(most))


def test_all_places_are_equally_probable():
    dot = np.zeros((4000, 1, 5, 5))
    dot[:, 0, 2, 2] = 1
    shares = random_shifts(dot, 1, rng=np.random.default_rng(0)).mean(axis=0)[0]
    assert not shares[[0, -1]].any()
    assert not shares[:, [0, -1]].any()
    assert shares[1:4, 1:4] == pytest.approx(1 / 9, abs=0.02)


def test_rows_of_pixels_are_moved_as_the_images_that_they_are():
    (x, _), _ = load_digits(flatten=False)
    moved = random_shifts(x[:50], 1, rng=np.random.default_rng(3))
    rows = random_shifts(x[:50].reshape(50, 64), 1, rng=np.random.default_rng(3))
    assert (rows == moved.reshape(50, 64)).all()


def test_the_images_themselves_stay_as_they_were_and_their_type_too():
    x = np.arange(18, dtype=np.uint8).reshape(2, 1, 3, 3)
    kept = x.copy()
    moved = random_shifts(x, 0)
    assert moved.dtype == np.uint8
    assert (moved == kept).all()
    assert not np.shares_memory(moved, x)
    random_shifts(x, 2)
    assert (x == kept).all()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: random_shifts(np.ones((2, 8)), 1), ValueError, r"shape is \(2, 8\)"),
        (lambda: random_shifts(np.ones((1, 3, 3)), 1), ValueError, r"x must have shape \(N, C, H"),
        (lambda: random_shifts(images(2), -1), ValueError, "most must be at least 0, but it is -1"),
        (lambda: random_shifts(images(2), 0.5), TypeError, "most must be a whole number"),
        (lambda: random_shifts(images(2), 1, rng=0), TypeError, "rng must be a Generator"),
    ],
)
def test_arguments_that_do_not_fit_are_named(call, error, message):
    with pytest.raises(error, match=message):
        call()
