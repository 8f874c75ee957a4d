"""Readers get the records without most losses; what is left is a record."""

import json

import numpy as np
import pytest

import mlbook
from mlbook.plotting import loss_curve, svg_of
from mlbook.training import as_json, read_record
from mlbook.training.records import _path_of
from mlbook.training.shipping import WITH_LOSSES, shipped

NAMES = [*WITH_LOSSES, "mnist-adam-seed-0", "mnist-scale-1-plain"]


@pytest.fixture
def record(tmp_path):
    def read(name):
        path = tmp_path / "history.json"
        text = _path_of(f"{name}/history").read_text("utf-8")
        path.write_text(shipped(name, text), "utf-8")
        return read_record(path), text

    return read


@pytest.mark.parametrize("name", NAMES)
def test_all_but_the_losses_is_as_it_was(record, name):
    left, text = record(name)
    fields = json.loads(text)
    assert left.updates == len(left.history.losses) == len(fields["losses"])
    assert left.history.test_accuracies.tolist() == fields["test_accuracies"]
    assert left.command == fields["command"]
    if name in WITH_LOSSES:
        assert left.history.losses.tolist() == fields["losses"]
    else:
        assert np.isnan(left.history.losses).all()


def test_a_record_without_losses_can_be_written_and_drawn(record, tmp_path):
    left, _ = record("mnist-adam-seed-0")
    text = as_json(left)
    assert '"losses": null' in text
    (tmp_path / "again.json").write_text(text, "utf-8")
    again = read_record(tmp_path / "again.json")
    assert as_json(again) == text
    assert "</svg>" in svg_of(loss_curve(again.history))


def test_other_records_are_left_as_they_are():
    assert shipped("records", '{"measured": 3}') == '{"measured": 3}'


@pytest.mark.parametrize("updates", ["two", -1, 10**30])
def test_a_wrong_number_of_updates_is_still_noticed(tmp_path, updates):
    path = tmp_path / "history.json"
    fields = json.loads(_path_of("mnist-adam-seed-0/history").read_text("utf-8"))
    path.write_text(json.dumps(fields | {"losses": None, "updates": updates}), "utf-8")
    with pytest.raises(ValueError, match=r"history.json(: | is no record of a training: )"):
        read_record(path)


def test_the_names_are_those_of_records():
    for name in WITH_LOSSES:
        assert mlbook.training.kept_record(name).updates == 10_000
