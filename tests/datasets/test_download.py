import re

import pytest

from mlbook.datasets.download import download
from mlbook.datasets.idx import read_idx

CONTENT = b"\0\0\x08\1\0\0\0\3" + bytes([5, 0, 4])
REASONS = {
    "not-found": "404 Client Error",
    "sign-in-page": "it looks like a web page",
    "damaged": "is cut short: its gzip stream has no end",
    "breaks-off": "IncompleteRead",
}


@pytest.fixture
def fetch(mirrors, tmp_path):
    """Return a function that downloads `digits.gz` from mirrors with these faults."""
    mirrors.files["digits"] = CONTENT

    def from_mirrors(*faults, check=read_idx):
        download("digits.gz", tmp_path / "cache", mirrors.named(*faults), check)
        return read_idx(tmp_path / "cache" / "digits.gz").tolist()

    return from_mirrors


def names(directory):
    return [path.name for path in directory.iterdir()]


def test_the_first_mirror_whose_copy_is_right_is_enough(fetch, mirrors, tmp_path):
    assert fetch("not-found", "good", "damaged") == [5, 0, 4]
    assert mirrors.asked == [("not-found", "digits.gz"), ("good", "digits.gz")]
    assert names(tmp_path / "cache") == ["digits.gz"]


def test_a_file_that_is_there_is_not_downloaded_again(fetch, mirrors):
    fetch("good")
    fetch("good")
    assert len(mirrors.asked) == 1


def test_without_a_good_mirror_every_reason_is_named_and_nothing_is_kept(fetch, mirrors, tmp_path):
    with pytest.raises(ConnectionError) as caught:
        fetch(*REASONS)
    assert str(caught.value).startswith("no mirror has digits.gz (")
    for address, reason in zip(mirrors.named(*REASONS), REASONS.values(), strict=True):
        assert re.search(rf"{address}: [^;]*{reason}", str(caught.value), re.S)
    assert names(tmp_path / "cache") == []


def test_a_file_has_another_name_until_it_is_checked(fetch, tmp_path):
    seen = []

    def check(path):
        seen.extend(names(tmp_path / "cache"))
        assert path.parent == tmp_path / "cache"
        read_idx(path)

    fetch("good", check=check)
    assert len(seen) == 1
    assert "digits.gz" not in seen


def test_an_interrupt_leaves_nothing_behind(fetch, tmp_path):
    def interrupted(path):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch("good", check=interrupted)
    assert names(tmp_path / "cache") == []


def test_a_directory_that_cannot_be_made_is_no_fault_of_a_mirror(fetch, mirrors, tmp_path):
    (tmp_path / "cache").write_text("a file, where a directory should be")
    with pytest.raises(OSError, match="cache"):
        fetch("good")
    assert mirrors.asked == []
