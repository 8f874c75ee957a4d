"""A network that was saved and loaded is the same; a file that is none gets a sentence."""

import json
import pickle
import zipfile

import numpy as np
import pytest

from mlbook import (
    SGD,
    Affine,
    BatchNormalization,
    Convolution,
    DeepConvNet,
    Dropout,
    Flatten,
    LayerNormalization,
    MultiLayerNet,
    Pooling,
    Relu,
    Residual,
    Sigmoid,
    SimpleConvNet,
    SimpleNet,
    TwoLayerNet,
    load,
    networks,
    save,
    train,
)
from mlbook._arrays import read_arrays, write_arrays
from mlbook.layers import Layer
from mlbook.networks import Network
from mlbook.saving import arrays_of

X, T = np.random.default_rng(0).random((20, 36)), np.arange(20) % 3
CONV = {"filter_num": 2, "filter_size": 3, "pad": 1, "stride": 1}


def rng():
    return np.random.default_rng(1)


def affine(inputs, outputs):
    return Affine(rng().normal(size=(inputs, outputs)), np.zeros(outputs))


def norm(kind, size):
    return kind(np.ones(size), np.zeros(size))


def deep():
    inner = Residual(affine(4, 4), norm(BatchNormalization, 4), Residual(Sigmoid()))
    first = [affine(36, 4), norm(LayerNormalization, 4), Relu(), inner]
    return Network(*first, norm(BatchNormalization, 4), affine(4, 3), weight_decay=0.1)


def images():
    convolution = Convolution(rng().normal(size=(2, 1, 3, 2)), np.zeros(2), stride=2, pad=1)
    return Network(convolution, Pooling(2, 1, 1), Flatten(), Dropout(0.3, rng=rng()), affine(16, 3))


NETWORKS = {
    "two-layer": lambda: TwoLayerNet(36, 4, 3, rng=rng(), weight_decay=0.01),
    "single": lambda: TwoLayerNet(36, 4, 3, rng=rng(), dtype=np.float32),
    "multi-layer": lambda: MultiLayerNet(
        36, [5, 4], 3, "sigmoid", use_batchnorm=True, use_dropout=True, rng=rng()
    ),
    "conv": lambda: SimpleConvNet((1, 6, 6), CONV, 4, 3, rng=rng()),
    "deep-conv": lambda: DeepConvNet((1, 6, 6), [2, 3], 4, 3, rng=rng()),
    "deep": deep,
    "images": images,
}


def samples(net):
    return X.reshape(-1, 1, 6, 6) if isinstance(net.layers[0], Convolution) else X


def learn(net, updates=5):
    train(net, samples(net), T, updates=updates, batch_size=5, optimizer=SGD(0.5), rng=rng())
    return net


def saved(net, path, **options):
    save(net, path)
    return load(path, **options)


@pytest.mark.parametrize("name", NETWORKS)
def test_a_loaded_network_answers_as_the_saved_one_bit_for_bit(name, tmp_path):
    net = learn(NETWORKS[name]())
    again = saved(net, tmp_path / "net")
    assert (type(again), repr(again)) == (type(net), repr(net))
    assert again.predict(samples(net)).tolist() == net.predict(samples(net)).tolist()
    assert again.loss(samples(net), T) == net.loss(samples(net), T)
    assert again.params["W1"].dtype == net.params["W1"].dtype


@pytest.mark.parametrize("name", sorted(set(NETWORKS) - {"multi-layer", "deep-conv", "images"}))
def test_a_loaded_network_learns_on_as_the_saved_one(name, tmp_path):
    net = learn(NETWORKS[name]())
    again = learn(saved(net, tmp_path / "net"))
    learn(net)
    for key, value in net.params.items():
        assert np.array_equal(value, again.params[key]), key


def test_the_units_that_a_loaded_network_drops_are_drawn_by_rng(tmp_path):
    net = NETWORKS["multi-layer"]()
    one, same, other = (
        saved(net, tmp_path / "net", rng=np.random.default_rng(seed)).predict(X, train_flg=True)
        for seed in (0, 0, 1)
    )
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_every_network_of_the_package_is_tried():
    kinds = {type(make()).__name__ for make in NETWORKS.values()} | {"SimpleNet"}
    assert kinds == set(networks.__all__)


def test_a_simple_net_keeps_its_weights(tmp_path):
    net = SimpleNet(rng())
    net.W = [[1.5, -2.0]]
    assert saved(net, tmp_path / "net").W.tolist() == [[1.5, -2.0]]


def test_a_convolutional_network_still_refuses_images_of_another_size(tmp_path):
    with pytest.raises(ValueError, match=r"one sample of this network \(1, 6, 6\)"):
        saved(NETWORKS["conv"](), tmp_path / "net").predict(np.zeros((1, 8, 8)))


def test_numpy_reads_the_parameters_without_pickle(tmp_path):
    save(NETWORKS["two-layer"](), str(tmp_path / "net.npz"))
    with np.load(tmp_path / "net.npz", allow_pickle=False) as arrays:
        assert sorted(arrays) == ["W1", "W2", "b1", "b2", "mlbook"]


class Mine(Network):
    pass


class Half(Layer):
    def _forward(self, x):
        return x / 2

    def _backward(self, upstream):
        return upstream / 2


@pytest.mark.parametrize(
    ("thing", "sentence"),
    [
        (3, "network must be a network of mlbook, a TwoLayerNet for instance, but it is 3"),
        (Mine(affine(2, 2)), r"of your own class, save Network\(\*network.layers\)"),
        (Network(affine(2, 2), Half()), r"made of layers of mlbook, but one of them is Half\(\)"),
    ],
)
def test_what_is_not_of_the_package_is_refused_and_nothing_written(thing, sentence, tmp_path):
    with pytest.raises(TypeError, match=sentence):
        save(thing, tmp_path / "net")
    assert list(tmp_path.iterdir()) == []


def test_a_parameter_replaced_by_a_wrong_one_is_refused(tmp_path):
    net = NETWORKS["two-layer"]()
    net.params["W1"] = np.zeros((2, 2))
    with pytest.raises(ValueError, match=r"params\['W1'\] has shape \(2, 2\), but needs \(36, 4\)"):
        save(net, tmp_path / "net")


def test_a_missing_file_and_a_directory_are_what_they_are(tmp_path):
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "nothing.npz")
    with pytest.raises(IsADirectoryError):
        load(tmp_path)


class Trap:
    def __reduce__(self):
        return exec, ("raise SystemExit('the file was run')",)


def npz_of(path, **arrays):
    write_arrays(path, arrays)
    return path.read_bytes()


def test_a_foreign_file_gets_a_sentence_and_is_never_run(tmp_path):
    path = tmp_path / "foreign"
    np.savez(tmp_path / "trap.npz", mlbook=np.array(Trap(), dtype=object))
    np.save(tmp_path / "one.npy", np.eye(2))
    for content in (
        b"", b"hello", pickle.dumps(Trap()), (tmp_path / "trap.npz").read_bytes(),
        (tmp_path / "one.npy").read_bytes(), npz_of(path, W1=np.eye(2)),
    ):  # fmt: skip
        path.write_bytes(content)
        with pytest.raises(ValueError, match=r"foreign is no (whole file of arrays|network that)"):
            load(path)


def test_an_archive_with_another_kind_of_file_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "net", "w") as archive:
        archive.writestr("readme", "hello")
    with pytest.raises(ValueError, match="'readme' is none"):
        load(tmp_path / "net")


def test_a_file_damaged_anywhere_is_refused_or_the_same(tmp_path):
    net, path = NETWORKS["multi-layer"](), tmp_path / "net"
    save(net, path)
    whole, damage, sentences = path.read_bytes(), np.random.default_rng(0), []
    kept = {key: value.tolist() for key, value in arrays_of(net).items()}
    for _ in range(300):
        content = bytearray(whole)
        content[damage.integers(len(whole))] ^= 1 << damage.integers(8)
        path.write_bytes(content)
        try:
            again = load(path)
        except ValueError as error:
            sentences.append(str(error))
        else:  # a bit that says nothing: a date, an attribute of a file
            assert {key: value.tolist() for key, value in arrays_of(again).items()} == kept
    assert len(sentences) > 200
    assert [each for each in sentences if "net is no " not in each] == []


def test_a_file_cut_off_anywhere_is_refused(tmp_path):
    path = tmp_path / "net"
    save(NETWORKS["two-layer"](), path)
    whole = path.read_bytes()
    for length in range(0, len(whole), 50):
        path.write_bytes(whole[:length])
        with pytest.raises(ValueError, match="net is no "):
            load(path)


def edits():
    yield {"network": "Layer"}
    yield {"network": "SimpleNet", "layers": []} | {"network": ["SimpleNet"]}
    yield {"layers": []}
    yield {"layers": [["Relu", {}, []]]}
    yield {"layers": [["im2col", {}, []]]}
    yield {"layers": [["Layer", {}, []]]}
    yield {"layers": [["Affine", {"W": 3}, []]]}
    yield {"layers": [["Dropout", {"rng": 0}, []]]}
    yield {"layers": [["Convolution", {}, []]]}
    yield {"layers": [["Affine", {}, []]] * 3}
    yield {"layers": 7}
    yield {"weight_decay": "much"}
    yield {"weight_decay": None}


@pytest.mark.parametrize("edit", list(edits()), ids=repr)
def test_a_plan_that_is_none_gets_a_sentence(edit, tmp_path):
    arrays = arrays_of(NETWORKS["two-layer"]())
    plan = json.loads(str(arrays["mlbook"])) | edit
    write_arrays(tmp_path / "net", arrays | {"mlbook": np.array(json.dumps(plan))})
    with pytest.raises(ValueError, match=r"net is no network that mlbook.save has written: "):
        load(tmp_path / "net")


def test_a_plan_nested_without_end_gets_a_sentence(tmp_path):
    deep = '["Residual", {}, [' * 5000 + "]]" * 5000
    plan = f'{{"network": "Network", "weight_decay": 0, "layers": [{deep}]}}'
    write_arrays(tmp_path / "net", {"mlbook": np.array(plan)})
    with pytest.raises(ValueError, match=r"net is no network that mlbook.save has written: "):
        load(tmp_path / "net")


def test_an_interrupted_save_keeps_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "net"
    save(NETWORKS["two-layer"](), path)
    before = path.read_bytes()

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save(NETWORKS["conv"](), path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["net"]
    assert sorted(read_arrays(path)) == ["W1", "W2", "b1", "b2", "mlbook"]
