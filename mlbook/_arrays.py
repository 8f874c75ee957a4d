"""Named arrays in one file: NumPy's npz, written as a whole or not at all, read without pickle."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlbook._files import replacing


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write `arrays` to `path`, which names the old file or the new one, never a part of it.

    Raises
    ------
    OSError
        If the file cannot be written.

    Examples
    --------
    See `read_arrays`.
    """
    with replacing(path) as draft:
        np.savez(draft, **dict(arrays))  # type: ignore[arg-type]  # takes names, not only a flag


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Return the arrays of a file by their names.

    Raises
    ------
    OSError
        If the file cannot be opened.
    ValueError
        If it is no npz, is damaged, or holds anything but numbers and text.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import numpy as np
    >>> from mlbook._arrays import read_arrays, write_arrays
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     path = Path(directory, "two.npz")
    ...     write_arrays(path, {"W1": np.eye(2), "b1": np.zeros(2)})
    ...     print(list(read_arrays(path)))
    ['W1', 'b1']
    """
    with open(path, "rb") as file:
        # Without pickle nothing of the file is run. What is damaged may fail in any way: the zip,
        # its compression, a header of NumPy, a shape larger than the memory.
        try:
            with np.load(file, allow_pickle=False) as archive:
                arrays = {name: archive[name] for name in archive.files}
        except Exception as error:
            raise ValueError(f"{path} is no whole file of arrays: {error}") from error
    strange = [name for name, each in arrays.items() if not isinstance(each, np.ndarray)]
    if strange:
        raise ValueError(f"{path} is no whole file of arrays: {strange[0]!r} is none")
    return arrays
