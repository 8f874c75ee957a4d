import io
import json
import re
import subprocess
import sys
import zipfile

import pytest

from mlbook.publishing.browser.pyodide import (
    CORE,
    PUBLIC,
    VERSION,
    PyodideError,
    archive,
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
    for name in (*CORE, "n.whl", "m.whl", "s.whl"):
        (tmp_path / name).write_bytes(b"1234")
    (tmp_path / "pyodide-lock.json").write_text(json.dumps({"packages": LIST}))
    return tmp_path


def test_without_a_directory_pyodide_comes_from_its_own_versioned_address():
    python = python_for_readers(None)
    assert python.address == PUBLIC
    assert f"/v{VERSION}/" in PUBLIC
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)
    sizes = {"core": 13_531_207, "numpy": 3_000_000, "matplotlib": 10_000_000}
    assert python.sizes == sizes
    assert python.files == ()


def test_a_directory_gives_the_files_that_blocks_need_and_their_sizes(home):
    python = python_for_readers(str(home))
    wheels = {"n.whl", "m.whl", "s.whl"}
    assert {path.name for path in python.files} == {*CORE, *wheels}
    core = sum((home / name).stat().st_size for name in CORE)
    assert python.attributes() == {
        "pyodide": "run/pyodide/",
        "sizes": json.dumps({"core": core, "numpy": 4, "matplotlib": 8}),
    }


@pytest.mark.parametrize("name", ["pyodide.mjs", "pyodide-lock.json", "s.whl"])
def test_a_directory_that_lacks_a_file_is_refused(home, name):
    (home / name).unlink()
    with pytest.raises(PyodideError, match=rf"MLBOOK_PYODIDE=.* has no {name}"):
        python_for_readers(str(home))


def test_the_archive_has_the_same_bytes_each_time():
    assert archive() == archive()


def test_the_archive_works_and_in_page_needs_no_numpy(tmp_path):
    zipfile.ZipFile(io.BytesIO(archive())).extractall(tmp_path)
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


def test_the_archive_leaves_out_the_site_and_its_theme():
    names = zipfile.ZipFile(io.BytesIO(archive())).namelist()
    assert "mlbook/publishing/checking/comparison.py" in names
    assert "mlbook/datasets/data/digits-images-idx3-ubyte.gz" in names
    assert not [name for name in names if "mkdocs" in name or "theme" in name]
