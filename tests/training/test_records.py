import json

import pytest

from mlbook.training import recorded, records


@pytest.fixture
def two_records(tmp_path, monkeypatch):
    monkeypatch.setattr(records, "_FOLDER", tmp_path)
    for name, record in {"speed": {"ratio": 2}, "mnist-seed-0/history": {"losses": [2.3]}}.items():
        path = tmp_path / f"{name}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(record), encoding="utf-8")


@pytest.mark.usefixtures("two_records")
def test_a_record_is_found_by_its_path():
    assert recorded("speed") == {"ratio": 2}
    assert recorded("mnist-seed-0/history") == {"losses": [2.3]}


@pytest.mark.usefixtures("two_records")
def test_an_unknown_name_is_an_error_that_lists_the_known_ones():
    message = "no record is called 'pace'; there are: mnist-seed-0/history, speed"
    with pytest.raises(ValueError, match=message):
        recorded("pace")


def test_the_error_says_when_there_are_no_records(tmp_path, monkeypatch):
    monkeypatch.setattr(records, "_FOLDER", tmp_path / "none")
    with pytest.raises(ValueError, match="there are: none"):
        recorded("speed")
