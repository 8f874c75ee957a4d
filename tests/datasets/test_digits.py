import hashlib
import re
from importlib.resources import files

import numpy as np
import pytest

from mlbook.datasets import load_digits, read_idx

DATA = files("mlbook.datasets").joinpath("data")


def test_the_files_match_the_checksums_in_their_readme():
    readme = DATA.joinpath("README.md").read_text("utf-8")
    table = re.findall(r"^\| `(.+?)` \| `([0-9a-f]{64})` \|$", readme, re.M)
    contents = {name: DATA.joinpath(name).read_bytes() for name, _ in table}
    assert sorted(contents) == sorted(f.name for f in DATA.iterdir() if f.name.endswith(".gz"))
    assert [hashlib.sha256(contents[name]).hexdigest() for name, _ in table] == [
        s for _, s in table
    ]
    assert sum(map(len, contents.values())) < 100_000


def test_the_readme_names_source_and_licence():
    readme = DATA.joinpath("README.md").read_text("utf-8")
    assert "https://creativecommons.org/licenses/by/4.0/" in readme
    assert "https://doi.org/10.24432/C50P49" in readme


def test_each_class_is_as_frequent_as_the_source_says():
    # UCI's documentation of optdigits.tes, "number of examples in testing set"
    labels = read_idx(DATA.joinpath("digits-labels-idx1-ubyte.gz").read_bytes())
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_shapes_types_and_ranges_are_as_documented():
    (x_train, t_train), (x_test, t_test) = load_digits()
    assert x_train.shape == (1500, 64)
    assert x_test.shape == (297, 64)
    assert x_train.dtype == x_test.dtype == np.float64
    assert x_train.min() == x_test.min() == 0.0
    assert x_train.max() == x_test.max() == 1.0
    assert t_train.shape == (1500,)
    assert t_test.shape == (297,)
    assert t_train.dtype == t_test.dtype == np.int64
    assert set(t_train) == set(t_test) == set(range(10))


def test_the_first_digit_is_the_zero_of_the_source():
    (x_train, t_train), _ = load_digits(normalize=False, flatten=False)
    assert t_train[0] == 0
    assert x_train.shape == (1500, 1, 8, 8)
    assert x_train.dtype == np.uint8
    assert x_train[0, 0].tolist() == [
        [0, 0, 5, 13, 9, 1, 0, 0],
        [0, 0, 13, 15, 10, 15, 5, 0],
        [0, 3, 15, 2, 0, 11, 8, 0],
        [0, 4, 12, 0, 0, 8, 8, 0],
        [0, 5, 8, 0, 0, 9, 8, 0],
        [0, 4, 11, 0, 1, 12, 7, 0],
        [0, 2, 14, 5, 10, 12, 0, 0],
        [0, 0, 6, 13, 10, 0, 0, 0],
    ]


def test_the_forms_of_one_image_agree():
    (normal, _), _ = load_digits()
    (raw, _), _ = load_digits(normalize=False)
    (square, _), _ = load_digits(flatten=False)
    assert (normal == raw / 16).all()
    assert (square.reshape(1500, 64) == normal).all()


def test_one_hot_rows_are_1_at_the_label():
    (_, t_train), (_, t_test) = load_digits()
    (_, rows_train), (_, rows_test) = load_digits(one_hot_label=True)
    assert rows_train.shape == (1500, 10)
    assert rows_train.dtype == np.float64
    assert (rows_train == np.eye(10)[t_train]).all()
    assert (rows_test == np.eye(10)[t_test]).all()


@pytest.mark.parametrize("normalize", [True, False])
@pytest.mark.parametrize("one_hot_label", [True, False])
def test_writing_to_the_arrays_does_not_change_the_next_call(normalize, one_hot_label):
    before = load_digits(normalize, one_hot_label=one_hot_label)
    kept = [array.copy() for part in before for array in part]
    for part in before:
        for array in part:
            array[:] = 9
    after = [
        array for part in load_digits(normalize, one_hot_label=one_hot_label) for array in part
    ]
    assert all((a == b).all() for a, b in zip(kept, after, strict=True))
