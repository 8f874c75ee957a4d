import json

import pytest

from mlbook.training import recorded, records


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(records, "_FOLDER", tmp_path)
    for name, record in {"speed": {"ratio": 2}, "mnist-seed-0/history": {"losses": [2.3]}}.items():
        path = tmp_path / f"{name}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(record), encoding="utf-8")
    return tmp_path


def test_a_record_is_found_by_its_path(folder):
    assert recorded("speed") == {"ratio": 2}
    assert recorded("mnist-seed-0/history") == {"losses": [2.3]}


def test_an_unknown_name_is_told_with_those_that_there_are(folder):
    message = "no record is called 'pace'; there are: mnist-seed-0/history, speed"
    with pytest.raises(ValueError, match=message):
        recorded("pace")


def test_a_package_without_records_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(records, "_FOLDER", tmp_path / "none")
    with pytest.raises(ValueError, match="there are: none"):
        recorded("speed")
