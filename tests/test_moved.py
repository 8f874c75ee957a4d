"""Names from the notes and from the well-known book are answered by the name to use."""

import subprocess
import sys

import pytest

import mlbook
from mlbook import load_digits, load_mnist
from mlbook._moved import MODULES, NAMES, Finder

OLD = sorted(NAMES | MODULES)
IMPORTS = {
    "from mlbook import simpleNet": "mlbook has no simpleNet: from mlbook import SimpleNet",
    "from mlbook.functions import sigmoid":
        "mlbook has no functions: from mlbook import sigmoid, softmax, cross_entropy_error",
    "import mlbook.dataset": "mlbook has no dataset: from mlbook import load_mnist, load_digits",
    "from mlbook.dataset.mnist import load_mnist":
        "mlbook has no dataset: from mlbook import load_mnist, load_digits",
    "from mlbook.two_layer_net import *":
        "mlbook has no two_layer_net: from mlbook import TwoLayerNet",
}  # fmt: skip


@pytest.mark.parametrize("name", OLD)
def test_what_is_named_instead_can_be_imported(name):
    for new in (NAMES | MODULES)[name].split(", "):
        assert new in mlbook.__all__


@pytest.mark.parametrize("name", OLD)
def test_an_old_name_is_none_of_the_package(name):
    assert name not in {*mlbook.__all__, *vars(mlbook)}
    assert not hasattr(mlbook, name)
    with pytest.raises(AttributeError, match=rf"^mlbook has no {name}: from mlbook import "):
        getattr(mlbook, name)


@pytest.mark.parametrize("statement", IMPORTS)
def test_an_import_of_an_old_name_says_what_to_import(statement):
    with pytest.raises(ImportError) as caught:
        exec(statement, {})
    assert str(caught.value) == IMPORTS[statement]


def test_a_reader_sees_the_sentence():
    done = subprocess.run(
        [sys.executable, "-c", "import mlbook; mlbook.simpleNet()"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    last = done.stderr.splitlines()[-1]
    assert last.startswith("AttributeError: mlbook has no simpleNet: from mlbook import SimpleNet")


def test_other_names_are_refused_as_ever():
    with pytest.raises(AttributeError, match=r"^module 'mlbook' has no attribute 'flower'$"):
        mlbook.flower  # noqa: B018
    with pytest.raises(ImportError, match="cannot import name 'flower' from 'mlbook'"):
        exec("from mlbook import flower", {})
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'mlbook\.flower'"):
        exec("import mlbook.flower", {})
    with pytest.raises(ModuleNotFoundError, match="No module named 'functions'"):
        exec("import functions", {})


def test_the_import_system_has_one_such_finder():
    assert [type(each) for each in sys.meta_path].count(Finder) == 1


def test_a_directory_for_mnist_is_answered_by_the_variable():
    with pytest.raises(TypeError, match=r"takes no directory: set the .* MLBOOK_DATA to data$"):
        load_mnist("data")


@pytest.mark.parametrize("argument", ["normalize", "flatten", "one_hot_label"])
@pytest.mark.parametrize("value", [1, "yes", None])
def test_a_flag_is_true_or_false(argument, value):
    with pytest.raises(TypeError, match=rf"{argument} must be True or False, but it is {value!r}"):
        load_digits(**{argument: value})
