"""Reach on foot: its closed lists and norms for pages, which load no numpy, and its streets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wwz_engine.sources.dataset import Tables


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


def with_streets(tables: Tables, gemeente: str, *, invented: bool) -> Tables:
    """The tables, in a demo with invented streets around the doors where no others are loaded."""
    from wwz_engine.reach.table import STREETS, loaded, street_table
    from wwz_engine.sources.beside import WithOwn
    from wwz_engine.sources.fictional.streets import invented_streets

    doors = loaded(tables, "doors", gemeente) if invented else None
    if doors is None or loaded(tables, STREETS, gemeente) is not None:
        return tables
    streets = invented_streets(doors.extra["x"].to_numpy(), doors.extra["y"].to_numpy())
    return WithOwn(tables, {STREETS: street_table(streets, gemeente)})
