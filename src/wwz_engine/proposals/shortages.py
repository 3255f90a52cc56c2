"""What is short per wijk, woonvorm, year and draw: the need that a programme answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.demand_figures import years_of
from wwz_engine.facts import AreaRef
from wwz_engine.proposals.rows import FORMS
from wwz_engine.shortage.crossing import in_every_year
from wwz_engine.shortage.figures import Cascade
from wwz_engine.shortage.pools import demand_in, wijk_pools
from wwz_engine.sources.tidy import Source
from wwz_engine.supply.counting import CERTAINLY, supply_for
from wwz_engine.woonvormen import WOONVORMEN


@dataclass(frozen=True)
class Shortages:
    """Homes asked for less those there and planned, wherever a plan can help.

    areas : wijken, in which every home is for everybody
    short : (area, form, year, draw), homes; forms as in ``FORMS``, negative where some are left
    weights : (draw,), of each draw; together 1
    within : code of an area or of a part of it -> place in ``areas``
    unknown : woonvormen of which the demand is not known; they count as not short
    """

    areas: tuple[AreaRef, ...]
    years: tuple[int, ...]
    short: Floats
    weights: Floats
    within: Mapping[str, int]
    unknown: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def fictional(self) -> bool:
        return any(source.fictional for source in self.sources)


def shortages_of(cascade: Cascade, draws: int) -> Shortages:
    """The need of a study in a few draws that stand for all of them.

    See docs/methods/proposals.md for which draws those are.

    Parameters
    ----------
    draws : how many
    """
    people = cascade.people
    pools = wijk_pools(people, cascade.stock.found)
    years = tuple(people.years)
    at = [years.index(year) for year in years_of(people)]
    demand = in_every_year(demand_in(pools, cascade.asked), at)
    years = years[: at[-1] + 1]
    forms = cascade.forms
    serving = cascade.homes(years, forms.certain)
    supply = supply_for(forms, serving, pools.inside, WOONVORMEN[0], CERTAINLY)
    short = demand - supply[..., None]
    chosen = representative(np.maximum(short, 0.0).sum(axis=(0, 1, 2)), draws)
    regular = np.zeros((1, *short.shape[1:3], len(chosen)))
    short = np.concatenate([short[..., chosen], regular]).swapaxes(0, 1)
    units = pools.of_units()
    within = {people.areas[area].code: place for place, area in enumerate(pools.areas)}
    for place, area in enumerate(people.areas):
        inside = people.members[place] > 0
        if area.code not in within and area.level == "buurt" and inside.any():
            within[area.code] = int(units[inside.argmax()])
    known = {form for form, _ in cascade.known()}
    sources = {
        one.sha256: one
        for form in known
        for one in (*cascade.sources[f"vraag_{form}"], *cascade.stock.sources.values())
    }
    return Shortages(
        tuple(people.areas[area] for area in pools.areas),
        years,
        np.ascontiguousarray(short),
        np.full(len(chosen), 1.0 / len(chosen)),
        within,
        tuple(form for form in FORMS if form not in known),
        tuple(sources.values()),
    )


def representative(totals: Floats, draws: int) -> list[int]:
    """Draws that stand for all: put in order of size, the middle one of each equal part.

    Examples
    --------
    >>> representative(np.array([5.0, 1.0, 3.0, 2.0, 4.0, 6.0]), 3)
    [3, 4, 5]
    """
    order = np.argsort(totals, kind="stable")
    count = min(draws, len(order))
    places = ((np.arange(count) + 0.5) * len(order) / count).astype(int)
    return sorted(int(one) for one in order[places])
