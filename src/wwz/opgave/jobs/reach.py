"""Reach on foot: its closed lists and norms for pages, which load no numpy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache


@dataclass(frozen=True)
class FacilityKind:
    """A kind of facility; ``area`` is its leefgebied in words."""

    key: str
    label: str
    area: str
    basic: bool


@dataclass(frozen=True)
class Norm:
    """Metres within which facilities should lie, per way of going on foot, and for benches."""

    metres: dict[str, float]
    bench: float
    basis: str


@cache
def facility_kinds() -> tuple[FacilityKind, ...]:
    """The closed list, in the order of its leefgebieden."""
    from wwz_engine.reach.kinds import kinds, leefgebieden

    areas = leefgebieden()
    return tuple(
        FacilityKind(one.key, one.label, areas[one.leefgebied], one.basic)
        for one in kinds().values()
    )


@cache
def walking_norm(year: int) -> Norm:
    """The norm at the begin of a year."""
    from wwz_engine.parameters import load

    day = date(year, 1, 1)
    norm = load("walk_norms")
    return Norm(norm.table(day), load("bench_spacing").number(day), norm.at(day).basis)
