import dataclasses
import json

import numpy as np
import pytest

from mlbook.networks import TwoLayerNet
from mlbook.optimizers import Adam
from mlbook.training import History, train
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
    path = tmp_path / "history.json"
    path.write_text(as_json(record()), encoding="utf-8")
    return path


def test_what_is_written_is_read_again_to_seven_digits(file):
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


def test_a_record_is_written_as_it_was_read(file):
    assert as_json(read_record(file)) == file.read_text().replace("1.23456", "1.235")


def test_ten_thousand_updates_stay_below_150_kilobytes_in_lines_that_can_be_read():
    small = History(np.full(10_000, 2 / 3000), 15, np.arange(2), np.ones(2), np.ones(2))
    text = as_json(record(10_000, history=small))
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
        ('"sgd"', '"best"', "optimizer must be one of sgd, .*, adam, but it is 'best'"),
        ('"status": "finished"', '"status": "fine"', "status must be one of .* not 'fine'"),
        ('"updates": 3,\n  "seconds"', '"updates": 4,\n  "seconds"', "4 updates, but losses of"),
        ("[\n    0,3\n", "[\n    0\n", "the evaluations have different shapes"),
    ],
)
def test_what_is_no_record_is_refused_with_its_name(file, before, after, message):
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after, 1))
    with pytest.raises(ValueError, match=rf"history\.json.*{message}"):
        read_record(file)


def test_a_list_is_no_record(file):
    file.write_text("[]")
    with pytest.raises(ValueError, match="is no record of a training"):
        read_record(file)


def test_a_replay_makes_the_same_updates_and_no_more_than_the_record_has():
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


def test_one_generator_draws_the_weights_and_another_the_batches():
    recipe = Recipe(updates=20, hidden=3, seed=4, optimizer="adam", lr=0.01)
    train_data, test_data = data = recipe.data()
    weights, batches = np.random.default_rng(4).spawn(2)
    by_hand = train(
        TwoLayerNet(64, 3, 10, rng=weights), *train_data, *test_data,
        updates=20, optimizer=Adam(lr=0.01), rng=batches,
    )  # fmt: skip
    assert [loss for _, loss in recipe.training(data)] == by_hand.losses.tolist()


@pytest.mark.parametrize("settings", [{"gradient": "numerical"}, {"replace": True}])
def test_the_gradient_and_the_way_of_drawing_are_those_of_the_recipe(settings):
    (x, t), (x_test, t_test) = Recipe().data()
    data = (x[:60], t[:60]), (x_test[:20], t_test[:20])
    recipe = Recipe(updates=3, hidden=2, batch_size=50, **settings)
    weights, batches = np.random.default_rng(0).spawn(2)
    net = TwoLayerNet(64, 2, 10, rng=weights, dtype=recipe.dtype)
    by_hand = train(net, *data[0], *data[1], updates=3, batch_size=50, rng=batches, **settings)
    assert [loss for _, loss in recipe.training(data)] == by_hand.losses.tolist()


@pytest.mark.parametrize("status", ["finished", "interrupted", "diverged"])
def test_a_record_may_end_in_three_ways(tmp_path, status):
    file = tmp_path / "history.json"
    file.write_text(as_json(record(status=status)), encoding="utf-8")
    assert read_record(file).status == status


def test_a_record_keeps_the_letters_of_its_command():
    assert '"command": "训练"' in as_json(record(command="训练"))


def test_records_and_histories_are_told_apart_as_objects_not_number_by_number():
    one, other = record(), record()
    assert len({one, other}) == len({one.history, other.history}) == 2


def test_a_checksum_sees_values_shapes_and_types():
    x, t = np.zeros((2, 3)), np.zeros(2, np.int64)
    others = x + 1, x.reshape(3, 2), x.astype(np.float32)
    sums = {checksum(((each, t), (x, t))) for each in (x, *others)}
    assert len(sums) == 4
