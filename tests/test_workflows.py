"""The workflows have few permissions, pinned actions and time limits."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

import mlbook

FOLDER = Path(__file__).parents[1] / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))
TO_PUBLISH = {  # of a workflow, the job that publishes, and what it may do
    "pages": {"deploy": {"pages": "write", "id-token": "write"}},
    "release": {"publish": {"id-token": "write"}},
}


def test_the_workflows_test_publish_and_try_the_newest_releases():
    assert {path.stem for path in WORKFLOWS} >= {"test", "pages", "newest", "release"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_only_the_job_that_publishes_may_write(path):
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(workflow["permissions"].values()) == {"read"}
    for name, job in workflow["jobs"].items():
        allowed = TO_PUBLISH.get(path.stem, {}).get(name, {})
        assert job.get("permissions", {}) == allowed, name


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_no_workflow_needs_a_secret(path):
    assert "secrets." not in path.read_text(encoding="utf-8")


def test_what_is_published_was_built_and_tried_by_a_job_that_may_not_publish():
    jobs = yaml.safe_load((FOLDER / "release.yml").read_text(encoding="utf-8"))["jobs"]
    assert jobs["publish"]["needs"] == "build"
    assert [step.get("run") for step in jobs["publish"]["steps"]] == [None, None]
    assert jobs["publish"]["steps"][-1]["with"] == {"attestations": True}
    assert any("pytest -q tests/wheel" in step.get("run", "") for step in jobs["build"]["steps"])


@pytest.mark.parametrize(
    ("tag", "package", "heading", "agree"),
    [
        ("v0.1.0", "0.1.0", "0.1.0 (2026-12-01)", True),
        ("v0.1.1", "0.1.0", "0.1.1 (2026-12-01)", False),
        ("v0.1.0", "0.1.0", "0.1.0 (unreleased)", False),
        ("v0.1.0", "0.1.0", "0x1.0 (2026-12-01)", False),
    ],
)
def test_a_release_needs_one_version_everywhere(tmp_path, tag, package, heading, agree):
    jobs = yaml.safe_load((FOLDER / "release.yml").read_text(encoding="utf-8"))["jobs"]
    (check,) = (
        step["run"] for step in jobs["build"]["steps"] if "CHANGELOG" in step.get("run", "")
    )
    (tmp_path / "mlbook").mkdir()
    (tmp_path / "mlbook" / "__init__.py").write_text(f'__version__ = "{package}"\n')
    (tmp_path / "CHANGELOG.md").write_text(f"# Changelog\n\n## {heading}\n")
    environment = os.environ | {"GITHUB_REF_NAME": tag}
    done = subprocess.run(["bash", "-e", "-c", check], cwd=tmp_path, env=environment, check=False)
    assert (done.returncode == 0) == agree


def test_the_changelog_begins_with_the_version_of_the_package():
    lines = (FOLDER.parents[1] / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    first = next(line for line in lines if line.startswith("## "))
    assert first.startswith(f"## {mlbook.__version__} (")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_to_a_commit_and_names_its_version(path):
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert lines
    for line in lines:
        assert re.search(r"uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_job_has_a_time_limit(path):
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    assert [name for name, job in jobs.items() if "timeout-minutes" not in job] == []


def pythons(workflow, job):
    jobs = yaml.safe_load((FOLDER / f"{workflow}.yml").read_text(encoding="utf-8"))["jobs"]
    return jobs[job]["strategy"]["matrix"]["python"]


def test_the_workflows_test_every_python_that_the_package_names():
    project = tomllib.loads((FOLDER.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    named = [
        line.rpartition(" ")[2]
        for line in project["project"]["classifiers"]
        if line.startswith("Programming Language :: Python :: ")
    ]
    assert project["project"]["requires-python"] == f">={named[0]}"
    assert pythons("test", "test") == named
    assert pythons("newest", "newest") == named[-2:]
    assert pythons("newest", "oldest") == [named[0], named[-1]]


def test_the_audit_fails_where_it_could_look_up_nothing():
    jobs = yaml.safe_load((FOLDER / "newest.yml").read_text(encoding="utf-8"))["jobs"]
    (command,) = (
        step["run"]
        for step in jobs["audit"]["steps"]
        if step.get("run", "").startswith("pip-audit")
    )
    assert {"--strict", "--require-hashes", "constraints.txt"} <= set(command.split())


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_no_workflow_restores_proofs_that_another_run_has_left(path):
    assert "cache" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_what_others_propose_runs_without_secrets(path):
    text = path.read_text(encoding="utf-8")
    assert "secrets." not in text
    assert "pull_request_target" not in text
