"""Images of digits become what the network has seen: size, brightness, place."""

import numpy as np
import pytest
from matplotlib.image import imsave
from numpy.testing import assert_allclose

from mlbook import Convolution, MultiLayerNet, SimpleConvNet, TwoLayerNet, load_digits
from mlbook._images import _means, drawing, images_of, prepared, side_of
from mlbook.networks import Network
from mlbook.plotting import read_image

DIGIT = load_digits()[1][0][3].reshape(8, 8)


def large(image, factor=12, margin=30):
    return np.pad(np.kron(image, np.ones((factor, factor))), margin)


def test_a_square_of_pixels_is_what_a_network_takes():
    assert side_of(TwoLayerNet(64, 3, 10)) == 8
    assert side_of(MultiLayerNet(784, [], 10)) == 28
    assert side_of(SimpleConvNet((1, 12, 12), hidden_size=3)) == 12
    convolution = Network(Convolution(np.ones((4, 1, 2, 2)), np.zeros(4)))
    for net in (TwoLayerNet(65, 3, 10), SimpleConvNet((1, 12, 13), hidden_size=3), convolution):
        with pytest.raises(ValueError, match="takes no square images of one channel"):
            side_of(net)


def test_an_image_of_the_right_size_is_as_it_is():
    assert_allclose(prepared(DIGIT, 8, "it"), DIGIT)


def test_dark_ink_on_paper_becomes_bright():
    assert_allclose(prepared(1 - DIGIT, 8, "it"), DIGIT)
    assert_allclose(prepared(0.9 - 0.6 * DIGIT, 8, "it"), DIGIT)


@pytest.mark.parametrize("corner", [(0, 0), (40, 5)])
def test_a_digit_anywhere_on_a_large_image_becomes_one_of_the_data(corner):
    assert DIGIT.any(axis=1).all()  # as high as the image, so that its scale is known
    image = np.zeros((200, 220))
    image[corner[0] : corner[0] + 96, corner[1] : corner[1] + 96] = large(DIGIT, margin=0)
    found = prepared(1 - image, 8, "it")
    shifts = [np.abs(np.roll(found, k, axis=1) - DIGIT).max() for k in (-1, 0, 1)]
    assert min(shifts) < 0.35  # its faint edges are cut off
    assert np.corrcoef(found.ravel(), DIGIT.ravel())[0, 1] > 0.9


def test_a_digit_of_mnist_fills_twenty_pixels_with_its_mass_in_the_middle():
    image = np.zeros((100, 100))
    image[10:60, 10:20] = 1
    image[50:60, 10:50] = 1  # an L: its mass is low and to the left
    found = prepared(image, 28, "it")
    rows, columns = (np.flatnonzero(found.any(axis=axis)) for axis in (1, 0))
    assert (len(rows), len(columns)) == (20, 16)
    for axis in (0, 1):
        centre = (np.arange(28) + 0.5) @ found.sum(axis=1 - axis) / found.sum()
        assert abs(centre - 14) <= 0.5


@pytest.mark.parametrize(("count", "length"), [(3, 7), (8, 96), (5, 2), (4, 4)])
def test_means_keep_the_mean_and_what_is_constant(count, length):
    row = np.random.default_rng(0).random(length)
    assert_allclose(_means(count, length) @ np.ones(length), np.ones(count))
    assert_allclose((_means(count, length) @ row).mean(), row.mean())


def test_an_image_without_contrast_shows_no_digit():
    with pytest.raises(ValueError, match="it shows no digit: all its pixels are alike"):
        prepared(np.ones((9, 9)), 8, "it")


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_colours_and_opacity_are_those_of_ink_on_white_paper(channels):
    grey = 1 - DIGIT
    image = np.dstack([grey] * min(channels, 3))
    if channels == 4:
        image = np.dstack([np.zeros((8, 8, 3)), DIGIT])  # black, as opaque as it is inked
    if channels == 2:
        image = np.dstack([np.zeros((8, 8)), DIGIT])
    assert_allclose(prepared(image, 8, "it"), DIGIT, atol=1e-12)


def test_green_ink_is_brighter_than_blue():
    green, blue = (np.eye(3)[k] * np.ones((2, 2, 1)) for k in (1, 2))
    side_by_side = prepared(np.hstack([green, blue, np.zeros((2, 2, 3))]), 6, "it")
    assert side_by_side.max() == pytest.approx(1)


@pytest.mark.parametrize("suffix", ["png", "PNG", "jpg"])
def test_image_files_are_read_with_pixels_from_0_to_1(tmp_path, suffix):
    path = tmp_path / f"digit.{suffix}"
    imsave(path, large(1 - DIGIT, margin=0), cmap="gray", format=suffix.lower())
    pixels = read_image(path)
    assert pixels.dtype == np.float64
    assert (pixels.min(), pixels.max()) == pytest.approx((0, 1), abs=0.02)
    assert images_of(path, 8)[0] == pytest.approx(DIGIT, abs=0.35)


def test_a_file_that_is_no_image_gets_a_sentence(tmp_path):
    whole = tmp_path / "digit.png"
    imsave(whole, large(DIGIT))
    for name, content in (("a.png", b"hello"), ("b.jpg", b""), ("c.png", whole.read_bytes()[:90])):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ValueError, match=f"{name} is no image that can be read: "):
            read_image(tmp_path / name)
    with pytest.raises(FileNotFoundError):
        read_image(tmp_path / "nothing.png")


@pytest.mark.parametrize(
    "array",
    [
        DIGIT, DIGIT.ravel(), DIGIT.reshape(1, 64), DIGIT.reshape(1, 8, 8),
        DIGIT.reshape(1, 1, 8, 8), np.rint(16 * DIGIT).astype(np.uint8), DIGIT * 255,
    ],
    ids=lambda array: f"{array.shape}{array.dtype}",
)  # fmt: skip
def test_arrays_as_the_data_have_them_are_as_they_are(tmp_path, array):
    np.save(tmp_path / "digit.npy", array)
    images = images_of(tmp_path / "digit.npy", 8)
    assert images.shape == (1, 8, 8)
    assert_allclose(images[0], DIGIT)


@pytest.mark.parametrize("several", [False, True])
def test_arrays_of_another_size_are_prepared_as_images(tmp_path, several):
    image = large(1 - DIGIT)
    np.save(tmp_path / "digit.npy", np.stack([image, image]) if several else image)
    images = images_of(tmp_path / "digit.npy", 8)
    assert len(images) == 1 + several
    assert_allclose(images[-1], prepared(image, 8, "it"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (np.zeros((2, 3, 3, 3)), r"has shape \(2, 3, 3, 3\), but the network takes images"),
        (np.zeros(65), r"has shape \(65,\), but the network takes images of shape \(8, 8\)"),
        (np.array(["a"]), "is no array of pixels: the array must hold real numbers"),
        (np.array([{}]), "is no array of pixels: Object arrays cannot be loaded"),
        (np.full(64, np.nan), "is no array of pixels: the array holds NaN"),
        (b"hello", "is no array of pixels: "),
        (b"", "is no array of pixels: "),
    ],
    ids=repr,
)
def test_a_file_that_holds_no_digits_gets_a_sentence(tmp_path, content, sentence):
    path = tmp_path / "digit.npy"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        np.save(path, content)
    with pytest.raises(ValueError, match=sentence):
        images_of(path, 8)


def test_a_drawing_has_two_characters_a_pixel():
    lines = drawing(np.linspace(0, 1, 10).reshape(2, 5)).splitlines()
    assert lines == ["  ..::--==", "++**##%%@@"]
