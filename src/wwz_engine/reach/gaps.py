"""Which single new facility brings all basics within reach of most people of 75 and older.

A new facility of a kind helps a door when that kind is the only basic it lacks. So only those
doors count, and every street corner is tried: the best is exactly the best. See
docs/methods/reach.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from wwz_engine import parameters
from wwz_engine.axes import Floats
from wwz_engine.backends.walking import sums_around
from wwz_engine.disclosure import ROUND_TO
from wwz_engine.reach.doors import NOWHERE
from wwz_engine.reach.kinds import basics
from wwz_engine.reach.measuring import DETOUR, Ground, Measured
from wwz_engine.reach.network import Network, Spots, Whole
from wwz_engine.reach.profiles import Profile

CELL = 50.0
"""Metres of the grid on which places are tried where there is no network."""


@dataclass(frozen=True)
class Gap:
    """A place for one new facility, and what it brings.

    people : people of 75 and older who then have all basics, or this kind, within the norm
    unit : code of the unit area that most of the nearest door lies in; empty for none
    """

    kind: str
    x: float
    y: float
    people: float
    unit: str


def best_new(
    found: Measured, profile: Profile, kinds: Sequence[str] = (), *, most: int = 10
) -> list[Gap]:
    """Best places for one new facility, of any of the kinds, best first.

    Places within the norm of a better one for the same kind are left out: they serve the
    same people.

    Parameters
    ----------
    kinds : basic kinds to think of; none: all
    """
    gaps = []
    for kind in kinds or basics():
        weight = _helped(found, profile, kind)
        x, y, people = sums(found.ground, profile, weight, profile.limit(kind))
        gaps += _apart(found.ground, kind, (x, y), people, profile.limit(kind) / 100, most)
    return sorted(gaps, key=lambda gap: (-gap.people, gap.kind, gap.x, gap.y))[:most]


def best_of_kind(found: Measured, profile: Profile, kind: str, *, most: int = 10) -> list[Gap]:
    """Best places for one new facility of a kind, by how many get that kind within the norm."""
    lacks = ~found.within(profile, kind) if kind in found.distances[profile.key] else None
    weight = found.ground.doors.older * (1.0 if lacks is None else lacks)
    x, y, people = sums(found.ground, profile, weight, profile.limit(kind))
    return _apart(found.ground, kind, (x, y), people, profile.limit(kind) / 100, most)


def _helped(found: Measured, profile: Profile, kind: str) -> Floats:
    """People of 75 and older behind doors that lack this kind and no other: (door,)."""
    helped = np.ones(len(found.ground.doors), dtype=np.bool_)
    known = found.distances[profile.key]
    for other in basics():
        inside = found.within(profile, other) if other in known else np.zeros_like(helped)
        helped &= ~inside if other == kind else inside
    weight: Floats = found.ground.doors.older * helped
    return weight


def sums(
    ground: Ground, profile: Profile, weight: Floats, limit: int
) -> tuple[Floats, Floats, Floats]:
    """Places, and the weight of all doors within a distance of each.

    With a network the places are its junctions, on the street; else a grid of ``CELL`` metres
    over the doors.

    Returns
    -------
    x, y and weight per place
    """
    if ground.streets is None:
        return _sums_straight(ground, weight, limit)
    network, spots = ground.network(profile)
    nodes = network.prepared.junctions
    ties = ties_of(network, spots, np.flatnonzero(weight > 0))
    people = sums_around(network.prepared.graph, nodes, ties, weight, limit)
    return network.streets.x[nodes], network.streets.y[nodes], people


def ties_of(network: Network, spots: Spots, doors: NDArray[np.intp]) -> tuple[Whole, Whole, Whole]:
    """Both ends of the link of each door, and how far the door is from them."""
    at = spots.at(doors)
    seeds = network.seeds(at)
    both = np.concatenate([doors, doors]).astype(np.int32)
    return seeds.nodes, both, seeds.start


def _sums_straight(ground: Ground, weight: Floats, limit: int) -> tuple[Floats, Floats, Floats]:
    metres = limit / 100 / parameters.load(DETOUR).number(ground.day)
    doors = np.column_stack([ground.doors.x, ground.doors.y])
    places = np.unique(np.round(doors / CELL), axis=0) * CELL
    helped = weight > 0
    if not helped.any():
        return places[:, 0], places[:, 1], np.zeros(len(places))
    tree = cKDTree(doors[helped])
    near = tree.query_ball_point(places, metres)
    people = np.array([weight[helped][one].sum() for one in near])
    return places[:, 0], places[:, 1], people


def _apart(
    ground: Ground,
    kind: str,
    at: tuple[Floats, Floats],
    people: Floats,
    metres: float,
    most: int,
) -> list[Gap]:
    x, y = at
    doors = cKDTree(np.column_stack([ground.doors.x, ground.doors.y]))
    chosen: list[Gap] = []
    # Equal gains in the order of the place, so that the same question gives the same answer.
    for place in np.lexsort((y, x, -people)).tolist():
        # Fewer than are rounded to tell nothing, and could tell of somebody.
        if people[place] < ROUND_TO or len(chosen) == most:
            break
        if all(np.hypot(x[place] - one.x, y[place] - one.y) > metres for one in chosen):
            door = int(doors.query([x[place], y[place]])[1])
            number = int(ground.doors.unit[door])
            unit = ground.units[number].code if number != NOWHERE else ""
            chosen.append(Gap(kind, float(x[place]), float(y[place]), float(people[place]), unit))
    return chosen
