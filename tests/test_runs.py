"""Runs: numbered or named directories, gone on with, asked and evaluated."""

import json
import os
import signal
import threading

import numpy as np
import pytest
from matplotlib.image import imsave

from mlbook import SimpleNet, _runs, command, load, load_digits, random_shifts, save
from mlbook._options import parser
from mlbook.command import main
from mlbook.networks import Network
from mlbook.training import read_record
from mlbook.training.settings import DATASETS, NETWORKS

SHORT = ("--hidden", "4", "--updates")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def train(*options):
    return main(["train", *options])


def told(capsys):
    return capsys.readouterr().err.splitlines()[-1]


def files(directory):
    """Return the files of a run, without what depends on the clock and the command line."""
    found = {path.name: path.read_bytes() for path in directory.iterdir()}
    record = json.loads(found.pop("history.json"))
    return found, {name: record[name] for name in record if name not in ("seconds", "command")}


def test_a_run_without_a_name_gets_the_next_number(home):
    for _ in range(2):
        assert train(*SHORT, "1") == 0
    (home / "runs" / "10").mkdir()
    (home / "runs" / "notes").mkdir()
    assert train(*SHORT, "1") == 0
    assert sorted(path.name for path in (home / "runs").iterdir()) == [
        "1",
        "10",
        "11",
        "2",
        "notes",
    ]
    assert read_record("runs/11/history.json").updates == 1
    assert list((home / "runs" / "10").iterdir()) == []


def test_two_commands_at_once_get_two_numbers(home, monkeypatch):
    (home / "runs" / "1").mkdir(parents=True)
    monkeypatch.setattr(_runs, "max", lambda *_, default: default, raising=False)
    assert train(*SHORT, "1") == 0
    assert (home / "runs" / "2" / "history.json").exists()


def test_a_training_that_cannot_begin_takes_no_number(home):
    assert train("--batch-size", "9999") == 2
    assert list(home.iterdir()) == []


def test_a_place_without_room_for_runs_gets_a_sentence(home, capsys):
    (home / "runs").write_text("mine")
    assert train(*SHORT, "1") == 2
    assert "runs cannot be written to: " in told(capsys)


def test_an_earlier_run_is_never_replaced_unless_asked(home, capsys):
    assert train(*SHORT, "2", "--out", "mine") == 0
    before = files(home / "mine")
    assert train(*SHORT, "3", "--out", "mine") == 2
    assert told(capsys) == (
        "mlbook train: --out mine holds an earlier run: choose another directory, go on with that "
        "run by --resume mine, or replace it by --overwrite"
    )
    assert files(home / "mine") == before
    assert train(*SHORT, "3", "--out", "mine", "--overwrite") == 0
    assert read_record("mine/history.json").updates == 3


def test_a_run_that_diverges_leaves_no_parameters_of_the_one_it_replaces(home):
    assert train(*SHORT, "2", "--out", "mine") == 0
    assert train(*SHORT, "2", "--lr", "1e308", "--out", "mine", "--overwrite") == 1
    assert not (home / "mine" / "parameters.npz").exists()


def interrupt_at(monkeypatch, update, times=1):
    """Let Ctrl-C be pressed, so many times, while the update is made."""
    original, calls = Network.loss_and_gradient, []

    def pressed(self, x, t):
        calls.append(1)
        if len(calls) == update:
            for _ in range(times):
                signal.raise_signal(signal.SIGINT)
        return original(self, x, t)

    monkeypatch.setattr(Network, "loss_and_gradient", pressed)


OPTIONS = [
    ("--optimizer", "adam"),
    ("--network", "multi-layer", "--batch-norm", "--dropout", "0.2", "--schedule", "cosine"),
    ("--network", "conv", "--replace", "--dtype", "float32", "--weight-decay", "0.01"),
]


@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
def test_an_interrupted_run_goes_on_to_the_files_of_an_uninterrupted_one(
    home, monkeypatch, capsys, options
):
    options += (*SHORT, "18", "--batch-size", "200")
    assert train(*options, "--out", "whole") == 0
    with monkeypatch.context() as patched:
        interrupt_at(patched, 11)
        assert train(*options, "--out", "parts") == 130
    assert told(capsys) == "interrupted; parts/history.json holds 11 updates"
    assert read_record("parts/history.json").status == "interrupted"
    assert train("--resume", "parts") == 0
    assert files(home / "parts") == files(home / "whole")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_finished_run_goes_on_to_more_updates(home, capsys):
    assert train(*SHORT, "40", "--out", "whole") == 0
    assert train(*SHORT, "20", "--out", "parts") == 0
    assert train("--resume", "parts", "--updates", "40") == 0
    assert files(home / "parts") == files(home / "whole")
    record = read_record("parts/history.json")
    assert record.command.endswith("--updates 20 --out parts --updates 40")
    assert record.seconds > read_record("whole/history.json").seconds / 10


def test_the_second_interrupt_stops_at_once_and_keeps_what_can_be_gone_on_from(
    home, monkeypatch, capsys
):
    monkeypatch.setattr(command, "SECONDS", 0.0)  # kept after every update
    interrupt_at(monkeypatch, 5, times=2)
    assert train(*SHORT, "8", "--out", "parts") == 130
    assert read_record("parts/history.json").updates == 4
    assert train("--resume", "parts") == 0
    monkeypatch.undo()
    os.chdir(home)
    assert train(*SHORT, "8", "--out", "whole") == 0
    assert files(home / "parts") == files(home / "whole")


def test_a_run_is_kept_while_it_trains(monkeypatch):
    kept, original = [], _runs.Run.keep

    def note(self, status):
        kept.append((status, len(self.training.history().losses)))
        return original(self, status)

    monkeypatch.setattr(_runs.Run, "keep", note)
    monkeypatch.setattr(command, "SECONDS", 0.0)
    assert train(*SHORT, "2") == 0
    assert kept == [("interrupted", 1), ("interrupted", 2), ("finished", 2)]


def test_elsewhere_than_in_the_main_thread_interrupts_are_not_touched():
    statuses = []
    thread = threading.Thread(target=lambda: statuses.append(train(*SHORT, "1")))
    thread.start()
    thread.join()
    assert statuses == [0]


def test_where_interrupts_are_ignored_they_stay_so(monkeypatch):
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        interrupt_at(monkeypatch, 1)
        assert train(*SHORT, "2") == 0
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize(
    ("change", "options", "sentence"),
    [
        (None, ("--resume", "nowhere"), "--resume nowhere: that directory has no history.json"),
        (None, (), "--resume runs/1: 2 updates are made, of 2; --updates N goes on to N"),
        (None, ("--updates", "1"), "--resume runs/1: 2 updates are made, of 1; --updates N"),
        (None, ("--lr", "3"), "--lr does not go with --resume: a run goes on with its own"),
        (None, ("--batch-norm",), "--batch-norm does not go with --resume"),
        (("history.json", b'"hidden": 4', b'"hidden": 5'), ("--updates", "5"),
         "--resume runs/1: parameters.npz: this is no state of such a training: "),
        (("history.json", b'"constant"', b'"cosine"'), ("--updates", "5"),
         "--updates: the schedule cosine of runs/1 ends with its 2 updates"),
        (("history.json", b'"data_sha256": "', b'"data_sha256": "0'), ("--updates", "5"),
         "the digits at hand are not those of runs/1"),
        (("history.json", b'"lr": 0.5', b'"lr": []'), ("--updates", "5"), "lr must be one number"),
        (("history.json", b"{", b"["), ("--updates", "5"), "history.json is no record of a train"),
        (("parameters.npz", b"W1", b"w1"), ("--updates", "5"), "parameters.npz is no whole file"),
    ],
)  # fmt: skip
def test_what_cannot_be_gone_on_with_gets_a_sentence(home, capsys, change, options, sentence):
    assert train(*SHORT, "2") == 0
    if change:
        path = home / "runs" / "1" / change[0]
        path.write_bytes(path.read_bytes().replace(change[1], change[2], 1))
    before = {path: path.read_bytes() for path in (home / "runs" / "1").iterdir()}
    assert train("--resume", "runs/1", *options) == 2
    assert sentence in told(capsys)
    assert {path: path.read_bytes() for path in (home / "runs" / "1").iterdir()} == before


def test_the_parameters_are_a_network_that_load_reads(home):
    assert train(*SHORT, "30") == 0
    net, (x, t) = load("runs/1/parameters.npz"), load_digits()[1]
    assert net.accuracy(x, t) == pytest.approx(
        read_record("runs/1/history.json").history.test_accuracies[-1]
    )


def test_the_defaults_show_learning_from_the_first_epochs_on(home):
    assert train() == 0
    history = read_record("runs/1/history.json").history
    assert history.test_accuracies[5] > 0.7
    assert history.test_accuracies[-1] > 0.88
    assert history.losses[90:105].mean() < 1.5


@pytest.mark.parametrize(
    ("options", "lr", "std"),
    [
        ((), 0.5, 0.1),
        (("--network", "conv"), 0.5, 0.1),
        (("--optimizer", "adam"), 0.001, 0.1),
        (("--lr", "2", "--weight-init-std", "3"), 2.0, 3.0),
        (("--network", "multi-layer"), 0.1, "he"),
        (("--network", "deep-conv"), 0.1, "he"),
        (("--dataset", "mnist"), 0.1, 0.01),
    ],
)
def test_what_is_not_given_suits_the_network_and_the_data(options, lr, std):
    recipe = command.recipe_of(parser().parse_args(["train", *options]))
    assert (recipe.lr, recipe.weight_init_std) == (lr, std)


@pytest.mark.parametrize("network", NETWORKS)
def test_every_network_learns_the_digits_with_the_defaults(network):
    size = ("--updates", "60") if network == "deep-conv" else ("--updates", "300")
    assert train("--network", network, *size, "--dtype", "float32", "--hidden", "30") == 0
    assert read_record("runs/1/history.json").history.test_accuracies[-1] > 0.7


def evaluated(capsys, *words):
    capsys.readouterr()
    assert main(["evaluate", *words]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("network", ["two-layer", "conv"])
def test_evaluate_counts_what_the_newest_network_reads_right(home, capsys, network):
    assert train("--network", network, "--updates", "30", "--hidden", "9") == 0
    (home / "runs" / "2").mkdir()
    said = evaluated(capsys)
    net, (x, t) = load("runs/1/parameters.npz"), load_digits()[1]
    x = x.reshape(-1, 1, 8, 8) if network == "conv" else x
    right = round(net.accuracy(x, t) * 297)
    assert said.startswith(f"runs/1: {net}\ndigits: {right} of 297 test images are read right, ")
    assert f"accuracy {right / 297:.4f}, loss {net.loss(x, t):.4f}\n" in said
    assert "read wrong most often: " in said
    assert evaluated(capsys, "runs/1") == said


def test_evaluate_moves_the_images_where_it_is_told(capsys):
    assert train("--updates", "200") == 0
    net, (x, t) = load("runs/1/parameters.npz"), load_digits()[1]
    moved = random_shifts(x, 2, rng=np.random.default_rng(0))
    right = round(net.accuracy(moved, t) * 297)
    assert right < net.accuracy(x, t) * 297 - 50
    said = f"digits: {right} of 297 test images, moved by up to 2, are read right, accuracy "
    assert said in evaluated(capsys, "--shift", "2")


def test_evaluate_names_no_mistakes_where_there_are_none(monkeypatch, capsys):
    assert train(*SHORT, "1") == 0
    net, data = load("runs/1/parameters.npz"), load_digits()
    x = data[1][0][:9]
    monkeypatch.setitem(DATASETS, "digits", lambda: (data[0], (x, net.predict(x).argmax(axis=1))))
    assert evaluated(capsys).splitlines()[1:] == [
        f"digits: 9 of 9 test images are read right, accuracy 1.0000, "
        f"loss {net.loss(x, net.predict(x).argmax(axis=1)):.4f}"
    ]


def test_predict_shows_a_digit_what_it_is_and_how_sure_the_network_is(home, capsys):
    assert train("--updates", "300") == 0
    (x, t), net = load_digits()[1], load("runs/1/parameters.npz")
    paper = 1 - x[2].reshape(8, 8)
    imsave(home / "digit.png", np.kron(paper, np.ones((9, 9))), cmap="gray", vmin=0, vmax=1)
    np.save(home / "some.npy", x[:2])
    capsys.readouterr()
    assert main(["predict", "digit.png", "some.npy"]) == 0
    lines = capsys.readouterr().out.splitlines()
    answers = [line for line in lines if " sure; then " in line]
    y = net.predict(x[:2])
    assert [line.split(":")[0] for line in answers] == ["digit.png", "some.npy[0]", "some.npy[1]"]
    assert answers[0].startswith(f"digit.png: {t[2]}, ")
    for line, probabilities in zip(answers[1:], y, strict=True):
        first, second, third = np.argsort(-probabilities)[:3]
        assert line.endswith(
            f": {first}, {probabilities[first]:.1%} sure; then {second} "
            f"({probabilities[second]:.1%}), {third} ({probabilities[third]:.1%})"
        )
    assert len(lines) == 3 * 9


def test_predict_asks_the_network_that_is_named(home, capsys):
    assert train("--network", "conv", "--updates", "20", "--out", "mine") == 0
    np.save(home / "one.npy", load_digits(normalize=False)[1][0][0])
    capsys.readouterr()
    for run in ("mine", "mine/parameters.npz"):
        assert main(["predict", "--run", run, "one.npy"]) == 0
    first, second = np.array_split(capsys.readouterr().out.splitlines(), 2)
    assert first.tolist() == second.tolist()
    assert first[-1].startswith("one.npy: ")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["evaluate"], "mlbook evaluate: there is no run in runs: mlbook train makes one"),
        (["predict", "x.png"], "mlbook predict: there is no run in runs: mlbook train makes one"),
        (["evaluate", "mine"], "No such file or directory: 'mine/history.json'"),
        (["predict", "x.png", "--run", "simple"], r"simple is a SimpleNet\(2, 3\), but a network"),
    ],
)
def test_without_a_network_there_is_a_sentence(home, capsys, words, sentence):
    save(SimpleNet(), home / "simple")
    assert main(words) == 2
    assert sentence.replace("\\", "") in told(capsys)
