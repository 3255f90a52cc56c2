"""A fingerprint of what figures rest on, without reading it: data files and the engine itself."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

KINDS = (".py", ".yaml")


def fingerprint() -> str:
    """Changes when a data file or a file of the engine changes.

    Raises
    ------
    DataFolderError
        when WWZ_DATA names a folder that is not there
    """
    import wwz_engine
    from wwz_engine.sources.folders import default_folders

    engine = Path(wwz_engine.__file__).parent
    listed = [*data_files(default_folders()), *described(engine, KINDS)]
    return hashlib.sha256("\n".join(listed).encode()).hexdigest()


def data_files(folders: list[Path]) -> Iterator[str]:
    for folder in folders:
        yield from described(folder, ())


def described(folder: Path, kinds: tuple[str, ...]) -> list[str]:
    """Place, size and time of the files below a folder; of these kinds, or of any."""
    found = []
    for place, _, names in os.walk(folder):
        for name in names:
            if not kinds or name.endswith(kinds):
                about = os.stat(os.path.join(place, name))
                inside = os.path.relpath(os.path.join(place, name), folder)
                found.append(f"{inside} {about.st_size} {about.st_mtime_ns}")
    return sorted(found)
