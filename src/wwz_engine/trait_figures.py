"""Figures on the groups that a health survey measures: of the survey, modelled, or own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from wwz_engine.axes import Floats
from wwz_engine.care_indicators import overlaps
from wwz_engine.demand_figures import (
    Shares,
    as_old_as_now,
    group_draws,
    number_figures,
    share_figures,
    traits,
    unknown_figures,
    with_model,
)
from wwz_engine.facts import ESTIMATED, AreaRef
from wwz_engine.figures import Figures
from wwz_engine.groups.kept import Kept, own_share
from wwz_engine.groups.overlap_figures import Size, overlap_figures
from wwz_engine.groups.prevalence_use import Estimates, estimates
from wwz_engine.indicators import AGES, Trait
from wwz_engine.levers import Levers
from wwz_engine.population.figures import People
from wwz_engine.population.places import Places
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.tidy import Source
from wwz_engine.wanted import ALL_OF_IT, Wanted

OLDER, OLDER_FROM = "65plus", 65
LIMITED = "beperking_bewegen_65plus"
"""What homes are asked for with: never left out."""


@dataclass(frozen=True)
class GroupData:
    """What tells of groups.

    levers : what a scenario changes
    kept : the groups, with what a partnership keeps of them
    wanted : figures that may not be left out
    """

    tables: Tables
    places: Places
    levers: Levers
    kept: Kept
    wanted: Wanted = ALL_OF_IT


@dataclass(frozen=True)
class Groups:
    """Figures on groups, and what homes are asked for with.

    limited : (unit, year, draw), people of 65+ who move with difficulty; None: unknown
    notes : what does not fit in Dutch sentences
    """

    figures: list[Figures]
    limited: Floats | None
    health: tuple[Source, ...]
    notes: tuple[str, ...]


def trait_figures(
    data: GroupData, people: People, low_share: float, sources: tuple[Source, ...]
) -> Groups:
    """Figures on every trait that the health survey measures, and how they overlap.

    Parameters
    ----------
    sources : what the forecast of people rests on
    """
    tables, places, levers, kept = data.tables, data.places, data.levers, data.kept
    own = [group.group.key for group in kept.own]
    found = unknown_figures(places.gemeente, people.base_year, own, kept.ended)
    sizes: dict[str, Size] = {}
    limited: Floats | None = None
    health: tuple[Source, ...] = ()
    notes: list[str] = []
    everywhere = (*places.areas, *places.others)
    given = {
        f"{trait.slug}_{age}": (age, _shares(tables, places, everywhere, trait, label))
        for trait, age, label in _asked(kept, data.wanted)
    }
    estimated = _estimated(tables, places, people, given)
    at = [everywhere.index(unit) for unit in places.units]
    for key, (age, published) in given.items():
        shares = with_model(published, key, everywhere, estimated)
        found += share_figures(f"{key}_aandeel", everywhere, shares)
        measured = shares[-1].value / 100 if shares else np.full(len(everywhere), np.nan)
        whole, told, odd = _whole(kept, key, people, age, measured[0])
        notes += odd
        if told and shares:
            found += _modelled(kept, key, people, age, measured[0], (*shares[-1].sources, *sources))
        if np.isnan(whole):
            continue
        known = ~np.isnan(measured[: len(places.areas)])
        known[0] = True
        units = group_draws(people, age, measured[at], levers.shares.get(key, whole))
        if levers.younger and age == OLDER:
            units = as_old_as_now(people, units, OLDER_FROM, levers)
        rests = shares[-1].sources if shares else ()
        used = (*told, *rests, *sources)
        found.append(number_figures(people, key, units, known, low_share, used))
        sizes[key] = Size(units[:, 0].mean(axis=-1), used)
        if key == LIMITED:
            limited, health = units, rests
    return Groups([*found, *overlap_figures(people, sizes)], limited, health, tuple(notes))


def _asked(kept: Kept, wanted: Wanted) -> list[tuple[Trait, str, str]]:
    """Traits with an age that something asked for rests on: where groups overlap that is all."""
    if wanted.any_of(item.key for item in overlaps()):
        return traits()
    return [
        (trait, age, label)
        for trait, age, label in traits()
        if f"{trait.slug}_{age}" == LIMITED or wanted.any_of(_given(kept, f"{trait.slug}_{age}"))
    ]


def _given(kept: Kept, key: str) -> list[str]:
    """Figures that a trait gives."""
    own = kept.stock_of(key)
    return [key, f"{key}_aandeel", *([] if own is None else [f"{own.group}_gemodelleerd"])]


def _whole(
    kept: Kept, key: str, people: People, age: str, measured: float
) -> tuple[float, tuple[Source, ...], list[str]]:
    """The share 0..1 of a trait in the gemeente: an own stock goes before what was measured."""
    own = kept.stock_of(key)
    if own is None:
        return float(measured), (), []
    everyone = people.of(f"inwoners_{age}").sum(axis=0).mean(axis=-1)
    found = own_share(own, everyone, people.base_year, people.areas[0].name)
    if found.source is None:
        return float(measured), (), [found.note]
    return found.share, (found.source,), []


def _modelled(
    kept: Kept, key: str, people: People, age: str, share: float, sources: tuple[Source, ...]
) -> list[Figures]:
    """What the share of the source gives at the start, beside an own stock that takes its place."""
    own = kept.stock_of(key)
    if own is None or np.isnan(share):
        return []
    number = share * people.of(f"inwoners_{age}")[:, 0].mean(axis=-1).sum()
    return [
        Figures(
            f"{own.group}_gemodelleerd", people.areas[:1], (people.base_year,),
            np.array([[number]]), (ESTIMATED,), sources,
        )
    ]  # fmt: skip


def _estimated(
    tables: Tables, places: Places, people: People, given: dict[str, tuple[str, list[Shares]]]
) -> Estimates | None:
    """What the model says of the unit areas, set to the newest share of the gemeente."""
    whole = {key: shares[-1].value[0] / 100 for key, (_, shares) in given.items() if shares}
    return estimates(
        tables,
        places.gemeente.code,
        [unit.code for unit in places.units],
        {age: people.of(f"inwoners_{age}")[:, 0].mean(axis=-1) for age in AGES},
        {key: float(share) for key, share in whole.items() if not np.isnan(share)},
    )


def _shares(
    tables: Tables, places: Places, areas: tuple[AreaRef, ...], trait: Trait, label: str
) -> list[Shares]:
    """Shares of a trait per year, oldest first; years in which it was not asked are left out."""
    code = places.gemeente.code
    if not tables.has("rivm_health", code):
        return []
    table = tables.load("rivm_health", code)
    rows = table.rows.filter((pl.col("measure") == trait.measure) & (pl.col("age") == label))
    found = []
    for (year,), part in rows.sort("period").group_by("period", maintain_order=True):
        values = {
            area: (value, why)
            for area, value, why in part.select("area", "value", "missing").rows()
        }
        pairs = [values.get(area.code, (None, "bestaat niet")) for area in areas]
        if all(value is None for value, _ in pairs):
            continue
        value = np.array([np.nan if number is None else number for number, _ in pairs])
        if trait.reversed:
            value = 100 - value
        source = tables.load("rivm_health", code, int(year)).source
        found.append(Shares(int(year), value, tuple(why or "" for _, why in pairs), source))
    return found
