"""Networks to walk on: streets made up here, and Liechtenstein's where its extract lies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from wwz_engine.reach.network import morton
from wwz_engine.sources.folders import shared_folder
from wwz_engine.sources.osm import source_of, street_map
from wwz_engine.sources.osm_elements import elements_in
from wwz_engine.sources.raw import opened

KINDS, LEAST, MOST = 12, 0.0004, 0.01
"""Kinds of facilities, and which share of the nodes the rarest and the most common has."""
BLOCK, BEND, LEFT_OUT, PIECES = 70.0, 12.0, 0.2, 3
EXTRACT, DOORS = "osm_liechtenstein.osm.pbf", "zwolle_adrespunten_rd.parquet"
STREETS_SMALL, STREETS_MILLION, GRID_MILLION = "streets_42k", "streets_1m", "grid_1m"
LIECHTENSTEIN = "liechtenstein"

Whole = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Walks:
    """A network, its links in whole centimetres, and facilities of some kinds at its nodes.

    order : nodes from one corner to the other, along a curve that fills the plane
    """

    x: Floats
    y: Floats
    one: Whole
    other: Whole
    length: Whole
    kinds: tuple[Whole, ...]

    @property
    def order(self) -> npt.NDArray[np.intp]:
        return np.argsort(morton(self.x, self.y), kind="stable")


def network(name: str) -> Walks:
    """A network by name; the same every time."""
    if name == LIECHTENSTEIN:
        return _real()
    side, pieces = {
        STREETS_SMALL: (100, PIECES), STREETS_MILLION: (490, PIECES), GRID_MILLION: (1000, 1),
    }[name]  # fmt: skip
    return _made(side, pieces)


def there_is(name: str) -> bool:
    """Whether a network can be had here."""
    folder = shared_folder()
    return name != LIECHTENSTEIN or (folder is not None and (folder / EXTRACT).exists())


def there_is_zwolle() -> bool:
    """Whether the doors of Zwolle lie here."""
    folder = shared_folder()
    return folder is not None and (folder / DOORS).exists()


def _made(side: int, pieces: int) -> Walks:
    """A grid with corners off their place and a fifth of the links gone, each in pieces."""
    rng = np.random.default_rng(3)
    count = side * side
    number = np.arange(count).reshape(side, side)
    x = (np.arange(count) % side) * BLOCK + rng.normal(0, BEND, count)
    y = (np.arange(count) // side) * BLOCK + rng.normal(0, BEND, count)
    one = np.concatenate([number[:, :-1].ravel(), number[:-1].ravel()])
    other = np.concatenate([number[:, 1:].ravel(), number[1:].ravel()])
    keep = rng.random(len(one)) > LEFT_OUT
    one, other = one[keep], other[keep]
    metres = np.hypot(x[one] - x[other], y[one] - y[other]) * rng.uniform(1, 1.3, len(one))
    share = np.arange(1, pieces) / pieces
    bends = count + np.arange(len(one) * (pieces - 1)).reshape(len(one), pieces - 1)
    chain = np.column_stack([one, bends, other])
    at_x = np.append(x, x[one, None] + share * (x[other] - x[one])[:, None])
    at_y = np.append(y, y[one, None] + share * (y[other] - y[one])[:, None])
    return Walks(
        at_x, at_y, chain[:, :-1].ravel().astype(np.int32), chain[:, 1:].ravel().astype(np.int32),
        np.maximum(1, np.round(100 * np.repeat(metres / pieces, pieces))).astype(np.int32),
        _facilities(len(at_x), rng),
    )  # fmt: skip


def _real() -> Walks:
    folder = shared_folder() or Path()
    file = opened(EXTRACT, (folder / EXTRACT).read_bytes())
    found = street_map(elements_in(file), source_of(file, 2015), steepest=6.0)
    return Walks(
        found.x, found.y, found.one, found.other, np.maximum(found.length, 1),
        _facilities(len(found.x), np.random.default_rng(3)),
    )  # fmt: skip


def _facilities(nodes: int, rng: np.random.Generator) -> tuple[Whole, ...]:
    return tuple(
        np.unique(rng.integers(0, nodes, max(3, int(nodes * share)))).astype(np.int32)
        for share in np.geomspace(LEAST, MOST, KINDS)
    )


def write_network(path: Path, name: str) -> None:
    """The same problem, for peers."""
    found = network(name)
    kinds: dict[str, Any] = {f"kind_{number}": kind for number, kind in enumerate(found.kinds)}
    np.savez(
        path, x=found.x, y=found.y, one=found.one, other=found.other, length=found.length, **kinds
    )
