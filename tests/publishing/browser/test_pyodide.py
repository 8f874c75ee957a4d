import io
import json
import re
import subprocess
import sys
import zipfile

import pytest

from mlbook.publishing.browser.pyodide import (
    ARCHIVE,
    CORE,
    GLUE,
    PACKAGE,
    PUBLIC,
    PYTHON_FOLDER,
    RECORDS,
    VERSION,
    PyodideError,
    archives,
    python_for_readers,
)

LIST = {
    "numpy": {"file_name": "n.whl", "sha256": "0", "depends": []},
    "matplotlib": {"file_name": "m.whl", "sha256": "1", "depends": ["numpy", "six"]},
    "six": {"file_name": "s.whl", "sha256": "2", "depends": []},
    "scipy": {"file_name": "y.whl", "sha256": "3", "depends": ["numpy"]},
}


@pytest.fixture
def home(tmp_path):
    """A directory with the files of a Pyodide, of a few bytes each."""
    for name in (*CORE, GLUE[0], "n.whl", "m.whl", "s.whl"):
        (tmp_path / name).write_bytes(b"1234")
    (tmp_path / "pyodide-lock.json").write_text(json.dumps({"packages": LIST}))
    return tmp_path


def test_without_a_directory_pyodide_comes_from_its_own_versioned_address():
    python = python_for_readers(None)
    assert python.address == PUBLIC
    assert f"/v{VERSION}/" in PUBLIC
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)
    sizes = {"core": 13_531_207, "numpy": 3_000_000, "matplotlib": 10_000_000}
    assert python.sizes == sizes | sizes_of_archives()
    assert python.files == {}


def sizes_of_archives():
    packed = archives()
    return {"package": len(packed[ARCHIVE]), "records": len(packed[RECORDS])}


@pytest.mark.parametrize("glue", GLUE)
def test_a_directory_gives_the_files_that_blocks_need_and_their_sizes(home, glue):
    (home / GLUE[0]).rename(home / glue)
    python = python_for_readers(str(home))
    names = {*CORE, glue, "n.whl", "m.whl", "s.whl"}
    assert python.files == {PYTHON_FOLDER + name: home / name for name in names}
    core = sum((home / name).stat().st_size for name in (*CORE, glue))
    sizes = {"core": core, "numpy": 4, "matplotlib": 8} | sizes_of_archives()
    assert python.attributes() == {"pyodide": "run/pyodide/", "sizes": json.dumps(sizes)}


@pytest.mark.parametrize("name", ["pyodide.mjs", GLUE[0], "pyodide-lock.json", "s.whl"])
def test_a_directory_that_lacks_a_file_is_refused(home, name):
    (home / name).unlink()
    with pytest.raises(PyodideError, match=rf"MLBOOK_PYODIDE=.* has no {name}"):
        python_for_readers(str(home))


def test_the_archives_have_the_same_bytes_each_time():
    assert archives() == archives()


def test_the_archives_use_the_compressor_that_has_one_implementation():
    for packed in archives().values():
        entries = zipfile.ZipFile(io.BytesIO(packed)).infolist()
        assert {(each.compress_type, each.create_system) for each in entries} == {
            (zipfile.ZIP_BZIP2, 3)
        }


def test_the_archive_works_and_in_page_needs_no_numpy(tmp_path):
    zipfile.ZipFile(io.BytesIO(archives()[ARCHIVE])).extractall(tmp_path)
    begin = (
        "import sys, types\n"
        f"sys.path.insert(0, {str(tmp_path)!r})\n"
        "package = types.ModuleType('mlbook')\n"
        f"package.__path__ = [{str(tmp_path / 'mlbook')!r}]\n"
        "sys.modules['mlbook'] = package\n"
        "from mlbook.publishing.browser import in_page\n"
        "assert 'numpy' not in sys.modules\n"
        "del sys.modules['mlbook']\n"
        "from mlbook import load_digits\n"
        "print(len(load_digits()[0][0]), load_digits.__code__.co_filename)\n"
    )
    command = [sys.executable, "-P", "-c", begin]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.startswith(f"1500 {tmp_path}"), done.stderr


def names_in(address):
    return zipfile.ZipFile(io.BytesIO(archives()[address])).namelist()


def test_the_archive_leaves_out_the_site_its_theme_and_the_records():
    names = names_in(ARCHIVE)
    assert "mlbook/publishing/checking/comparison.py" in names
    assert "mlbook/datasets/data/digits-images-idx3-ubyte.gz" in names
    assert not [name for name in names if re.search("mkdocs|theme|json", name)]


def test_the_records_have_an_archive_of_their_own():
    names = names_in(RECORDS)
    assert "mlbook/records/performance.json" in names
    assert all(name.startswith("mlbook/records/") for name in names)


def test_the_package_that_a_book_is_about_is_packed_too(tmp_path):
    (tmp_path / "rope").mkdir()
    (tmp_path / "rope" / "__init__.py").write_text("length = 125\n", encoding="utf-8")
    (tmp_path / "knot.py").write_text("loops = 2\n", encoding="utf-8")
    packages = tmp_path / "rope", tmp_path / "knot.py", PACKAGE
    with zipfile.ZipFile(io.BytesIO(archives(packages)[ARCHIVE])) as packed:
        assert packed.read("rope/__init__.py") == b"length = 125\n"
        assert packed.read("knot.py") == b"loops = 2\n"
        assert len({*packed.namelist()}) == len(packed.namelist())


def test_the_records_are_those_of_the_wheel():
    packed = zipfile.ZipFile(io.BytesIO(archives()[RECORDS]))
    for name, losses in (("mnist-seed-0", True), ("mnist-seed-1", False)):
        record = json.loads(packed.read(f"mlbook/records/{name}/history.json"))
        assert (record["losses"] is not None) == losses
        assert len(record["test_accuracies"]) > 10
