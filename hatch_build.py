"""How the package is built: records without most losses, and a README for a registry's page.

The addresses of the project are those of the site: ``MLBOOK_REPO_URL`` and ``MLBOOK_SITE_URL``. Of
what is unset, the metadata does not speak.
"""

import os
import re
import shutil
import tempfile
from pathlib import Path
from runpy import run_path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface


class Records(BuildHookInterface):  # type: ignore[type-arg]
    """Puts into a wheel what `mlbook.training.shipping` leaves of the records."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the records of the wheel to a temporary directory, and include them from there."""
        root = Path(self.root)
        self._folder = Path(tempfile.mkdtemp())
        if version == "editable":  # which reads the records where they are
            return
        shipped = run_path(str(root / "mlbook" / "training" / "shipping.py"))["shipped"]
        for path in sorted(root.glob("mlbook/records/*/history.json")):
            draft = self._folder / f"{path.parent.name}.json"
            draft.write_text(
                shipped(path.parent.name, path.read_text(encoding="utf-8")), encoding="utf-8"
            )
            build_data["force_include"][str(draft)] = path.relative_to(root).as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary directory."""
        shutil.rmtree(self._folder)


class Metadata(MetadataHookInterface):
    """Adds the README, as it reads outside the repository, and the addresses of the project."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Set ``readme`` and ``urls``."""
        repository = os.environ.get("MLBOOK_REPO_URL", "").rstrip("/")
        book = os.environ.get("MLBOOK_SITE_URL", "")
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": outside(text, repository)}
        urls = {"Documentation": book}
        if repository:
            urls |= {"Source": repository, "Changelog": f"{repository}/blob/HEAD/CHANGELOG.md"}
        metadata["urls"] = {name: address for name, address in urls.items() if address}


def outside(readme: str, repository: str) -> str:
    """Return `readme` with links to files of the repository made whole, or made plain words."""
    if repository:
        readme = re.sub(r"(?m)(^!\[[^\]]*\]\()(?!https?:)", rf"\1{repository}/raw/HEAD/", readme)
        return re.sub(r"((?<!!)\[[^\]]*\]\()(?!https?:)", rf"\1{repository}/blob/HEAD/", readme)
    readme = re.sub(r"(?m)^!\[[^\]]*\]\((?!https?:)[^)]*\)\n*", "", readme)
    return re.sub(r"(?<!!)\[([^\]]*)\]\((?!https?:)[^)]*\)", r"\1", readme)
