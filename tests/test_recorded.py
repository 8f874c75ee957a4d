import io
import json
import subprocess
import sys
import zipfile

import pytest

from mlbook import recorded as module
from mlbook.publishing.run_in_page import archive
from mlbook.recorded import recorded


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout with two records."""
    monkeypatch.setattr(module, "_INSTALLED", tmp_path / "records")
    monkeypatch.setattr(module, "_IN_CHECKOUT", tmp_path / "data")
    write(tmp_path / "data" / "speed.json", {"ratio": 2})
    write(tmp_path / "data" / "mnist-seed-0" / "history.json", {"losses": [2.3]})
    return tmp_path


def write(path, record):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record), encoding="utf-8")


def test_a_record_is_found_by_its_path(checkout):
    assert recorded("speed") == {"ratio": 2}
    assert recorded("mnist-seed-0/history") == {"losses": [2.3]}


def test_an_installed_package_has_records_of_its_own(checkout):
    write(checkout / "records" / "speed.json", {"ratio": 3})
    assert recorded("speed") == {"ratio": 3}


@pytest.mark.parametrize("name", ["spead", "../data/speed", "speed.json", "", "mnist-seed-0"])
def test_an_unknown_name_is_answered_with_those_there_are(checkout, name):
    with pytest.raises(ValueError, match=r"there are: mnist-seed-0/history, speed$"):
        recorded(name)


def test_a_checkout_without_records_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_IN_CHECKOUT", tmp_path)
    with pytest.raises(ValueError, match="there are: none"):
        recorded("speed")


def test_the_archive_for_browsers_has_every_record(tmp_path):
    zipfile.ZipFile(io.BytesIO(archive())).extractall(tmp_path)
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from mlbook.recorded import recorded; print(recorded('performance')['measured'])"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(recorded("performance")["measured"])
