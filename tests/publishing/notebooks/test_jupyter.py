import os
from importlib import import_module
from types import SimpleNamespace

import pytest

from mlbook.publishing.notebooks import jupyter as workshop
from mlbook.publishing.notebooks.jupyter import jupyter_in, set_up, take_over


def test_a_workshop_has_what_jupyter_is_set_up_with(tmp_path):
    place = set_up(tmp_path, 60.0)
    settings = place / "jupyter" / "jupyter_nbconvert_config.py"
    assert settings.read_text() == "get_config().NotebookClient.timeout = 60.0\n"
    assert (place / "templates" / "mkdocs_html" / "notebook.html.j2").exists()


def test_what_is_kept_does_not_outlive_what_it_depends_on(tmp_path, monkeypatch):
    before = set_up(tmp_path, 60.0)
    assert set_up(tmp_path, 60.0) == before
    assert set_up(tmp_path, 61.0) != before
    monkeypatch.setattr(workshop, "digest_of_science", lambda: b"another package")
    assert set_up(tmp_path, 60.0) != before


def test_mkdocs_jupyter_finds_its_templates_and_keeps_what_it_ran_in_the_workshop(
    tmp_path, monkeypatch
):
    settings = import_module("mkdocs_jupyter.config").settings
    monkeypatch.setattr(settings, "templates_dir", None)
    plugin = SimpleNamespace(config={})
    take_over(plugin, tmp_path)
    assert settings.templates_dir == str(tmp_path / "templates")
    assert plugin.config == {"cache_dir": str(tmp_path / "ran")}


def test_the_environment_is_as_it_was_after_a_lab_even_if_it_fails(tmp_path):
    before = dict(os.environ)
    with jupyter_in(tmp_path):
        assert os.environ["IPYTHONDIR"] == str(tmp_path / "ipython")
        assert os.environ["JUPYTER_CONFIG_DIR"] == str(tmp_path / "jupyter")
        assert os.environ["MPLBACKEND"] == "module://matplotlib_inline.backend_inline"
        assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
    assert dict(os.environ) == before
    with pytest.raises(KeyError), jupyter_in(tmp_path):
        os.environ.pop("no such name")
    assert dict(os.environ) == before
