"""Figures on reach: shares of people of 75 and older, and how far half of them walk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wwz_engine.axes import Floats
from wwz_engine.backends.walking_kernels import FAR
from wwz_engine.facts import ESTIMATED, AreaRef, parameter_source
from wwz_engine.figures import Figures
from wwz_engine.reach.doors import NOWHERE
from wwz_engine.reach.indicators import all_key, distance_key, kind_key, people_key
from wwz_engine.reach.measuring import DETOUR, Measured
from wwz_engine.reach.profiles import ASSUMED, Profile
from wwz_engine.sources.tidy import Source

OF_DISTANCE = "65plus"
"""The profile whose distances are told; the norm plays no part in them."""


@dataclass(frozen=True)
class Over:
    """The areas that figures are about, and which unit areas make up each.

    members : (area, unit), 0 or 1
    """

    areas: tuple[AreaRef, ...]
    members: Floats
    year: int
    sources: tuple[Source, ...]


def reach_figures(found: Measured, over: Over) -> list[Figures]:
    """All figures on reach in one year."""
    older = _summed(found, over, np.ones(len(found.ground.doors), dtype=bool))
    figures: list[Figures] = []
    for key in found.distances:
        profile = found.ground.profiles[key]
        figures += _of_profile(found, over, profile, older)
    if OF_DISTANCE in found.distances:
        for kind, distances in found.distances[OF_DISTANCE].items():
            metres = _half_way(found, over, distances)
            figures.append(_figures(found, over, distance_key(kind), metres))
    return figures


def _of_profile(found: Measured, over: Over, profile: Profile, older: Floats) -> Iterator[Figures]:
    unknown = np.full(len(over.areas), np.nan)
    inside = unknown if found.lacking else _summed(found, over, found.all_within(profile))
    yield _figures(found, over, people_key(profile.key), np.where(older > 0, inside, np.nan))
    yield _figures(found, over, all_key(profile.key), share_of(inside, older))
    for kind in found.distances[profile.key]:
        part = _summed(found, over, found.within(profile, kind))
        yield _figures(found, over, kind_key(kind, profile.key), share_of(part, older))


def share_of(part: Floats, whole: Floats) -> Floats:
    """Percentage; not known where there is nobody."""
    found: Floats = np.divide(100 * part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return found


def _summed(found: Measured, over: Over, doors: npt.NDArray[np.bool_]) -> Floats:
    """People of 75 and older behind the chosen doors, per area."""
    ground = found.ground
    per_unit = ground.doors.per_unit(ground.doors.older * doors, len(ground.units))
    summed: Floats = over.members @ per_unit
    return summed


def _half_way(found: Measured, over: Over, distances: npt.NDArray[np.int32]) -> Floats:
    """Per area the distance that half of its people of 75 and older do not go beyond."""
    doors = found.ground.doors
    order = np.argsort(distances, kind="stable")
    inside = doors.unit[order] != NOWHERE
    order = order[inside]
    unit, weight, far = doors.unit[order], doors.older[order], distances[order]
    metres = np.full(len(over.areas), np.nan)
    for area, row in enumerate(over.members):
        people = np.cumsum(weight * row[unit])
        if people.size and people[-1] > 0:
            half = int(far[np.searchsorted(people, people[-1] / 2)])
            metres[area] = half / 100 if half < FAR else np.nan
    return metres


def _figures(found: Measured, over: Over, key: str, values: Floats) -> Figures:
    names = ASSUMED if found.ground.streets is not None else (*ASSUMED, DETOUR)
    sources = (parameter_source(*names), *found.sources, *over.sources)
    return Figures(key, over.areas, (over.year,), values[:, None], (ESTIMATED,), sources)
