"""Figures on homes that are short, and on the year in which demand passes supply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wwz_engine import parameters
from wwz_engine.axes import Floats
from wwz_engine.demand_figures import unknown, years_of
from wwz_engine.facts import ESTIMATED, PROJECTED, parameter_source
from wwz_engine.figures import Figures, Summary, summarise
from wwz_engine.levers import AT_REST, Levers
from wwz_engine.population.figures import People
from wwz_engine.shortage.cascade import hand_out
from wwz_engine.shortage.crossing import Crossing, crossing_years, in_every_year
from wwz_engine.shortage.pools import (
    Pools,
    demand_in,
    gemeente_pool,
    shared_out,
    wijk_pools,
)
from wwz_engine.sources.tidy import Source
from wwz_engine.supply.counting import (
    CERTAINLY,
    LITTLE,
    MUCH,
    Forms,
    built_shares,
    forms_of,
    homes_of,
    serving_shares,
    supply_for,
    there_in,
)
from wwz_engine.supply.figures import BUILT, SERVING, Stock
from wwz_engine.wanted import ALL_OF_IT, Wanted
from wwz_engine.woonvormen import WOONVORMEN

EXTRA_SINCE = "care_suited_extra_since"
ASSUMED = (*BUILT, EXTRA_SINCE)
NO_YEAR = "bestaat niet"


@dataclass(frozen=True)
class Cascade:
    """Demand and supply of a gemeente, ready to be handed out.

    asked : per key of demand (unit, year, draw), homes; None when unknown
    sources : per key of demand
    levers : what a scenario changes
    """

    people: People
    stock: Stock
    asked: Mapping[str, Floats | None]
    sources: Mapping[str, tuple[Source, ...]]
    low_share: float
    levers: Levers = AT_REST

    @property
    def forms(self) -> Forms:
        since = int(parameters.load(EXTRA_SINCE).number(self.stock.parameter_day))
        return forms_of(self.stock.found.rows, self.stock.day, since)

    def homes(self, years: tuple[int, ...], height: Floats) -> Floats:
        """Homes of each row that serve the people they are meant for: (row, year).

        Parameters
        ----------
        height : (row,), the highest woonvorm that each row is taken for
        """
        rows, day = self.stock.found.rows, self.stock.parameter_day
        serving = serving_shares(rows, day, height)
        if self.levers.serving:
            more = self.levers.serving_more(years)
            lifted = np.clip(serving[:, None] + more, 0.0, 1.0)
            built: Floats = (homes_of(rows) * built_shares(rows, day))[:, None]
            return built * lifted * there_in(rows, years)
        there = homes_of(rows) * built_shares(rows, day) * serving
        weights: Floats = there[:, None] * there_in(rows, years)
        return weights

    def known(self) -> Iterator[tuple[str, Floats]]:
        """Every woonvorm of which the demand is known, with its draws."""
        for form in WOONVORMEN:
            units = self.asked[f"vraag_{form}"]
            if units is not None:
                yield form, units


def shortage_figures(cascade: Cascade, wanted: Wanted = ALL_OF_IT) -> list[Figures]:
    """Shortage per woonvorm: per area, for the gemeente as one, and when it begins.

    Parameters
    ----------
    wanted : figures that may not be left out
    """
    wijken = wijk_pools(cascade.people, cascade.stock.found)
    whole = gemeente_pool(cascade.people, cascade.stock.found)
    keys = ("tekort_{}", "tekort_{}_gemeentebreed", "kruisjaar_{}", "kruiskans_{}")
    local, together, *crossing = (
        wanted.any_of(key.format(form) for form in WOONVORMEN) for key in keys
    )
    found = [
        *(_local(cascade, wijken) if local else ()),
        *(_together(cascade, whole) if together else ()),
        *(_crossings(cascade, wijken, whole) if any(crossing) else ()),
    ]
    known = {form for form, _ in cascade.known()}
    base = cascade.people.base_year
    return found + [
        unknown(key.format(form), cascade.people.areas[:1], base)
        for form in WOONVORMEN
        for key in keys
        if form not in known
    ]


@dataclass(frozen=True)
class _Unmet:
    """Unmet homes of one woonvorm, (pool, year, draw): as is certain, and at either end."""

    certain: Floats
    least: Floats
    most: Floats


def _unmet(cascade: Cascade, pools: Pools, demand: Floats) -> Iterator[tuple[str, Floats, _Unmet]]:
    """Per woonvorm its name, what unit areas ask for, and what of that nobody finds."""
    forms, years = cascade.forms, years_of(cascade.people)
    doubt = bool((forms.certain != forms.possible).any())
    # A higher form serves no fewer: most is left where every row is the highest it may be.
    certain, most = (cascade.homes(years, one) for one in (forms.certain, forms.possible))
    weights = {CERTAINLY: certain, LITTLE: certain, MUCH: most}
    for form, units in cascade.known():
        ends = [
            hand_out(
                demand, _spread(supply_for(forms, weights[way], pools.inside, form, way), demand)
            )
            for way in ((CERTAINLY, MUCH, LITTLE) if doubt else (CERTAINLY,))
        ]
        unmet = [end.unmet[WOONVORMEN.index(form)] for end in ends]
        yield form, units, _Unmet(unmet[0], unmet[-2] if doubt else unmet[0], unmet[-1])


def _spread(supply: Floats, demand: Floats) -> Floats:
    """(form, pool, year) over the draws of the demand."""
    return np.broadcast_to(supply[..., None], demand.shape)


def _local(cascade: Cascade, pools: Pools) -> Iterator[Figures]:
    people = cascade.people
    demand = demand_in(pools, cascade.asked)
    touched = _touched_within(cascade, pools)
    for form, units, unmet in _unmet(cascade, pools, demand):
        in_pool = demand[WOONVORMEN.index(form)]
        drawn = _banded(
            [people.add_up(shared_out(one, in_pool, units, pools)) for one in _ends(unmet)],
            cascade.low_share,
        )
        figures = _figures(cascade, f"tekort_{form}", drawn, form)
        yield from cascade.stock.by_origin(figures, touched)


def _together(cascade: Cascade, pool: Pools) -> Iterator[Figures]:
    demand = demand_in(pool, cascade.asked)
    for form, _, unmet in _unmet(cascade, pool, demand):
        drawn = _banded(_ends(unmet), cascade.low_share)
        figures = _figures(cascade, f"tekort_{form}_gemeentebreed", drawn, form)
        yield from cascade.stock.by_origin(figures, pool.inside > 0)


def _ends(unmet: _Unmet) -> list[Floats]:
    """Each once: where nothing is in doubt all three are the same."""
    if unmet.least is unmet.certain and unmet.most is unmet.certain:
        return [unmet.certain]
    return [unmet.certain, unmet.least, unmet.most]


def _banded(ends: list[Floats], low_share: float) -> Summary:
    """Mean of what is certain; the band runs from the low end of the least to the high of most."""
    drawn = [summarise(one, low_share) for one in ends]
    low = np.minimum(drawn[0].low, drawn[1].low) if len(drawn) > 1 else drawn[0].low
    high = np.maximum(drawn[0].high, drawn[2].high) if len(drawn) > 1 else drawn[0].high
    return Summary(
        drawn[0].value, np.minimum(low, drawn[0].value), np.maximum(high, drawn[0].value)
    )


def _figures(cascade: Cascade, key: str, drawn: Summary, form: str) -> Figures:
    """Figures of areas, the first as many as there are rows of the summary."""
    years, base = years_of(cascade.people), cascade.people.base_year
    low, high = drawn.low.copy(), drawn.high.copy()
    low[:, 0], high[:, 0] = np.nan, np.nan
    kinds = tuple(ESTIMATED if year == base else PROJECTED for year in years)
    areas = cascade.people.areas[: len(drawn.value)]
    return Figures(
        key, areas, years, drawn.value, kinds, _sources(cascade, form), low=low, high=high
    )


def _sources(cascade: Cascade, form: str) -> tuple[Source, ...]:
    return parameter_source(*ASSUMED, *SERVING[form]), *cascade.sources[f"vraag_{form}"]


def _touched_within(cascade: Cascade, pools: Pools) -> NDArray[np.bool_]:
    """(area, row), whether the row lies in a pool that the area is a part of."""
    people, inside = cascade.people, pools.inside
    shares_pool = (people.members @ pools.members.T) > 0
    touched: NDArray[np.bool_] = (shares_pool.astype(np.float64) @ inside) > 0
    return touched


def _crossings(cascade: Cascade, wijken: Pools, whole: Pools) -> Iterator[Figures]:
    """First year with more homes asked for than there are, for the gemeente and its wijken."""
    years = tuple(cascade.people.years)
    forms = cascade.forms
    weights = cascade.homes(years, forms.certain)
    at = [years.index(year) for year in years_of(cascade.people)]
    for pools in (whole, wijken):
        demand = in_every_year(demand_in(pools, cascade.asked), at)
        supply = supply_for(forms, weights, pools.inside, WOONVORMEN[0], CERTAINLY)
        unmet = hand_out(demand, _spread(supply, demand)).unmet
        for form, _ in cascade.known():
            found = crossing_years(unmet[WOONVORMEN.index(form)], years)
            for figures in _crossing_figures(cascade, pools, form, found, at):
                yield from cascade.stock.by_origin(figures, pools.inside > 0)


def _crossing_figures(
    cascade: Cascade, pools: Pools, form: str, found: Crossing, at: Sequence[int]
) -> tuple[Figures, Figures]:
    areas = tuple(cascade.people.areas[area] for area in pools.areas)
    years, base = years_of(cascade.people), cascade.people.base_year
    sources = _sources(cascade, form)
    when = Figures(
        f"kruisjaar_{form}", areas, (base,), found.year[:, None], (ESTIMATED,), sources,
        missing=NO_YEAR,
    )  # fmt: skip
    kinds = tuple(ESTIMATED if year == base else PROJECTED for year in years)
    return when, Figures(
        f"kruiskans_{form}", areas, years, 100 * found.passed[:, at], kinds, sources
    )
