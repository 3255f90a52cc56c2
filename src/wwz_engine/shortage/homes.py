"""Everything a study says of homes: asked for, there, planned, short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from wwz_engine.axes import Floats
from wwz_engine.beside_indicators import beside as beside_indicators
from wwz_engine.demand import household_size
from wwz_engine.demand_figures import home_draws, home_figures, unknown, years_of
from wwz_engine.facts import parameter_source
from wwz_engine.figures import Figures
from wwz_engine.home_indicators import DEMAND
from wwz_engine.home_indicators import homes as home_indicators
from wwz_engine.levers import AT_REST, Levers
from wwz_engine.population.figures import People
from wwz_engine.shortage.beside import beside_figures
from wwz_engine.shortage.figures import Cascade, shortage_figures
from wwz_engine.shortage.peers import benchmark
from wwz_engine.shortage.wanted import wanted_figures
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.tidy import Source
from wwz_engine.supply.figures import Stock, doubtful_homes, supply_figures
from wwz_engine.supply.placing import Placed, placed
from wwz_engine.supply.rows import INVENTED, SupplyRow
from wwz_engine.supply.table import supply_rows, supply_sources
from wwz_engine.unknowns import register
from wwz_engine.wanted import ALL_OF_IT, Wanted
from wwz_engine.woonvormen import WOONVORMEN

NO_SUPPLY = (
    "Er is geen open bron voor de voorraad nultredenwoningen, geclusterde en zorggeschikte "
    "woningen. Zonder voorraad kunnen we geen tekort uitrekenen."
)


@dataclass(frozen=True)
class Asking:
    """What homes are asked for with, besides people.

    limited : (unit, year, draw), people of 65+ who move with difficulty; None: unknown
    health : where they come from
    sources : what the number of people rests on
    levers : what a scenario changes
    wanted : figures that may not be left out
    """

    limited: Floats | None
    health: tuple[Source, ...]
    sources: tuple[Source, ...]
    low_share: float
    day: date
    levers: Levers = AT_REST
    wanted: Wanted = ALL_OF_IT


def home_study(
    tables: Tables, people: People, asking: Asking
) -> tuple[list[Figures], tuple[str, ...]]:
    """Figures on homes, and in Dutch sentences what is missing."""
    asks = _asks(tables, people, asking)
    figures: list[Figures] = []
    if asking.wanted.any_of(key for key, _, _ in DEMAND):
        figures += home_figures(people, asks.units, asking.low_share, asks.sources)
    if asking.wanted.any_of(f"verhuisvraag_{form}" for form in WOONVORMEN):
        figures += wanted_figures(people, asks.units, asking.low_share, asks.sources, asking.day)
    supply, told = _supply(tables, people, asks, asking)
    compared = asking.wanted.any_of(item.key for item in beside_indicators())
    like = benchmark(tables, people.areas[0].code, asking.day) if compared else None
    if like is None:
        return figures + supply, (*asks.gaps, *told)
    beside = beside_figures(tables, people.areas[0], like, asking.day)
    return figures + supply + beside, (*asks.gaps, *told, like.sentence())


@dataclass(frozen=True)
class _Asks:
    """Homes asked for per key of demand, what they rest on, and what is missing."""

    units: dict[str, Floats | None]
    sources: dict[str, tuple[Source, ...]]
    gaps: tuple[str, ...]


def _asks(tables: Tables, people: People, asking: Asking) -> _Asks:
    size, position_source = older_household(tables, people.areas[0].code)
    used = {
        "vraag_geclusterd": (
            parameter_source("clustered_homes_per_1000_75plus"), *asking.sources
        ),
        "vraag_zorggeschikt": (
            parameter_source("care_suited_homes_per_1000_75plus"), *asking.sources
        ),
    }  # fmt: skip
    gaps = []
    if position_source is not None and asking.limited is not None:
        used["vraag_nultreden"] = (*asking.health, position_source, *asking.sources)
    else:
        gaps.append(
            "De vraag naar nultredenwoningen is onbekend: er is geen bron met huishoudens of met "
            "beperkingen van 65-plussers."
        )
    units = home_draws(people, asking.limited, size, asking.day, asking.levers)
    return _Asks(units, used, tuple(gaps))


def cascade_of(tables: Tables, people: People, asking: Asking) -> Cascade | None:
    """Demand and supply of a gemeente; None when nobody told of any homes."""
    found = placed(supply_rows(tables, people.areas[0].code), people.areas, people.members)
    if not found.rows:
        return None
    asks = _asks(tables, people, asking)
    stock = _stock(tables, people, found, asking)
    return Cascade(people, stock, asks.units, asks.sources, asking.low_share, asking.levers)


def _stock(tables: Tables, people: People, found: Placed, asking: Asking) -> Stock:
    sources = supply_sources(tables, people.areas[0].code)
    day = next(iter(sources.values())).as_of
    return Stock(found, day, asking.day, sources)


def _supply(
    tables: Tables, people: People, asks: _Asks, asking: Asking
) -> tuple[list[Figures], tuple[str, ...]]:
    found = placed(supply_rows(tables, people.areas[0].code), people.areas, people.members)
    lost = _lost(found)
    if not found.rows:
        return _without_supply(people), (NO_SUPPLY, *lost)
    stock = _stock(tables, people, found, asking)
    later = tuple(year for year in years_of(people) if year > people.base_year)
    cascade = Cascade(people, stock, asks.units, asks.sources, asking.low_share, asking.levers)
    figures = list(shortage_figures(cascade, asking.wanted))
    if asking.wanted.any_of(item.key for item in home_indicators() if item.method == "supply"):
        figures = [*supply_figures(stock, later), *figures]
    return figures, (*_told(stock), *lost)


def _without_supply(people: People) -> list[Figures]:
    """What rests on supply is unknown: per area where that was looked up, else for the whole."""
    looked_up = {item.key for item in register().homes}
    return [
        unknown(
            one.key, people.areas if one.key in looked_up else people.areas[:1], people.base_year
        )
        for one in home_indicators()
        if one.method == "supply" or one.key.startswith(("tekort_", "kruis"))
    ]


def _told(stock: Stock) -> tuple[str, ...]:
    rows = stock.found.rows
    planned = sum(row.homes for row in rows if row.planned)
    there = sum(row.homes for row in rows) - planned
    told = [
        f"De opgave telt {_number(there)} bestaande woningen en {_number(planned)} woningen in "
        f"plannen, in {_number(len(rows))} regels die zijn opgegeven. Wat niet is opgegeven, telt "
        "niet mee."
    ]
    doubtful = doubtful_homes(stock)
    if doubtful:
        told.append(
            f"Van {_number(doubtful)} woningen ontbreekt een gegeven dat beslist over de woonvorm. "
            "Wat er al staat, is apart geteld als onbekend. Een plan telt dan niet mee."
        )
    if any(row.origin == INVENTED for row in rows):
        told.append("De voorraad en de plannen bevatten verzonnen regels, als voorbeeld.")
    return tuple(told)


def _lost(found: Placed) -> tuple[str, ...]:
    """What was told of other areas, and of areas by the codes of another year."""
    codes = {area.code: area.year for area in found.areas}
    nowhere = [row for row in found.lost if row.area not in codes]
    older = [row for row in found.lost if row.area in codes]
    told = []
    if nowhere:
        told.append(
            f"{_homes(nowhere)} opgegeven woningen liggen in een gebied dat deze analyse niet "
            "kent. Die tellen niet mee."
        )
    if older:
        told.append(
            f"{_homes(older)} opgegeven woningen hebben een gebiedscode van een ander jaar dan "
            f"{codes[older[0].area]}. Die code kan nu een ander gebied zijn. Zij tellen niet mee: "
            "kies bij uw woningen het gebied opnieuw."
        )
    return tuple(told)


def _homes(rows: Sequence[SupplyRow]) -> str:
    return _number(sum(row.homes for row in rows))


def _number(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def older_household(tables: Tables, gemeente: str) -> tuple[float | None, Source | None]:
    """People of 65 and older per home."""
    if not tables.has("household_positions", gemeente):
        return None, None
    table = tables.load("household_positions", gemeente)
    ages = [f"{low}-{low + 4}" for low in range(65, 95, 5)] + ["95+"]
    rows = table.rows.filter(pl.col("age").is_in(ages) & (pl.col("area") == gemeente))
    sums = dict(rows.group_by("measure").agg(pl.col("value").sum()).rows())
    if not sums.get("alleenstaand"):
        return None, None
    return household_size(
        alone=sums["alleenstaand"],
        partners=sums.get("samenwonend", 0.0),
        parents=sums.get("ouder_in_eenouderhuishouden", 0.0),
        others=sums.get("overig_lid", 0.0),
    ), table.source
