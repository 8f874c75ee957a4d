"""Downloads a file from the first mirror whose copy is right."""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

TIMEOUT = 30  # seconds to wait for a mirror's next bytes


def download(
    name: str, directory: Path, mirrors: Sequence[str], check: Callable[[Path], object]
) -> None:
    """Download a file into `directory`, unless it is there.

    pooch writes to a temporary file and moves it into place once `check` has accepted it, so a
    wrong or partial file never has that name.

    Parameters
    ----------
    name : str
        Name of the file, at the mirrors and in `directory`.
    directory : Path
        Made if it does not exist.
    mirrors : sequence of str
        Addresses to which `name` is appended, in the order in which they are tried.
    check : callable
        Takes the path of the temporary file, and raises a ValueError if it is the wrong file.

    Raises
    ------
    ConnectionError
        If no mirror has the file; the message holds the reason of each.
    OSError
        If the file cannot be written.
    """
    pooch, requests = map(import_module, ("pooch", "requests"))  # not needed to read a file

    def fetch(url: str, path: str, manager: object) -> None:
        pooch.HTTPDownloader(progressbar=True, timeout=TIMEOUT)(url, path, manager)
        check(Path(path))

    reasons = []
    for mirror in mirrors:
        manager = pooch.create(directory, mirror, registry={name: None})  # `check` knows the hash
        try:
            manager.fetch(name, downloader=fetch)
            return
        except (requests.RequestException, ValueError) as error:
            reasons.append(f"{mirror}: {error}")
    raise ConnectionError(f"no mirror has {name} ({'; '.join(reasons)})")
