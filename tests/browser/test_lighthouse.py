"""Lighthouse gives 100 in every category that does not depend on the load of the machine."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).with_name("lighthouse")
CATEGORIES = ("accessibility", "best-practices", "seo")


@pytest.fixture(scope="module")
def scores(site, chromium, tmp_path_factory):
    """The score of every category for home, a chapter, a lab, the errata, phone and desktop."""
    home = tmp_path_factory.mktemp("lighthouse")
    for file in ("package.json", "package-lock.json", "scores.mjs"):
        shutil.copy(HERE / file, home)
    environment = {**os.environ, "CHROME_PATH": chromium}
    subprocess.run(["npm", "ci", "--silent", "--ignore-scripts"], cwd=home, check=True)
    command = ["node", "scores.mjs", "1", ",".join(CATEGORIES), str(site.resolve())]
    done = subprocess.run(
        command, cwd=home, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_lighthouse_gives_100_on_a_phone_and_on_a_desktop(scores):
    assert len(scores) == 4 * 2 * len(CATEGORIES)
    assert [each for each in scores if each["score"] != 100] == []
