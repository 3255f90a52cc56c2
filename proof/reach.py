"""A moved facility over all doors of Zwolle, against SciPy's Dijkstra and a count door by door.

The doors are real, the streets and facilities invented (no Dutch network is at hand). Holds when
after each move the distance of every door equals that of Dijkstra's method in SciPy to the
centimetre, and per area the share of people of 75 and older with all basics near is the one that
adding up door by door gives.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

from wwz_engine.population.places import Places, places_of
from wwz_engine.reach.asking import ground_for
from wwz_engine.reach.example import with_example
from wwz_engine.reach.kinds import basics
from wwz_engine.reach.live import MOVE, Change, LiveReach
from wwz_engine.reach.measuring import Ground, Measured, measured
from wwz_engine.reach.rows import FacilityRow
from wwz_engine.sources import fictional

GEMEENTE = "GM0193"
DOORS = 71_888
MOVES = (
    ("apotheek", 0, (203_757.0, 504_864.0)),
    ("huisarts", 3, (204_434.0, 499_524.0)),
    ("halte", 10, (203_447.0, 505_615.0)),
)
"""Kind, which of its facilities, and near where the door is that it moves to."""
FAR = 2**30
Metres = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class City:
    places: Places
    ground: Ground
    found: Measured


@cache
def city() -> City:
    catalogue = fictional.catalogue_for(GEMEENTE)
    tables = with_example(catalogue, GEMEENTE)
    places = places_of(tables, GEMEENTE)
    ground = ground_for(tables, places)
    return City(places, ground, measured(tables, GEMEENTE, ground))


def problems() -> Iterator[str]:
    at = city()
    if len(at.ground.doors) != DOORS:
        yield f"{len(at.ground.doors)} doors, not {DOORS}"
    for key, profile in at.ground.profiles.items():
        live = LiveReach(at.found, at.places.members, profile)
        for kind, number, near in MOVES:
            change, after = moved(at, kind, number, near)
            started = time.perf_counter()
            told = live.answer([change])
            seconds = time.perf_counter() - started
            if seconds > 1.0:
                yield f"{key}, {kind}: {seconds:.2f} s"
            quick = live.door_distances([change], kind)
            slow = by_dijkstra(at, key, [row for row in after if row.kind == kind])
            yield from (f"{key}, {kind}: {words}" for words in differences(quick, slow))
            yield from (f"{key}, {kind}: {words}" for words in shares(at, key, after, told))
            print(f"   {key}, {kind} moved: {told['all'][0]}, {1000 * seconds:.0f} ms", flush=True)


def planted_problems() -> list[str]:
    """The same, with a facility that the quick way believes to stand elsewhere."""
    at = city()
    live = LiveReach(at.found, at.places.members, at.ground.profiles["algemeen"])
    kind, number, (x, y) = MOVES[0]
    wrong = moved(at, kind, number, (x + 150, y))[0]
    after = moved(at, kind, number, (x, y))[1]
    slow = by_dijkstra(at, "algemeen", [row for row in after if row.kind == kind])
    return differences(live.door_distances([wrong], kind), slow)


def moved(
    at: City, kind: str, number: int, near: tuple[float, float]
) -> tuple[Change, list[FacilityRow]]:
    row = [one for one in at.found.facilities if one.kind == kind][number]
    doors = at.ground.doors
    door = int(np.hypot(doors.x - near[0], doors.y - near[1]).argmin())
    x, y = float(doors.x[door]), float(doors.y[door])
    rows = [replace(one, x=x, y=y) if one.id == row.id else one for one in at.found.facilities]
    return Change(MOVE, row.id, "", x, y), rows


def differences(quick: Any, slow: Metres) -> list[str]:
    reached = slow < FAR
    wrong = int((np.minimum(quick, FAR)[reached] != slow[reached]).sum())
    wrong += int((quick[~reached] < FAR).sum())
    return [f"{wrong} of {len(slow)} doors have another distance than Dijkstra's"] if wrong else []


def by_dijkstra(at: City, key: str, rows: list[FacilityRow]) -> Metres:
    """Centimetres from every door to the nearest of the rows, from one node beside the network."""
    network, doors = at.ground.network(at.ground.profiles[key])
    streets, count = network.streets, network.nodes
    x, y = np.array([(row.x, row.y) for row in rows]).T
    spots = network.spots(x, y)
    ends = np.concatenate([streets.one[spots.link], streets.other[spots.link]])
    back = streets.length[spots.link] - spots.along
    begin = np.concatenate([spots.beside + spots.along, spots.beside + back])
    # Of two links between the same nodes the shorter; SciPy would add them, and drops a zero.
    shortest: dict[tuple[int, int], int] = {}
    pairs = zip(streets.one.tolist(), streets.other.tolist(), streets.length.tolist(), strict=True)
    for one, other, length in pairs:
        for way in ((one, other), (other, one)):
            shortest[way] = min(length, shortest.get(way, FAR))
    for node, far in zip(ends.tolist(), begin.tolist(), strict=True):
        shortest[count, node] = min(far + 1, shortest.get((count, node), FAR))
    row, column = np.array(list(shortest)).T
    graph = coo_matrix((list(shortest.values()), (row, column)), (count + 1, count + 1)).tocsr()
    nodes = dijkstra(graph, indices=count)[:count] - 1
    link = doors.link
    found = doors.beside + np.minimum(
        nodes[streets.one[link]] + doors.along,
        nodes[streets.other[link]] + streets.length[link] - doors.along,
    )
    for place in range(len(rows)):
        beside = np.flatnonzero(link == spots.link[place])
        straight = np.abs(doors.along[beside] - spots.along[place])
        found[beside] = np.minimum(
            found[beside], doors.beside[beside] + straight + spots.beside[place]
        )
    return np.where(np.isfinite(found), found, FAR)


def shares(at: City, key: str, after: list[FacilityRow], told: Mapping[str, Any]) -> Iterator[str]:
    """Areas of which the share after the move is another than adding up door by door gives."""
    profile, doors = at.ground.profiles[key], at.ground.doors
    near = np.ones(len(doors), dtype=bool)
    for kind in basics():
        near &= by_dijkstra(at, key, [one for one in after if one.kind == kind]) <= (
            profile.limit(kind)
        )
    for number, area in enumerate(at.places.areas):
        inside = at.places.members[number] > 0
        mine = (doors.unit >= 0) & inside[doors.unit]
        whole = float(doors.older[mine].sum())
        share = 100 * float(doors.older[mine & near].sum()) / whole if whole else None
        given = told["all"][number]["after"]
        if (share is None) != (given is None):
            yield f"{area.name}: {given} where counting gives {share}"
        elif share is not None and abs(given - share) > 0.0501:
            yield f"{area.name}: {given:.2f}% where counting gives {share:.2f}%"
