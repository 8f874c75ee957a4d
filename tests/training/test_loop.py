import dataclasses
import math
import tracemalloc
from itertools import islice

import numpy as np
import pytest

from mlbook.datasets import load_digits
from mlbook.networks import TwoLayerNet
from mlbook.optimizers import SGD, Momentum
from mlbook.training import Training, train


def rng(seed=0):
    return np.random.default_rng(seed)


def problem(count=10, seed=3):
    """Return points in the plane and whether they lie right of the diagonal; read-only."""
    x = rng(seed).normal(size=(count, 2))
    t = (x[:, 0] > x[:, 1]).astype(np.int64)
    x.flags.writeable = t.flags.writeable = False
    return x, t


def network(seed=0):
    return TwoLayerNet(2, 6, 2, 0.5, rng=rng(seed))


class Recorder:
    """A network that learns nothing and records the batches that it is given."""

    def __init__(self, loss=1.0):
        self.params = {"W": np.zeros(1)}
        self.batches, self.evaluated, self.constant_loss = [], [], loss

    def loss_and_gradient(self, x, t):
        self.batches.append((x, t))
        return self.constant_loss, {"W": np.ones(1)}

    def loss(self, x, t, train_flg=False):
        return self.constant_loss

    def numerical_gradient(self, x, t):
        return self.loss_and_gradient(x, t)[1]

    def accuracy(self, x, t):
        self.evaluated.append(len(x))
        return len(self.batches) / 100


def test_the_first_update_is_a_gradient_step_of_0_1():
    (x, t), net, before = problem(), network(), network()
    history = train(net, x, t, updates=1, batch_size=10, rng=rng())
    gradient = before.numerical_gradient(x, t)
    for key, value in net.params.items():
        assert value == pytest.approx(before.params[key] - 0.1 * gradient[key], abs=1e-7)
    assert history.losses == pytest.approx([before.loss(x, t)], rel=1e-14)


def test_accuracies_are_taken_at_each_epochs_end_and_after_the_last_update():
    history = train(Recorder(), *problem(10), *problem(4), updates=9, batch_size=3, rng=rng())
    assert history.updates_per_epoch == 4
    assert history.evaluated_at.tolist() == [0, 4, 8, 9]
    assert history.train_accuracies.tolist() == [0.0, 0.04, 0.08, 0.09]
    assert history.test_accuracies.tolist() == history.train_accuracies.tolist()
    assert history.losses.tolist() == [1.0] * 9


def test_a_last_update_that_ends_an_epoch_is_evaluated_once():
    history = train(Recorder(), *problem(10), updates=8, batch_size=3)
    assert history.evaluated_at.tolist() == [0, 4, 8]


def test_zero_updates_only_evaluate_the_network():
    net = Recorder()
    history = train(net, *problem(10), updates=0, batch_size=3)
    assert history.evaluated_at.tolist() == [0]
    assert history.losses.shape == (0,)
    assert net.evaluated == [10]
    assert net.batches == []


def test_without_test_data_there_are_no_test_accuracies():
    history = train(Recorder(), *problem(), updates=3, batch_size=5)
    assert history.test_accuracies.shape == (0,)
    assert history.test_accuracies.dtype == np.float64
    assert history.train_accuracies.shape == history.evaluated_at.shape


def test_an_epoch_uses_each_sample_once_with_its_own_target():
    net, (x, t) = Recorder(), problem(10)
    train(net, x, t, updates=8, batch_size=3, rng=rng())
    for epoch in (net.batches[:4], net.batches[4:]):
        samples, targets = (np.concatenate(parts) for parts in zip(*epoch, strict=True))
        order = [int(np.flatnonzero((x == sample).all(axis=1))[0]) for sample in samples]
        assert sorted(order) == list(range(10))
        assert (targets == t[order]).all()


def test_with_replacement_batches_are_full_and_samples_repeat():
    net = Recorder()
    train(net, *problem(10), updates=8, batch_size=3, replace=True, rng=rng())
    assert [len(x) for x, _ in net.batches] == [3] * 8
    assert len({tuple(row) for x, _ in net.batches[:4] for row in x}) < 10


def test_batches_have_the_type_of_the_data():
    net, (x, t) = Recorder(), problem()
    train(net, x.astype(np.float32), t, updates=1, batch_size=2)
    assert net.batches[0][0].dtype == np.float32


def test_a_float32_network_learns_and_stays_float32():
    net, (x, t) = TwoLayerNet(2, 6, 2, 0.5, rng=rng(), dtype=np.float32), problem(100)
    history = train(net, x, t, updates=200, batch_size=20, optimizer=SGD(lr=1.0), rng=rng())
    assert {value.dtype for value in net.params.values()} == {np.dtype(np.float32)}
    assert history.train_accuracies[-1] > 0.9 > history.train_accuracies[0]


@pytest.mark.parametrize("replace", [False, True])
def test_the_same_seed_gives_the_same_history_bit_for_bit(replace):
    def run(seed):
        return train(
            network(), *problem(50), *problem(20), updates=30, batch_size=7,
            optimizer=Momentum(), replace=replace, rng=rng(seed),
        )  # fmt: skip

    one, same, other = (dataclasses.asdict(run(seed)) for seed in (5, 5, 6))
    assert all(np.array_equal(one[key], same[key]) for key in one)
    assert not np.array_equal(one["losses"], other["losses"])


def test_numerical_gradients_lead_where_backpropagation_does():
    one, other = network(), network()
    a = train(one, *problem(), updates=5, batch_size=4, rng=rng())
    b = train(other, *problem(), updates=5, batch_size=4, gradient="numerical", rng=rng())
    assert a.losses == pytest.approx(b.losses, abs=1e-7)
    assert one.params["W1"] == pytest.approx(other.params["W1"], abs=1e-6)


def test_the_callback_is_called_after_each_update():
    calls, net = [], network()
    first = net.params["W1"].copy()

    def callback(update, loss):
        calls.append((update, loss, (net.params["W1"] != first).any()))

    history = train(net, *problem(), updates=4, batch_size=5, callback=callback)
    assert [update for update, _, _ in calls] == [1, 2, 3, 4]
    assert [loss for _, loss, _ in calls] == history.losses.tolist()
    assert all(changed for _, _, changed in calls)


def test_one_hot_targets_and_labels_give_the_same_losses():
    x, t = problem()
    a = train(network(), x, t, updates=5, batch_size=4, rng=rng())
    b = train(network(), x, np.eye(2)[t], updates=5, batch_size=4, rng=rng())
    assert a.losses.tolist() == b.losses.tolist()


def test_ten_epochs_learn_the_digits():
    net = TwoLayerNet(64, 30, 10, 0.1, rng=rng(0))
    train_data, test_data = load_digits()
    history = train(
        net, *train_data, *test_data, updates=300, batch_size=50, optimizer=SGD(lr=1.0), rng=rng(1)
    )
    assert history.evaluated_at.tolist() == list(range(0, 301, 30))
    assert history.losses[0] == pytest.approx(math.log(10), abs=0.1)  # nothing known
    assert history.losses[-30:].mean() < 0.2
    assert history.train_accuracies[0] < 0.2
    assert history.train_accuracies[-1] > 0.95
    assert history.test_accuracies[-1] > 0.87


def test_training_makes_no_second_copy_of_the_data():
    x, t = rng().random((20_000, 50), np.float32), rng().integers(0, 2, 20_000)
    tracemalloc.start()
    train(TwoLayerNet(50, 2, 2, rng=rng()), x, t, updates=1, rng=rng())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < x.nbytes


@pytest.mark.parametrize("run", [train, lambda *args: list(Training(*args))], ids=["f", "class"])
def test_the_default_is_1000_batches_of_100_without_replacement(run):
    net = Recorder()
    run(net, *problem(200))
    assert [len(x) for x, _ in net.batches] == [100] * 1000
    assert len({tuple(row) for x, _ in net.batches[:2] for row in x}) == 200


class WritesInfinity:
    """An optimiser that puts an infinity into the parameters."""

    def update(self, params, grads):
        params["W1"][0, 0] = math.inf


class Overflows:
    """An optimiser whose arithmetic overflows."""

    def update(self, params, grads):
        params["W1"] *= 1e308
        params["W1"] *= 1e308


@pytest.mark.parametrize(
    ("optimizer", "message"),
    [
        (SGD(lr=1e308), r"training failed at update \d+ \(loss .*Try a smaller learning rate$"),
        (
            WritesInfinity(),
            r"at update 2 \(loss nan\): the output of .* is not finite: .*\. Try a smaller",
        ),
        (Overflows(), r"at update 1 \(loss \d\.\d+\): overflow encountered .*\. Try a smaller"),
    ],
)
def test_divergence_is_an_error_that_names_update_and_loss(optimizer, message):
    with pytest.raises(FloatingPointError, match=message):
        train(network(), *problem(), updates=50, batch_size=5, optimizer=optimizer, rng=rng())


def test_the_evaluation_finds_an_infinity_written_by_the_last_update():
    with pytest.raises(
        FloatingPointError, match=r"at update 1 .* the output of Affine.* is not finite"
    ):
        train(network(), *problem(), updates=1, batch_size=5, optimizer=WritesInfinity(), rng=rng())


@pytest.mark.parametrize("loss", [math.nan, math.inf])
@pytest.mark.parametrize("gradient", ["backprop", "numerical"])
def test_a_loss_that_is_not_finite_is_an_error(loss, gradient):
    with pytest.raises(
        FloatingPointError, match=rf"update 1 \(loss {loss}\): the loss is not finite"
    ):
        train(Recorder(loss), *problem(), updates=5, batch_size=5, gradient=gradient)


FAULTS = {
    "overflow": lambda: np.float64(1e308) * 10,
    "divide by zero": lambda: np.float64(1) / 0,
    "invalid value": lambda: np.float64(np.inf) - np.inf,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_floating_point_faults_of_a_network_are_errors_not_warnings(fault):
    net = Recorder()
    net.loss_and_gradient = lambda x, t: (FAULTS[fault](), {"W": np.ones(1)})
    with pytest.raises(FloatingPointError, match=rf"at update 1 \(loss nan\): {fault} encountered"):
        train(net, *problem(), updates=1, batch_size=5)


X, T = problem()


@pytest.mark.parametrize(
    ("args", "options", "error", "message"),
    [
        ((X[:0], T[:0]), {}, ValueError, r"x_train must have .* but its shape is \(0, 2\)"),
        ((X[0], T[0]), {}, ValueError, r"x_train must have shape \(N, D\) .* is \(2,\)"),
        ((X, T[:9]), {}, ValueError, r"t_train has shape \(9,\), but x_train has shape \(10, 2\)"),
        ((X, T, X[:0], T[:0]), {}, ValueError, r"x_test must have shape"),
        ((X, T, X, T[:9]), {}, ValueError, r"t_test has shape \(9,\), but x_test has"),
        ((X, T, X), {}, ValueError, "x_test and t_test belong together: one of them is None"),
        ((X, T, None, T), {}, ValueError, "x_test and t_test belong together"),
        (([["a"]], [0]), {}, TypeError, "x_train must hold real numbers"),
        ((X * np.nan, T), {}, ValueError, "x holds NaN"),
        ((X, T + 1), {}, ValueError, "t holds the label 2"),
        ((X, T), {"batch_size": 11}, ValueError, "batch_size is 11, but there are only 10 samples"),
        ((X, T), {"batch_size": 0}, ValueError, "batch_size must be at least 1"),
        ((X, T), {"batch_size": 2.5}, TypeError, "batch_size must be a whole number"),
        ((X, T), {"updates": -1}, ValueError, "updates must be at least 0, but it is -1"),
        ((X, T), {"updates": 1e4}, TypeError, "updates must be a whole number"),
        (
            (X, T),
            {"gradient": "exact"},
            ValueError,
            "gradient must be 'backprop' or 'numerical', b",
        ),
        ((X, T), {"optimizer": "sgd"}, TypeError, "optimizer must be an object such as SGD"),
        ((X, T), {"optimizer": SGD}, TypeError, "optimizer must be an object such as SGD"),
        ((X, T), {"rng": 0}, TypeError, "rng must be a Generator"),
    ],
)
def test_arguments_that_do_not_fit_are_named_and_change_nothing(args, options, error, message):
    net, before = network(), network()
    with pytest.raises(error, match=message):
        train(net, *args, **{"batch_size": 5, "updates": 1, **options})
    assert all((net.params[key] == before.params[key]).all() for key in net.params)


def test_a_stopped_training_continues_where_it_stopped():
    def training():
        return Training(network(), *problem(10), *problem(4), updates=9, batch_size=3, rng=rng())

    stopped, whole = training(), training()
    assert [update for update, _ in islice(stopped, 5)] == [1, 2, 3, 4, 5]
    assert stopped.history().evaluated_at.tolist() == [0, 4]
    assert stopped.history().losses.shape == (5,)
    assert [update for update, _ in stopped] == [6, 7, 8, 9]
    assert len(list(whole)) == 9
    assert stopped.history().losses.tolist() == whole.history().losses.tolist()
    assert stopped.latest == whole.latest


def test_an_interrupted_update_does_not_count():
    class Interrupted(Recorder):
        def loss_and_gradient(self, x, t):
            if len(self.batches) == 4:
                raise KeyboardInterrupt
            return super().loss_and_gradient(x, t)

    training = Training(Interrupted(), *problem(10), updates=9, batch_size=3)
    with pytest.raises(KeyboardInterrupt):
        list(training)
    assert training.history().losses.tolist() == [1.0] * 4
    assert training.history().evaluated_at.tolist() == [0, 4]


def test_a_schedule_sets_the_rate_before_each_update():
    seen = []
    net, optimizer = network(), SGD(lr=9.0)
    train(net, *problem(), updates=3, optimizer=optimizer, batch_size=5,
          schedule=lambda n: 1 / n, callback=lambda *_: seen.append(optimizer.lr))  # fmt: skip
    assert seen == [1.0, 1 / 2, 1 / 3]


def test_a_constant_schedule_is_a_learning_rate():
    one, other, arguments = network(), network(), {"updates": 5, "batch_size": 5}
    train(one, *problem(), **arguments, rng=rng(), optimizer=SGD(lr=0.3))
    train(other, *problem(), **arguments, rng=rng(), schedule=lambda n: 0.3)
    assert all((one.params[key] == other.params[key]).all() for key in one.params)


@pytest.mark.parametrize(
    ("schedule", "message"),
    [(0.1, "schedule must be a function"), (lambda n: 2.0 - n, r"schedule\(2\) must be greater")],
)
def test_a_schedule_that_is_no_function_or_falls_to_zero_is_refused(schedule, message):
    with pytest.raises((TypeError, ValueError), match=message):
        train(network(), *problem(), updates=3, batch_size=5, schedule=schedule)


def test_the_network_learns_what_augment_makes_of_a_batch():
    seen, plain, (x, t, *_) = [], network(), problem()
    net = network()

    def doubled(samples):
        seen.append(samples.copy())
        return 2 * samples

    train(net, x, t, updates=1, batch_size=5, rng=rng(), augment=doubled)
    (samples,) = seen
    targets = t[[np.flatnonzero((x == row).all(axis=1))[0] for row in samples]]
    gradient = plain.gradient(2 * samples, targets)
    for key, value in plain.params.items():
        assert net.params[key] == pytest.approx(value - 0.1 * gradient[key], rel=1e-9)


@pytest.mark.parametrize(
    ("augment", "message"),
    [
        (2, "augment must be a function of the samples, not 2"),
        (lambda samples: samples[:1], "augment returns an array of shape .* must keep the shape"),
        (lambda samples: "moved", "what augment returns"),
    ],
)
def test_an_augment_that_is_no_function_or_changes_the_shape_is_refused(augment, message):
    with pytest.raises((TypeError, ValueError), match=message):
        train(network(), *problem(), updates=1, batch_size=5, augment=augment)
