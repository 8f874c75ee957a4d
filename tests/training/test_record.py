import dataclasses
import json

import numpy as np
import pytest

from mlbook.training import History
from mlbook.training.recipe import Recipe, checksum
from mlbook.training.record import Record, as_json, read_record, replay


def record(updates=3, **changes):
    losses = np.random.default_rng(0).random(updates)
    evaluations = np.array([0, updates]), np.array([0.1, 1 / 3]), np.array([0.0, 1.0])
    fields = {
        "command": "python -m mlbook train",
        "settings": Recipe(updates=updates),
        "versions": {"numpy": "2"},
        "data_sha256": "0",
        "status": "finished",
        "updates": updates,
        "seconds": 1.23456,
        "history": History(losses, 15, *evaluations),
    }
    return Record(**fields | changes)


@pytest.fixture
def file(tmp_path):
    """The file of `record()`."""
    path = tmp_path / "history.json"
    path.write_text(as_json(record()), encoding="utf-8")
    return path


def test_a_written_record_is_read_back_to_seven_digits(file):
    read, written = read_record(file), record()
    assert read.settings == written.settings
    assert (read.command, read.status, read.updates) == (
        written.command, written.status, written.updates,
    )  # fmt: skip
    for field in dataclasses.fields(History):
        one, other = getattr(read.history, field.name), getattr(written.history, field.name)
        assert one == pytest.approx(other, rel=1e-6, abs=0), field.name
    assert read.history.evaluated_at.dtype == np.int64
    assert '"seconds": 1.235' in file.read_text()


def test_a_record_that_was_read_is_written_to_the_same_text(file):
    assert as_json(read_record(file)) == file.read_text().replace("1.23456", "1.235")


def test_10_000_updates_take_less_than_150_kilobytes_in_short_lines():
    history = History(np.full(10_000, 2 / 3000), 15, np.arange(2), np.ones(2), np.ones(2))
    text = as_json(record(10_000, history=history))
    assert len(text) < 150_000
    assert max(map(len, text.splitlines())) < 140
    assert '\n    "updates": 10000,\n' in text
    assert json.loads(text)["updates_per_epoch"] == 15


def test_a_record_of_no_updates_can_be_read(tmp_path):
    history = History(np.empty(0), 15, np.array([0]), np.array([0.5]), np.array([0.5]))
    path = tmp_path / "history.json"
    path.write_text(as_json(record(updates=0, history=history)))
    assert read_record(path).history.losses.shape == (0,)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("{", "", "is no record of a training: JSONDecodeError"),
        ('"losses"', '"loss"', "is no record of a training: KeyError"),
        ('"seed"', '"sead"', "is no record of a training: TypeError"),
        ('"sgd"', '"best"', "optimizer must be one of sgd, .*, adamw, but it is 'best'"),
        ('"status": "finished"', '"status": "fine"', "status must be one of .* not 'fine'"),
        ('"updates": 3,\n  "seconds"', '"updates": 4,\n  "seconds"', "4 updates, but losses of"),
        ("[\n    0,3\n", "[\n    0\n", "the evaluations have different shapes"),
        (as_json(record()), "[]", "is no record of a training: TypeError"),
    ],
)
def test_a_file_that_is_no_record_is_refused_by_name(file, before, after, message):
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after, 1))
    with pytest.raises(ValueError, match=rf"history\.json.*{message}"):
        read_record(file)


def test_a_replay_repeats_the_updates_of_the_record_and_no_more():
    recipe = Recipe(updates=20, hidden=3)
    data = recipe.data()
    training = recipe.training(data)
    losses = [loss for _, loss in training]
    kept = record(settings=recipe, data_sha256=checksum(data), updates=18)
    assert replay(kept).losses.tolist() == losses[:18]
    assert replay(kept, 5).losses.tolist() == losses[:5]
    assert replay(kept, 50).losses.tolist() == losses[:18]


def test_a_replay_on_other_data_is_refused():
    with pytest.raises(ValueError, match="the digits at hand are not those of the record"):
        replay(record())


@pytest.mark.parametrize("status", ["finished", "interrupted", "diverged"])
def test_a_record_has_one_of_three_statuses(tmp_path, status):
    path = tmp_path / "history.json"
    path.write_text(as_json(record(status=status)), encoding="utf-8")
    assert read_record(path).status == status


def test_chinese_letters_are_written_as_they_are():
    assert '"command": "训练"' in as_json(record(command="训练"))


def test_records_are_compared_as_objects_and_not_by_their_numbers():
    assert len({record(), record()}) == 2
