from contextlib import suppress

import pytest

from mlbook import _files
from mlbook._files import replacing


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "history [1].json"
    file.write_bytes(b"old")
    return file


def names(path):
    return [file.name for file in path.parent.iterdir()]


def test_the_old_file_is_there_until_the_new_one_is_whole(path):
    with replacing(path) as draft:
        draft.write(b"new")
        draft.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert names(path) == [path.name]


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_an_exception_keeps_the_old_file_and_no_draft(path, error):
    with suppress(error), replacing(path) as draft:
        draft.write(b"ne")
        raise error
    assert path.read_bytes() == b"old"
    assert names(path) == [path.name]


@pytest.mark.parametrize("call", ["os.fsync", "os.replace"])
def test_a_full_disk_keeps_the_old_file_and_no_draft(path, monkeypatch, call):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(call, full)
    with pytest.raises(OSError, match="No space left"), replacing(path) as draft:
        draft.write(b"new")
    assert path.read_bytes() == b"old"
    assert names(path) == [path.name]


def test_two_writers_at_once_use_two_drafts(path):
    with replacing(path) as one, replacing(path) as other:
        one.write(b"one")
        other.write(b"other")
        assert len(names(path)) == 3
    assert path.read_bytes() == b"one"
    assert names(path) == [path.name]


def test_a_new_file_has_the_default_mode(path):
    with replacing(path.with_name("new")) as draft:
        draft.write(b"new")
    path.with_name("other").touch()
    modes = [path.with_name(name).stat().st_mode for name in ("new", "other")]
    assert modes[0] == modes[1]


def test_the_error_of_a_draft_that_cannot_be_made_is_raised(path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(_files, "open", full, raising=False)
    with pytest.raises(OSError, match="No space"), replacing(path):
        pass
    assert path.read_bytes() == b"old"
