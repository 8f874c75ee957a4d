import io
import json
import os
import platform
import re
import signal
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

import mlbook
from mlbook import _options, _runs, command
from mlbook.command import main
from mlbook.training.recipe import Recipe
from mlbook.training.record import read_record, replay
from mlbook.training.settings import DATASETS

FILES = ["accuracy.svg", "history.json", "loss-curve.svg", "parameters.npz"]
WITHOUT_PARAMETERS = FILES[:3]


def run(out, *options):
    return main(["train", "--out", str(out), "--hidden", "4", *options])


def names(directory):
    return sorted(path.name for path in directory.iterdir())


def test_a_training_leaves_its_record_and_two_curves(tmp_path, capsys):
    begin = time.perf_counter()
    assert run(tmp_path / "a" / "b", "--updates", "31", "--seed", "7") == 0
    took = time.perf_counter() - begin
    assert names(tmp_path / "a" / "b") == FILES
    record = read_record(tmp_path / "a" / "b" / "history.json")
    assert (record.status, record.updates, record.settings.seed) == ("finished", 31, 7)
    assert record.history.evaluated_at.tolist() == [0, 15, 30, 31]
    assert record.versions["numpy"] == np.__version__
    assert record.versions["python"] == platform.python_version()
    assert 0 < record.seconds < took
    printed, told = capsys.readouterr()
    assert printed == ""
    *lines, last = told.splitlines()
    assert [line.split(" updates")[0] for line in lines] == [f"{n} of 31" for n in (0, 15, 30, 31)]
    assert lines[0].startswith("0 of 31 updates: accuracy 0.")
    assert "loss" in lines[1]
    assert last == f"finished; {tmp_path / 'a' / 'b' / 'history.json'} holds 31 updates"
    assert "\r" not in told


def test_the_command_in_the_record_can_be_pasted_into_a_shell(tmp_path):
    run(tmp_path / "with space", "--updates", "1")
    record = read_record(tmp_path / "with space" / "history.json")
    out = f"'{tmp_path}/with space'"
    assert record.command == f"python -m mlbook train --out {out} --hidden 4 --updates 1"


def test_two_runs_of_one_command_differ_in_their_seconds_alone(tmp_path):
    def texts():
        run(tmp_path / "twice", "--updates", "20", "--overwrite")
        fields = json.loads((tmp_path / "twice" / "history.json").read_text())
        fields.pop("seconds")
        return fields, [
            (tmp_path / "twice" / name).read_bytes() for name in FILES if ".j" not in name
        ]

    assert texts() == texts()


@pytest.mark.parametrize(
    ("optimizer", "lr"),
    [("sgd", 0.5), ("momentum", 0.01), ("adagrad", 0.01), ("rmsprop", 0.01), ("adam", 0.001)],
)
def test_an_optimiser_has_its_own_learning_rate_and_can_be_replayed(tmp_path, optimizer, lr):
    run(tmp_path, "--updates", "5", "--optimizer", optimizer)
    record = read_record(tmp_path / "history.json")
    assert record.settings.lr == lr
    assert np.allclose(replay(record).losses, record.history.losses, rtol=1e-6, atol=0)


def test_weights_batches_and_type_can_be_chosen(tmp_path):
    options = ("--weight-init-std", "0.5", "--replace", "--dtype", "float32")
    run(tmp_path, "--updates", "5", *options)
    record = read_record(tmp_path / "history.json")
    training = record.settings.training(record.settings.data())
    assert training.network.params["W1"].dtype == np.float32
    assert training.network.params["W1"].std() == pytest.approx(0.5, rel=0.2)
    plain = Recipe(updates=5, hidden=4)
    assert plain.training(plain.data()).network.params["W1"].std() < 0.02
    assert not np.allclose(replay(record).losses, replay_of(plain), rtol=1e-3)
    assert np.allclose(replay(record).losses, record.history.losses, rtol=1e-5, atol=0)


def test_the_network_its_layers_and_the_schedule_can_be_chosen(tmp_path):
    options = ("--network", "multi-layer", "--depth", "1", "--dropout", "0.2", "--batch-norm")
    options += ("--weight-decay", "0.01", "--schedule", "cosine", "--warmup", "2")
    assert run(tmp_path, "--updates", "5", *options) == 0
    record = read_record(tmp_path / "history.json")
    settings = record.settings
    assert (settings.network, settings.depth, settings.dropout) == ("multi-layer", 1, 0.2)
    assert (settings.weight_init_std, settings.batch_norm) == ("he", True)
    assert (settings.weight_decay, settings.schedule, settings.warmup) == (0.01, "cosine", 2)
    assert np.allclose(replay(record).losses, record.history.losses, rtol=1e-6, atol=0)


def test_a_setting_of_another_network_is_refused_in_a_sentence(tmp_path, capsys):
    assert run(tmp_path, "--dropout", "0.5") == 2
    told = capsys.readouterr().err
    assert "dropout is a setting of multi-layer and deep-conv, but network is two-layer" in told


def replay_of(recipe):
    return [loss for _, loss in recipe.training(recipe.data())]


def test_numerical_gradients_give_the_losses_of_backpropagation(tmp_path):
    options = ("--updates", "2", "--batch-size", "5", "--hidden", "1", "--lr", "1")
    losses = []
    for gradient in ("numerical", "backprop"):
        assert run(tmp_path / gradient, *options, "--gradient", gradient) == 0
        losses.append(read_record(tmp_path / gradient / "history.json").history.losses)
    assert losses[0] == pytest.approx(losses[1], rel=1e-6)


def test_a_diverging_training_says_so_and_keeps_its_record(tmp_path, capsys):
    assert run(tmp_path, "--lr", "1e308") == 1
    record = read_record(tmp_path / "history.json")
    assert record.status == "diverged"
    assert 0 < record.updates < 1000
    assert np.isfinite(record.history.losses).all()
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith(f"training failed at update {record.updates + 1} (loss ")
    assert "Try a smaller learning rate" in last
    assert names(tmp_path) == WITHOUT_PARAMETERS


# The handler is set by hand: a shell starts background jobs with interrupts ignored.
COMMAND = """import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("mlbook", run_name="__main__")"""


def test_an_interrupt_keeps_the_updates_made_so_far(tmp_path):
    words = ["train", "--updates", "10000000", "--hidden", "4", "--out", str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": str(Path(command.__file__).parents[1])}
    # An interrupt that comes while coverage holds its lock is never seen: the process waits.
    environment.pop("COVERAGE_PROCESS_START", None)
    environment.pop("COVERAGE_PROCESS_CONFIG", None)
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, *words], stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stderr.readline().startswith("0 of 10000000 updates")
        assert process.stderr.readline().startswith("15 of 10000000 updates")
        process.send_signal(signal.SIGINT)
        told = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert "Traceback" not in told
    assert told.splitlines()[-1].startswith("interrupted; ")
    record = read_record(tmp_path / "history.json")
    assert record.status == "interrupted"
    assert len(record.history.losses) == record.updates >= 15
    assert np.allclose(replay(record, 15).losses, record.history.losses[:15], rtol=1e-6, atol=0)
    assert names(tmp_path) == FILES


def test_the_package_is_a_command():
    words = [sys.executable, "-m", "mlbook", "train", "--lr", "fast"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("mlbook train: argument --lr: must be a finite number")


def test_an_interrupt_before_the_first_update_leaves_an_empty_record(tmp_path, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "_latest_accuracies", interrupted)
    assert run(tmp_path) == 130
    assert read_record(tmp_path / "history.json").updates == 0
    assert names(tmp_path) == FILES


def test_an_interrupt_while_the_data_are_read_leaves_nothing(tmp_path, monkeypatch, capsys):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setitem(DATASETS, "digits", interrupted)
    assert run(tmp_path / "new") == 130
    assert capsys.readouterr().err == "interrupted\n"
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--lr", "nan"], "argument --lr: must be a finite number above 0, not 'nan'"),
        (["--lr", "inf"], "argument --lr: must be a finite number above 0, not 'inf'"),
        (["--lr", "0"], "argument --lr: must be a finite number above 0, not '0'"),
        (["--lr=-1"], "argument --lr: must be a finite number above 0, not '-1'"),
        (["--lr", "fast"], "argument --lr: must be a finite number above 0, not 'fast'"),
        (["--updates", "0"], "argument --updates: must be a whole number of at least 1, not '0'"),
        (["--updates", "1.5"], "argument --updates: must be a whole number of at least 1, not '1."),
        (["--hidden", "0"], "argument --hidden: must be a whole number of at least 1, not '0'"),
        (["--seed=-1"], "argument --seed: must be a whole number of at least 0, not '-1'"),
        (["--dataset", "cats"], "argument --dataset: invalid choice: 'cats'"),
        (["--optimizer", "best"], "argument --optimizer: invalid choice: 'best'"),
        (["--gradient", "exact"], "argument --gradient: invalid choice: 'exact'"),
        (["--network", "deep"], "argument --network: invalid choice: 'deep'"),
        (["--dropout", "1"], "argument --dropout: must be a number from 0 to below 1, not '1'"),
        (["--weight-decay=-1"], "argument --weight-decay: must be a finite number of at least 0"),
        (["--weight-init-std", "big"], "argument --weight-init-std: must be a finite number above"),
        (["--dtype", "float16"], "argument --dtype: invalid choice: 'float16'"),
        (["--batch", "10"], "unrecognized arguments: --batch 10"),
    ],
)
def test_a_bad_option_is_named_in_one_line(tmp_path, capsys, options, sentence):
    with pytest.raises(SystemExit) as end:
        run(tmp_path / "new", *options)
    assert end.value.code == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert told.count("\n") == 1
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--batch-size", "1501"], "batch_size is 1501, but there are only 1500 samples"),
        (["--hidden", str(10**12)], "Unable to allocate "),
        (["--updates", str(10**30)], "Maximum allowed dimension exceeded"),
        (["--weight-init-std", "1e308"], "weight_init_std of 1e+308 times W1 is not finite: "),
        (["--weight-init-std", "3e307"], "the output of Affine(64, 4) is not finite: "),
        (["--dataset", "mnist"], "MLBOOK_DATA is set to "),
    ],
)
def test_settings_that_cannot_work_end_the_command_at_once(
    tmp_path, capsys, monkeypatch, options, sentence
):
    monkeypatch.setenv("MLBOOK_DATA", str(tmp_path / "nowhere"))
    assert run(tmp_path / "new", *options) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"mlbook train: {sentence}")
    assert told.count("\n") == 1
    assert names(tmp_path) == []


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_directory_that_cannot_be_written_to_is_refused_before_training(tmp_path, capsys, place):
    (tmp_path / "file").write_text("mine")
    assert run(tmp_path / place) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"mlbook train: {tmp_path / place} cannot be written to")
    assert told.count("\n") == 1
    assert (tmp_path / "file").read_text() == "mine"


def test_a_full_disk_leaves_the_old_record(tmp_path, capsys, monkeypatch):
    run(tmp_path, "--updates", "1")
    before = (tmp_path / "history.json").read_text()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    assert run(tmp_path, "--updates", "2", "--overwrite") == 2
    assert (tmp_path / "history.json").read_text() == before
    assert names(tmp_path) == FILES
    assert "No space left on device" in capsys.readouterr().err


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Unread(io.StringIO):
    def write(self, text):
        raise BrokenPipeError


def test_a_terminal_sees_lines_above_a_bar_that_does_not_stay(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert run(tmp_path, "--updates", "20") == 0
    told = sys.stderr.getvalue()
    bar = r"\r *0%\|.*?\| 0/20 .*?"
    assert re.match(rf"{bar}\r +\r0 of 20 updates: accuracy .*?\n{bar}", told)
    assert re.search(r"\r +\rfinished; .* holds 20 updates\n$", told)


def test_a_stream_that_nobody_reads_stops_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stderr", Unread())
    assert run(tmp_path, "--updates", "2") == 0
    assert read_record(tmp_path / "history.json").updates == 2


def test_a_line_is_written_at_once(tmp_path, monkeypatch):
    with open(tmp_path / "log", "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        command._say("now")
        assert (tmp_path / "log").read_text() == "now\n"


def test_the_pace_counts_from_the_first_update(tmp_path, monkeypatch, capsys):
    times = iter([100.0, 102.0, 104.0])
    monkeypatch.setattr(command, "time", SimpleNamespace(perf_counter=lambda: next(times)))
    assert run(tmp_path, "--updates", "2") == 0
    assert "\n2 of 2 updates, 0.5 a second, loss " in capsys.readouterr().err


def test_blas_has_one_thread_while_a_command_runs(tmp_path, monkeypatch):
    counts = []

    def note(training):
        counts.extend(
            each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"
        )
        return ""

    monkeypatch.setattr(command, "_latest_accuracies", note)
    with threadpool_limits(limits=2, user_api="blas"):
        assert run(tmp_path, "--updates", "1") == 0
    assert set(counts) == {1}


def test_make_writable_tries_to_make_a_file_in_the_directory(tmp_path, monkeypatch):
    def refuse(*, dir):
        raise PermissionError(13, f"not in {dir}")

    monkeypatch.setattr(_runs.tempfile, "TemporaryFile", refuse)
    with pytest.raises(OSError, match=f"{tmp_path} cannot be written to: not in {tmp_path}"):
        _runs._make_writable(tmp_path)


def test_the_version_is_that_of_the_installed_package(capsys):
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"mlbook {mlbook.__version__}\n"
    assert mlbook.__version__ == version("mlbook")


HELP = [
    "usage: mlbook train",
    "DIR, runs/1, runs/2 and so on if none is named, receives history.json",
    "8x8 digits, or MNIST (default: digits)",
    "how it is found (default: backprop)",
    "the rule of updates (default: sgd)",
    "--lr RATE",
    "--updates N",
    "number of updates (default: 1000)",
    "--batch-size N",
    "samples each (default: 100)",
    "--hidden N",
    "hidden units in a layer (default: 50)",
    "hidden layers of multi-layer (default: 2)",
    "--seed N",
    "where randomness starts: one seed, one history (default: 0)",
    "--weight-init-std STD",
    "two-layer 0.01, multi-layer he, conv 0.01, deep-conv he; on the digits two-layer 0.1",
    "draw each batch anew, with replacement",
    "type of the parameters (default: float64)",
    "--out DIR",
    "for what is written (default: the next of runs/1, runs/2 …)",
    "--overwrite replace the run that DIR holds",
    "--resume DIR go on with the run in DIR",
]


def test_the_help_of_the_command_line_names_the_command(capsys):
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    told = " ".join(capsys.readouterr().out.split())
    assert told.startswith("usage: mlbook [-h] [--version] COMMAND ... Deep learning from scratch.")
    assert "train train a network on handwritten digits" in told


def test_the_help_names_every_option_and_the_learning_rates(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "1000")  # so that no name is divided at its hyphen
    with pytest.raises(SystemExit) as end:
        main(["train", "--help"])
    assert end.value.code == 0
    told = " ".join(capsys.readouterr().out.split())
    options = (
        "dataset train-size shift network hidden depth weight-decay dropout batch-norm gradient"
    )
    for option in f"{options} optimizer lr schedule warmup updates batch-size seed out".split():
        assert f" --{option} " in told
    for line in HELP:
        assert line in told
    assert "sgd 0.1, momentum 0.01, adagrad 0.01, rmsprop 0.01, adam 0.001, adamw 0.001;" in told


def test_a_command_is_required(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["mlbook"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert "the following arguments are required: COMMAND" in capsys.readouterr().err


def test_a_command_of_another_package_gets_its_arguments(monkeypatch, capsys):
    other = SimpleNamespace(name="other", load=lambda: len)
    for module in (command, _options):
        monkeypatch.setattr(module, "entry_points", lambda group: [other])
    assert main(["other", "--a", "b"]) == 2
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "mlbook other --help says what it does" in capsys.readouterr().out
