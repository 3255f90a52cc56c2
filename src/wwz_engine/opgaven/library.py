"""What the figures of a run rest on, file by file: data, and the engine itself."""

from __future__ import annotations

import hashlib
import platform
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from wwz_engine.errors import EngineError
from wwz_engine.sources.folders import FICTIONAL_MARK, Folder
from wwz_engine.sources.registry import DATASETS, Catalogue, default_catalogue, holdings_in

Prints = frozenset[tuple[str, str]]
"""Pairs of a file's name and the SHA-256 of what is in it."""
PACKAGES = ("numba", "numpy", "polars", "scipy", "shapely")
CODE = (".py", ".yaml", ".csv")
NAMED = 3


class OtherDataError(EngineError):
    """A worker finds other data than whoever asked."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        more = f" en {len(names) - NAMED} andere" if len(names) > NAMED else ""
        super().__init__(
            f"Deze werker leest andere gegevens dan de opdrachtgever: {', '.join(names[:NAMED])}"
            f"{more}. Geef beide dezelfde map met WWZ_DATA."
        )


class OtherEngineError(EngineError):
    """A worker has another version of the engine than whoever asked."""

    def __init__(self) -> None:
        super().__init__(
            "Deze werker heeft een andere versie van de rekenkern, of van de pakketten waar hij op "
            "rust. Installeer op beide machines dezelfde versie uit dezelfde lock."
        )


@dataclass(frozen=True)
class Library:
    """Data in folders, as they were when a run began.

    Two libraries are equal when the same is in them, wherever they lie.
    """

    folders: tuple[Folder, ...] = field(compare=False)
    prints: Prints
    engine: str

    @classmethod
    def of(cls, catalogue: Catalogue) -> Library:
        return cls(catalogue.folders, prints_of(catalogue), engine_print())

    @property
    def digest(self) -> str:
        """One hash of data and engine together."""
        text = "\n".join(" ".join(pair) for pair in sorted(self.prints))
        return hashlib.sha256(f"{self.engine}\n{text}".encode()).hexdigest()

    def tables(self) -> Catalogue:
        """The data as they are to be found here, on the machine that works.

        Raises
        ------
        OtherDataError, OtherEngineError, DataFolderError
        """
        return _opened(self)


@lru_cache(maxsize=2)
def _opened(library: Library) -> Catalogue:
    if library.engine != engine_print():
        raise OtherEngineError
    catalogue = Catalogue(library.folders)
    if prints_of(catalogue) != library.prints:
        # A machine with a copy of its own, in its own WWZ_DATA.
        catalogue = default_catalogue()
    strange = library.prints ^ prints_of(catalogue)
    if strange:
        raise OtherDataError(sorted({name for name, _ in strange}))
    return catalogue


def prints_of(catalogue: Catalogue) -> Prints:
    """Every file that a data set can be read from; names without the folder they lie in."""
    return frozenset(pair for folder in catalogue.folders for pair in _in_folder(folder))


def _in_folder(folder: Folder) -> Prints:
    found: set[tuple[str, str]] = set()
    for dataset in DATASETS.values():
        for holding in holdings_in(folder, dataset):
            if holding.manifest is None:
                found |= {(name, _sha256(folder.read(name))) for name in holding.names}
            else:
                pages = zip(holding.names, holding.manifest.pages, strict=True)
                found |= {(name, page.sha256) for name, page in pages}
    if found and folder.fictional:
        found.add((FICTIONAL_MARK, ""))
    return frozenset(found)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@cache
def engine_print() -> str:
    """One hash of the engine's code and parameters, and of the packages that it rests on."""
    versions = [f"{name} {version(name)}" for name in PACKAGES]
    python = ".".join(platform.python_version_tuple()[:2])
    lines = [f"python {python}", *versions, *_code(files("wwz_engine"), "")]
    return _sha256("\n".join(lines).encode())


def _code(folder: Traversable, path: str) -> list[str]:
    found = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _code(entry, f"{path}{entry.name}/")
        elif entry.name.endswith(CODE):
            found.append(f"{path}{entry.name} {_sha256(entry.read_bytes())}")
    return found
