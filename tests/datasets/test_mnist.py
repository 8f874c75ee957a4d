import gzip
import hashlib
import math
import os
import re
import sys
import threading
from pathlib import Path

import numpy as np
import pooch
import pytest

from mlbook.datasets import load_mnist, mnist


def idx(array):
    lengths = b"".join(length.to_bytes(4, "big") for length in array.shape)
    return bytes([0, 0, 8, array.ndim]) + lengths + array.astype(np.uint8).tobytes()


# MNIST in small: four training and two test images of 2×3 pixels.
IMAGES = np.arange(36).reshape(6, 2, 3) * 7 + 10
LABELS = np.array([3, 1, 4, 1, 5, 9])
IMAGES[0, 0, 0] = 255
SMALL = {
    "TRAIN_IMAGES": idx(IMAGES[:4]),
    "TRAIN_LABELS": idx(LABELS[:4]),
    "TEST_IMAGES": idx(IMAGES[4:]),
    "TEST_LABELS": idx(LABELS[4:]),
}
SHAPES = [(4, 2, 3), (4,), (2, 2, 3), (2,)]


@pytest.fixture
def small(monkeypatch):
    """Put the small files in MNIST's place: {name: content}."""
    contents = {}
    for (constant, content), shape in zip(SMALL.items(), SHAPES, strict=True):
        file = getattr(mnist, constant)
        summed = file._replace(shape=shape, sha256=hashlib.sha256(content).hexdigest())
        monkeypatch.setattr(mnist, constant, summed)
        contents[file.name] = content
    return contents


@pytest.fixture
def directory(small, tmp_path, monkeypatch):
    """Return a directory with the four files, named by MLBOOK_DATA."""
    for name, content in small.items():
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content))
    monkeypatch.setenv("MLBOOK_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture
def cache(small, tmp_path, monkeypatch):
    """Return the user's cache, not made yet."""
    monkeypatch.delenv("MLBOOK_DATA", raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(pooch, "os_cache", lambda project: tmp_path / "cache" / project)
    return tmp_path / "cache" / "mlbook"


@pytest.fixture
def download_from(small, mirrors, monkeypatch):
    """Return a function that sets the mirrors, and returns the list of what is asked of them."""
    mirrors.files.update(small)

    def use(*faults):
        monkeypatch.setattr(mnist, "MIRRORS", mirrors.named(*faults))
        return mirrors.asked

    return use


def flat(answer):
    return [array for part in answer for array in part]


def test_files_become_normalised_rows_and_labels(directory):
    (x_train, t_train), (x_test, t_test) = load_mnist()
    assert x_train.dtype == x_test.dtype == np.float32
    assert t_train.dtype == t_test.dtype == np.int64
    assert (x_train == IMAGES[:4].reshape(4, 6).astype(np.float32) / np.float32(255)).all()
    assert (x_test == IMAGES[4:].reshape(2, 6).astype(np.float32) / np.float32(255)).all()
    assert x_train[0, 0] == 1.0
    assert t_train.tolist() == [3, 1, 4, 1]
    assert t_test.tolist() == [5, 9]


def test_files_become_images_of_bytes_and_one_hot_rows(directory):
    (x_train, t_train), (x_test, t_test) = load_mnist(
        normalize=False, flatten=False, one_hot_label=True
    )
    assert x_train.dtype == np.uint8
    assert x_train.shape == (4, 1, 2, 3)
    assert (x_train[:, 0] == IMAGES[:4]).all()
    assert x_test.shape == (2, 1, 2, 3)
    assert (t_train == np.eye(10)[[3, 1, 4, 1]]).all()
    assert (t_test == np.eye(10)[[5, 9]]).all()
    assert all(array.flags.writeable for array in (x_train, t_train, x_test, t_test))


def test_files_that_are_not_compressed_are_read_too(directory, small):
    expected = flat(load_mnist())
    for name, content in small.items():
        (directory / f"{name}.gz").unlink()
        (directory / name).write_bytes(content)
    assert all((a == b).all() for a, b in zip(expected, flat(load_mnist()), strict=True))


def test_a_file_missing_from_mlbook_data_is_an_error(directory, download_from):
    asked = download_from("good")
    (directory / "t10k-labels-idx1-ubyte.gz").unlink()
    with pytest.raises(
        FileNotFoundError,
        match=r"MLBOOK_DATA is set to .* neither t10k-labels-idx1-ubyte.gz nor t10k-labels-idx1-ub",
    ):
        load_mnist()
    assert asked == []


def test_mlbook_data_without_a_directory_is_an_error(directory, monkeypatch):
    monkeypatch.setenv("MLBOOK_DATA", str(directory / "nowhere"))
    with pytest.raises(
        FileNotFoundError, match=r"MLBOOK_DATA is set to .*nowhere, which is no dir"
    ):
        load_mnist()


@pytest.mark.parametrize(
    ("take", "message"),
    [
        ("train-labels-idx1-ubyte", r"t10k-labels.*announces an array of shape \(4,\), not \(2,\)"),
        (None, "t10k-labels-idx1-ubyte.gz has the SHA-256 "),
    ],
)
def test_a_wrong_file_in_mlbook_data_is_an_error(directory, small, take, message):
    wrong = small[take] if take else small["t10k-labels-idx1-ubyte"][:-1] + b"\0"
    (directory / "t10k-labels-idx1-ubyte.gz").write_bytes(wrong)
    with pytest.raises(ValueError, match=message):
        load_mnist()


@pytest.mark.parametrize("variable", [None, ""])
def test_the_first_call_downloads_and_the_second_reads_the_cache(
    cache, download_from, small, monkeypatch, variable
):
    if variable is not None:
        monkeypatch.setenv("MLBOOK_DATA", variable)
    asked = download_from("good")
    first = flat(load_mnist())
    assert asked == [("good", f"{name}.gz") for name in small]
    assert sorted(path.name for path in cache.iterdir()) == sorted(f"{name}.gz" for name in small)
    second = flat(load_mnist())
    assert len(asked) == 4
    assert all((a == b).all() for a, b in zip(first, second, strict=True))


def test_the_download_shows_its_progress(cache, download_from, capsys):
    download_from("good")
    load_mnist()
    captured = capsys.readouterr()
    assert "B/s" in captured.err
    assert captured.out == ""


def test_bad_mirrors_are_passed_over(cache, download_from, small):
    bad = ["not-found", "other-file"]
    asked = download_from(*bad, "good")
    (_, t_train), _ = load_mnist()
    assert t_train.tolist() == [3, 1, 4, 1]
    assert asked == [(each, f"{name}.gz") for name in small for each in (*bad, "good")]
    assert all(path.suffix == ".gz" for path in cache.iterdir())


def test_a_mirror_that_nobody_answers_at_is_passed_over(cache, download_from, monkeypatch):
    download_from("good")
    monkeypatch.setattr(mnist, "MIRRORS", ["http://127.0.0.1:1/", *mnist.MIRRORS])
    assert load_mnist()[1][1].tolist() == [5, 9]


def test_without_a_good_mirror_the_error_says_what_to_do(cache, download_from):
    download_from("not-found", "other-file")
    with pytest.raises(ConnectionError) as caught:
        load_mnist()
    message = str(caught.value)
    assert message.startswith("MNIST could not be downloaded: no mirror has train-images-idx3")
    assert "404" in message
    assert "train-images-idx3-ubyte.gz has the SHA-256" in message
    assert "environment variable MLBOOK_DATA" in message
    assert all(f"{file.name}.gz" in message for file in mnist.FILES)
    assert list(cache.iterdir()) == []


def test_a_damaged_file_in_the_cache_is_replaced(cache, download_from, small):
    asked = download_from("good")
    load_mnist()
    damaged = cache / "train-labels-idx1-ubyte.gz"
    damaged.write_bytes(b"nonsense")
    assert load_mnist()[0][1].tolist() == [3, 1, 4, 1]
    assert asked[4:] == [("good", damaged.name)]
    assert gzip.decompress(damaged.read_bytes()) == small["train-labels-idx1-ubyte"]


def test_downloads_at_the_same_time_do_not_harm_each_other(cache, download_from):
    download_from("good")
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(load_mnist())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer[1][1].tolist() for answer in answers] == [[5, 9]] * 4
    assert len(list(cache.iterdir())) == 4


def test_a_cache_that_cannot_be_written_gets_an_error_that_says_what_to_do(cache, download_from):
    asked = download_from("good")
    cache.parent.write_text("a file, where a directory should be")
    with pytest.raises(OSError, match=r"^MNIST cannot be kept in .*: .*set the environment var"):
        load_mnist()
    assert asked == []


def no_home(project):
    raise RuntimeError("could not determine the home directory")


def test_without_a_home_directory_the_error_says_what_to_do(cache, small, monkeypatch):
    monkeypatch.setattr(pooch, "os_cache", no_home)
    with pytest.raises(FileNotFoundError, match=r"^there is no home directory .* MLBOOK_DATA to"):
        load_mnist()


def test_without_pooch_the_error_names_what_to_install(cache, monkeypatch):
    monkeypatch.setitem(sys.modules, "pooch", None)
    with pytest.raises(
        ModuleNotFoundError, match=r'^pooch .*pip install "mlbook\[mnist\]", or set MLBOOK_DATA'
    ):
        load_mnist()


def test_mlbook_data_needs_no_pooch(directory, monkeypatch):
    monkeypatch.setitem(sys.modules, "pooch", None)
    assert load_mnist()[0][0].shape == (4, 6)


def test_the_files_have_their_known_lengths_and_a_checksum_each():
    lengths = [4 + 4 * len(file.shape) + math.prod(file.shape) for file in mnist.FILES]
    assert lengths == [47_040_016, 60_008, 7_840_016, 10_008]
    assert all(re.fullmatch("[0-9a-f]{64}", file.sha256) for file in mnist.FILES)
    assert len({file.sha256 for file in mnist.FILES}) == 4


def test_every_mirror_is_reached_over_https():
    assert len(mnist.MIRRORS) > 1
    assert all(re.fullmatch(r"https://\S+/", mirror) for mirror in mnist.MIRRORS)


# The real files, where they are at hand: beside this checkout, or where MLBOOK_DATA points.
PLACES = [Path(__file__).parents[3] / "shared" / "data" / "mnist", os.environ.get("MLBOOK_DATA")]
REAL = [str(place) for place in PLACES if place and Path(place).is_dir()]


@pytest.mark.parametrize(
    ("place", "train_labels", "test_labels"),
    [(None, [3, 1, 4, 1], [5, 9]), *((place, [5, 0, 4, 1, 9], [7, 2, 1, 0, 4]) for place in REAL)],
)
def test_all_images_are_read(place, train_labels, test_labels, request, monkeypatch):
    if place is None:
        request.getfixturevalue("directory")
    else:
        monkeypatch.setenv("MLBOOK_DATA", place)
    (x_train, t_train), (x_test, t_test) = load_mnist()
    assert x_train.shape == (mnist.TRAIN_IMAGES.shape[0], np.prod(mnist.TRAIN_IMAGES.shape[1:]))
    assert x_test.shape == (mnist.TEST_IMAGES.shape[0], np.prod(mnist.TEST_IMAGES.shape[1:]))
    assert len(t_train) == len(x_train)
    assert len(t_test) == len(x_test)
    assert x_train.max() == 1.0
    assert t_train[:5].tolist() == train_labels
    assert t_test[:5].tolist() == test_labels
