"""A small invented town to walk in, and distances in it worked out the long way."""

from __future__ import annotations

from datetime import date

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from wwz_engine.facts import AreaRef
from wwz_engine.reach.doors import Doors
from wwz_engine.reach.fictional import invented_facilities
from wwz_engine.reach.measuring import Ground, Measured, measured
from wwz_engine.reach.rows import FacilityRow
from wwz_engine.reach.table import facility_table
from wwz_engine.sources import fictional
from wwz_engine.sources.beside import WithOwn
from wwz_engine.sources.fictional.streets import invented_streets
from wwz_engine.sources.tidy import Source

TODAY = date(2021, 1, 1)
UNITS = tuple(
    AreaRef(f"BU9999000{number}", f"Buurt {number}", "buurt", 2024, "WK999900")
    for number in range(3)
)
NOBODY = Source("doors", "niemand", "", "", TODAY, "", "0" * 64)


def small_ground(*, streets: bool = True, seed: int = 5, count: int = 400) -> Ground:
    rng = np.random.default_rng(seed)
    x = 203_000 + np.concatenate([rng.normal(0, 250, count // 2), rng.normal(900, 200, count // 2)])
    y = 503_000 + rng.normal(0, 250, count)
    unit = np.where(x > 203_500, 1, 0)
    older = np.where(unit == 1, 0.5, 0.25)
    doors = Doors(x, y, unit, np.ones(count), older, (NOBODY,), {}, ())
    return Ground(doors, UNITS, invented_streets(x, y, seed) if streets else None, TODAY)


def facilities(ground: Ground, seed: int = 3) -> tuple[FacilityRow, ...]:
    """Two invented sets, so that most kinds have more than one."""
    at = ground.doors.x, ground.doors.y
    first = invented_facilities(*at, seed)
    more = invented_facilities(*at, seed + 1)
    return (*first, *(FacilityRow(**{**vars(row), "id": f"{row.id}-b"}) for row in more))


def measured_on(ground: Ground, rows: tuple[FacilityRow, ...]) -> Measured:
    table = facility_table(rows, "GM9999", "Gemeente", TODAY)
    return measured(WithOwn(fictional.catalogue(), {"facilities": table}), "GM9999", ground)


def the_long_way(ground: Ground, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Metres from every door to the nearest of some places: a graph with each place as a node."""
    network, doors = ground.network(ground.profiles["65plus"])
    streets, spots = network.streets, network.spots(x, y)
    links = [(streets.one, streets.other, streets.length)]
    first = network.nodes
    for number in range(len(x)):
        link, along = spots.link[number], spots.along[number]
        node = np.array([first + number])
        for end, far in (
            (streets.one[link], along),
            (streets.other[link], streets.length[link] - along),
        ):
            links.append((node, np.array([end]), np.array([far + spots.beside[number]])))
    one, other, far = (np.concatenate(column) for column in zip(*links, strict=True))
    # A link of nothing would be no link at all to SciPy.
    matrix = csr_matrix((far + 1e-9, (one, other)), shape=(first + len(x),) * 2)
    at = dijkstra(matrix, directed=False, indices=np.arange(first, first + len(x)), min_only=True)
    found = np.minimum(
        at[streets.one[doors.link]] + doors.along,
        at[streets.other[doors.link]] + streets.length[doors.link] - doors.along,
    )
    for number in range(len(x)):
        same = doors.link == spots.link[number]
        straight = np.abs(doors.along - spots.along[number]) + spots.beside[number]
        found = np.where(same, np.minimum(found, straight), found)
    return np.round(found + doors.beside)
