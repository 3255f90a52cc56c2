"""Source files to read and to break: always invented ones, and real ones where they are.

A checkout without ``../shared/data`` runs the same tests on the files that the generator
makes in the publishers' own forms; none is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

from tests.engine.sources.copies import ORIGINS, Origin, write
from wwz_engine.sources.registry import DATASETS


@pytest.fixture(params=sorted(ORIGINS))
def origin(request: pytest.FixtureRequest) -> Origin:
    return ORIGINS[request.param]


@pytest.fixture
def copy_of(origin: Origin, tmp_path: Path) -> Callable[[str], Path]:
    """Copies the newest files of a data set, and those it leans on, into an empty folder."""

    def copied(key: str) -> Path:
        folder = tmp_path / "bronnen"
        folder.mkdir()
        write(folder, {name: origin.read(name) for name in _needed(origin, key)})
        return folder

    return copied


LEANS_ON = {
    "pc4_population": ("postcodes", "gemeente_boundaries", "kwb"),
    "postcodes": ("gemeente_boundaries", "kwb"),
    "households": ("gemeente_boundaries", "kwb"),
    "zwolle_buurten": ("region_names",),
    "fictional_buurten": ("region_names",),
}


@cache
def _needed(origin: Origin, key: str) -> tuple[str, ...]:
    """The newest period of the data set itself, every period of what it leans on."""
    own = _files_by_period(origin.names(), key)
    found = own[max(own)]
    for other in LEANS_ON.get(key, ()):
        for names in _files_by_period(origin.names(), other).values():
            found += names
    return tuple(dict.fromkeys(found))


def _files_by_period(names: Iterable[str], key: str) -> dict[int, list[str]]:
    by_period: dict[int, list[str]] = {}
    for name in names:
        for pattern in DATASETS[key].files:
            period = pattern.match(name)
            if period is not None:
                by_period.setdefault(period, []).append(name)
    return by_period
