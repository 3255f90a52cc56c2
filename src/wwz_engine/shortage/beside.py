"""A gemeente beside those that are most like it: what open tables tell of all of them.

The same definitions, the same year and the same tables for each, so that they can be compared.
Homes that are there are in no open table of all gemeenten: docs/methods/shortage.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from wwz_engine import parameters
from wwz_engine.demand import household_size
from wwz_engine.facts import COUNTED, ESTIMATED, AreaRef, parameter_source
from wwz_engine.figures import Figures
from wwz_engine.shortage.peers import COUNT, PERIOD, VARIABLES, WEIGHTS, Benchmark, Compared
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.errors import UnknownDatasetError
from wwz_engine.sources.tidy import Source

YEAR = 2020
"""The year of which ages, households and health of all gemeenten are at hand."""
THOUSAND = 1_000.0
CLUSTERED, SUITED = "clustered_homes_per_1000_75plus", "care_suited_homes_per_1000_75plus"
POSITIONS, HOUSEHOLDS, HEALTH = "household_positions", "households", "rivm_gemeenten"
_AGES = {f"{low}-{low + 4}": low for low in range(0, 95, 5)} | {"95+": 95}
Number = float | None
Numbers = Mapping[str, float]
"""What is known of one gemeente, by its name here."""


@dataclass(frozen=True)
class Asked:
    """One figure of every gemeente: its indicator, what it rests on, and how it is worked out.

    tables : keys of the tables
    assumed : names of parameters
    work_out : None where something is missing
    """

    key: str
    tables: tuple[str, ...]
    work_out: Callable[[Numbers, date], Number]
    assumed: tuple[str, ...] = ()


def _per(part: str, whole: str, times: float) -> Callable[[Numbers, date], Number]:
    def work_out(known: Numbers, day: date) -> Number:
        if part not in known or not known.get(whole):
            return None
        return times * known[part] / known[whole]

    return work_out


def _plain(name: str) -> Callable[[Numbers, date], Number]:
    return lambda known, day: known.get(name)


def _keyed(name: str) -> Callable[[Numbers, date], Number]:
    """Homes per 1,000 people by a key for 1,000 people of 75 and older."""

    def work_out(known: Numbers, day: date) -> Number:
        older = _per("75+", "people", 1.0)(known, day)
        return None if older is None else older * parameters.load(name).number(day)

    return work_out


def stairless(known: Numbers, day: date) -> Number:
    """Homes without stairs asked for, per 1,000 people: as ``demand.homes_needed``.

    Examples
    --------
    >>> known = {"people": 100_000.0, "65+": 18_000.0, "size 65+": 1.5, "limited": 20.0}
    >>> stairless(known, date(2024, 1, 1))
    24.0
    """
    if not {"limited", "size 65+"} <= set(known) or not known.get("people"):
        return None
    homes = known["65+"] * known["limited"] / 100 / known["size 65+"]
    return THOUSAND * homes / known["people"]


ASKED: tuple[Asked, ...] = (
    Asked("naast_75plus", (POSITIONS,), _per("75+", "people", THOUSAND)),
    Asked("naast_alleen_75plus", (POSITIONS,), _per("alone 75+", "75+", 100.0)),
    Asked("naast_eenpersoons", (HOUSEHOLDS,), _per("alone", "households", 100.0)),
    Asked("naast_beperking_bewegen", (HEALTH,), _plain("limited")),
    Asked("naast_eenzaam", (HEALTH,), _plain("lonely")),
    Asked("naast_vraag_nultreden", (HEALTH, POSITIONS), stairless),
    Asked("naast_vraag_geclusterd", (POSITIONS,), _keyed(CLUSTERED), (CLUSTERED,)),
    Asked("naast_vraag_zorggeschikt", (POSITIONS,), _keyed(SUITED), (SUITED,)),
)
_HEALTH = {"BeperkingInBewegen": "limited", "Eenzaam": "lonely"}


def beside_figures(tables: Tables, own: AreaRef, like: Benchmark, day: date) -> list[Figures]:
    """The key by which gemeenten were found, and what they ask for: one's own first.

    Parameters
    ----------
    own : the gemeente in the layout of its study
    day : of the parameters
    """
    everyone = (like.own, *like.peers)
    in_key = _areas(own, everyone, PERIOD)
    figures = [
        _figures(one.key, in_key, PERIOD, [gemeente.values[at] for gemeente in everyone],
                 COUNTED, (like.source,))
        for at, one in enumerate(VARIABLES)
    ]  # fmt: skip
    figures[-1] = _in_thousands(figures[-1])
    far = [100 * gemeente.distance for gemeente in everyone]
    weighed = parameter_source(WEIGHTS, COUNT)
    figures.append(
        _figures("naast_afstand", in_key, PERIOD, far, ESTIMATED, (like.source, weighed))
    )
    known, sources = _known(tables, [one.code for one in everyone])
    beside = _areas(own, everyone, YEAR)
    for asked in ASKED:
        if not set(asked.tables) <= set(sources):
            continue
        values = [asked.work_out(known[one.code], day) for one in everyone]
        assumed = (parameter_source(*asked.assumed),) if asked.assumed else ()
        rests_on = (*(sources[key] for key in asked.tables), *assumed)
        figures.append(_figures(asked.key, beside, YEAR, values, ESTIMATED, rests_on))
    return figures


def _areas(own: AreaRef, everyone: Sequence[Compared], year: int) -> tuple[AreaRef, ...]:
    others = (AreaRef(one.code, one.name, "gemeente", year) for one in everyone[1:])
    return own, *others


def _figures(
    key: str, areas: tuple[AreaRef, ...], year: int, values: Sequence[Number], kind: str,
    sources: tuple[Source, ...],
) -> Figures:  # fmt: skip
    column = np.array([[np.nan if value is None else value] for value in values], dtype=np.float64)
    return Figures(key, areas, (year,), column, (kind,), sources)


def _in_thousands(people: Figures) -> Figures:
    return Figures(
        people.indicator, people.areas, people.years, people.value / THOUSAND, people.kinds,
        people.sources,
    )  # fmt: skip


def _known(
    tables: Tables, codes: Sequence[str]
) -> tuple[dict[str, dict[str, float]], dict[str, Source]]:
    """What each table tells of these gemeenten, and where it comes from."""
    known: dict[str, dict[str, float]] = {code: {} for code in codes}
    sources: dict[str, Source] = {}
    for key, read in ((POSITIONS, _positions), (HOUSEHOLDS, _households), (HEALTH, _health)):
        if not _has(tables, key):
            continue
        table = tables.load(key, None, YEAR)
        sources[key] = table.source
        there = table.rows.filter(pl.col("area").is_in(list(codes)) & pl.col("value").is_not_null())
        for (code,), rows in there.group_by("area"):
            known[str(code)] |= read(rows)
    return known, sources


def _has(tables: Tables, key: str) -> bool:
    try:
        return tables.has(key, None, YEAR)
    except UnknownDatasetError:
        return False


def _positions(rows: pl.DataFrame) -> dict[str, float]:
    """People in private households by age, those who live alone, and the size of homes of 65+."""
    by_age = rows.with_columns(
        low=pl.col("age").replace_strict(_AGES, default=-1, return_dtype=pl.Int64)
    )

    def people(measure: str, low: int) -> float:
        found = by_age.filter((pl.col("measure") == measure) & (pl.col("low") >= low))
        return float(found["value"].sum())

    alone = people("alleenstaand", 65)
    found = {
        "people": people("personen_in_huishoudens", 0),
        "65+": people("personen_in_huishoudens", 65),
        "75+": people("personen_in_huishoudens", 75),
        "alone 75+": people("alleenstaand", 75),
    }
    if alone:
        found["size 65+"] = household_size(
            alone, people("samenwonend", 65), people("ouder_in_eenouderhuishouden", 65),
            people("overig_lid", 65),
        )  # fmt: skip
    return found


def _households(rows: pl.DataFrame) -> dict[str, float]:
    told = dict(rows.select("measure", "value").rows())
    found = {"alone": told.get("eenpersoonshuishoudens"), "households": told.get("huishoudens")}
    return {name: float(value) for name, value in found.items() if value is not None}


def _health(rows: pl.DataFrame) -> dict[str, float]:
    told = dict(rows.select("measure", "value").rows())
    return {name: float(told[measure]) for measure, name in _HEALTH.items() if measure in told}
