"""Folders that hold source files: on disk, or made in memory; and where to look."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from wwz_engine.sources.downloads import MANIFEST, ROOT, Manifest, read_manifest
from wwz_engine.sources.errors import DataFolderError, TooLargeError, UnsafePathError
from wwz_engine.sources.raw import DEFAULT_LIMITS, MEBIBYTE, Limits

# A folder with this file in it holds invented data, wherever it lies.
FICTIONAL_MARK = "VERZONNEN.txt"


# A few small files that no service gives to everyone; see the README there.
PACKAGED = Path(__file__).resolve().parent / "packaged"
PACKAGED_PLACE = "meegeleverd"


class Folder(Protocol):
    """Names and bytes of source files, subfolders by name with a slash."""

    @property
    def fictional(self) -> bool: ...

    @property
    def place(self) -> str: ...

    def names(self) -> list[str]: ...

    def read(self, name: str) -> bytes: ...

    def fetched(self, key: str) -> list[Manifest]: ...


@dataclass(frozen=True)
class DiskFolder:
    """A folder on disk; ``place`` is how it is shown, without a machine's own path."""

    path: Path
    limits: Limits = DEFAULT_LIMITS

    @property
    def fictional(self) -> bool:
        return (self.path / FICTIONAL_MARK).exists()

    @property
    def place(self) -> str:
        return PACKAGED_PLACE if self.path == PACKAGED else shown_path(self.path)

    def names(self) -> list[str]:
        if not self.path.is_dir():
            return []
        return sorted(entry.name for entry in os.scandir(self.path) if not entry.is_dir())

    def read(self, name: str) -> bytes:
        """The bytes of one file.

        Raises
        ------
        UnsafePathError, TooLargeError
        """
        path = self.path / name
        if not path.resolve().is_relative_to(self.path.resolve()):
            raise UnsafePathError(
                name, "is een verwijzing naar buiten de datamap", "zet het bestand zelf in de map"
            )
        if path.stat().st_size > self.limits.file_bytes:
            raise TooLargeError(
                name,
                f"is groter dan {self.limits.file_bytes // MEBIBYTE} MB en wordt niet geopend",
                "haal het opnieuw op of maak een kleinere selectie",
            )
        return path.read_bytes()

    def fetched(self, key: str) -> list[Manifest]:
        """Finished downloads of one data set in this folder."""
        found = sorted((self.path / ROOT / key).glob(f"*/{MANIFEST}"))
        manifests = [read_manifest(path.read_bytes()) for path in found]
        return [manifest for manifest in manifests if manifest is not None]


@dataclass(frozen=True, eq=False)
class MemoryFolder:
    """Files that were made, not found."""

    files: Mapping[str, bytes]
    fictional: bool = True
    place: str = "verzonnen"

    def names(self) -> list[str]:
        return sorted(self.files)

    def read(self, name: str) -> bytes:
        return self.files[name]

    def fetched(self, key: str) -> list[Manifest]:
        """Nothing is fetched into memory."""
        return []


def shown_path(path: Path) -> str:
    """A path as a person would write it: relative to here, or from their home (~)."""
    for base, prefix in ((Path.cwd(), ""), (Path.cwd().parent, "../"), (Path.home(), "~/")):
        try:
            return prefix + str(path.resolve().relative_to(base.resolve()))
        except ValueError:
            continue
    return str(path)


def default_folders() -> list[Path]:
    """``WWZ_DATA``, ``../shared/data`` beside the checkout, the user's cache, the package.

    Raises
    ------
    DataFolderError
    """
    own = os.environ.get("WWZ_DATA")
    found = [] if own is None else [_own_folder(own)]
    shared = shared_folder()
    return [*found, *([] if shared is None else [shared]), cache_folder(), PACKAGED]


def _own_folder(text: str) -> Path:
    folder = Path(text)
    if not text or not folder.is_dir():
        raise DataFolderError(text, "bestaat niet of is geen map")
    if not any(folder.iterdir()):
        raise DataFolderError(text, "is leeg")
    return folder


def shared_folder() -> Path | None:
    """``shared/data`` beside the checkout, seen from here or from the package."""
    for start in (Path.cwd(), Path(__file__).resolve().parent):
        for parent in (start, *start.parents):
            folder = parent.parent / "shared" / "data"
            if (parent / "pyproject.toml").is_file() and folder.is_dir():
                return folder
    return None


def cache_folder() -> Path:
    """Where fetched data are kept for this user."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "wwz"
