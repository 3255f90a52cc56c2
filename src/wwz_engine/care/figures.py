"""Figures on care and welfare of a study: one call, after people and groups are known.

Clients follow from ages, or from own figures where a partnership brings them; what has
no source is unknown. See docs/methods/care.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from wwz_engine import parameters
from wwz_engine.axes import AGE_GROUPS, Floats
from wwz_engine.care.flow_figures import flow_figures
from wwz_engine.care.need import ByBand, by_band, nursing_need, spending_rates
from wwz_engine.care.own import brought
from wwz_engine.care.scaling import LOOSE
from wwz_engine.care.service_figures import Spread, clashes_of, service_figures
from wwz_engine.care.setting import FROZEN, GROWING, POLICIES, Leaving, living_in
from wwz_engine.care.writing import Writer
from wwz_engine.care_indicators import LAWS
from wwz_engine.facts import COUNTED, parameter_source
from wwz_engine.figures import Figures
from wwz_engine.groups.kept import Kept
from wwz_engine.levers import AT_REST, Levers
from wwz_engine.population.figures import People
from wwz_engine.population.younger import rates_later
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.tidy import Source

MILLION = 1_000_000.0
NURSING = ("wlz_vv_share_by_age", "wlz_vv_people", "wlz_vv_residential", "wlz_vv_leaving_homes")
COSTS = "kosten_verpleging_zvw"


@dataclass(frozen=True)
class CareFigures:
    """Figures on care, and what to say of them."""

    figures: tuple[Figures, ...]
    gaps: tuple[str, ...]

    def beside(self, others: Iterable[Figures]) -> tuple[Figures, ...]:
        """Others with these; what is known here is not called unknown there."""
        known = {(one.indicator, area) for one in self.figures for area in one.areas}
        kept = [
            one
            for one in others
            if not np.isnan(one.value).all()
            or not all((one.indicator, area) in known for area in one.areas)
        ]
        return (*kept, *self.figures)


def care_figures(
    tables: Tables,
    people: People,
    low_share: float,
    sources: tuple[Source, ...],
    day: date,
    kept: Kept,
    levers: Levers = AT_REST,
) -> CareFigures:
    """All figures on care, welfare and flowing groups.

    Parameters
    ----------
    people : draws per unit area, with their expected ages
    low_share : lower end of the band as a share of the draws
    sources : what the forecast of people rests on
    day : date of the parameters
    kept : the groups, with what a partnership keeps of them
    levers : what a scenario changes
    """
    own = brought(tables, people.areas)
    writer = Writer(people, own, low_share)
    bands = by_band(people, writer.worked_years)
    nursing, spread, clients, clashes = _nursing(writer, bands, tables, (sources, day, levers))
    spent, spreads = _spending(writer, bands, tables, sources)
    spreads |= {"wlz": spread, "": Spread(bands.asking(np.ones(len(AGE_GROUPS))), sources)}
    served, notes = service_figures(writer, spreads, clients)
    flowing, odd = flow_figures(own, people.areas, kept)
    costs = _costs(writer, tables)
    return CareFigures(
        (*nursing, *spent, *served, *flowing, costs), (*own.notes, *clashes, *notes, *odd)
    )


def _nursing(
    writer: Writer,
    bands: ByBand,
    tables: Tables,
    given: tuple[tuple[Source, ...], date, Levers],
) -> tuple[list[Figures], Spread, dict[str, Spread], list[str]]:
    """Who needs nursing, and where they live under each policy."""
    sources, day, levers = given
    need = nursing_need(tables, day)
    used = (parameter_source(*NURSING), need.source, *sources)
    modelled = bands.asking(rates_later(need.rates, levers, bands.years))
    scaled = writer.scaled("wlz_vv_clienten", modelled)
    worked = modelled * np.nan_to_num(scaled.factor, nan=1.0)[:, None, None]
    told = (*writer.own.sources, *used) if writer.own.of("wlz_vv_clienten") else used
    asked = writer.in_years(worked)
    found = writer.drawn("wlz_vv_clienten", asked, told)
    inside = _inside(writer, worked, need.residential)
    places = writer.own_numbers("wlz_vv_verblijf_plaatsen").get(
        0, float(_mean(asked)[:, 0].sum()) * inside
    )
    policies = _Policies(
        share=inside,
        passed=np.array(writer.years, dtype=float) - writer.people.base_year,
        places=places,
        leaving=Leaving(**parameters.load("wlz_vv_leaving_homes").table(day)),
    )
    for policy in POLICIES:
        own_places = policy == FROZEN and writer.own.of("wlz_vv_verblijf_plaatsen")
        counted = own_places or writer.own.of("wlz_vv_verblijf_clienten")
        rests = (*writer.own.sources, *used) if counted else told
        living, expected = (policies.living(policy, part) for part in (asked, _mean(asked)))
        both = {"verblijf": (living, expected), "thuis": (asked - living, _mean(asked) - expected)}
        for place, (units, mean) in both.items():
            found += writer.drawn(
                f"wlz_vv_{place}_{policy}", units, rests, people=writer.larger,
                expected=mean[..., 0],
            )  # fmt: skip
    found += writer.counted("wlz_vv_verblijf_clienten")
    clashes = clashes_of(writer, "wlz_vv_clienten", scaled.clashes)
    return (
        found,
        Spread(worked, used),
        {"wlz_vv_verblijf": Spread(policies.living(levers.policy or GROWING, asked), told)},
        [*clashes, *_more_inside(writer, worked)],
    )


@dataclass(frozen=True)
class _Policies:
    """What every policy on the setting starts from: see ``living_in``."""

    share: float
    passed: Floats
    places: float
    leaving: Leaving

    def living(self, policy: str, need: Floats) -> Floats:
        return living_in(need, self.share, policy, self.passed, self.places, self.leaving)


def _mean(draws: Floats) -> Floats:
    mean: Floats = draws.mean(axis=-1, keepdims=True)
    return mean


def _inside(writer: Writer, worked: Floats, national: float) -> float:
    """Share that lives in a nursing home: of the gemeente itself where it counted them."""
    counted = _residents(writer, worked)
    return national if counted is None else min(counted[0] / counted[1], 1.0)


def _residents(writer: Writer, worked: Floats) -> tuple[float, float] | None:
    """Own residents of the gemeente and who need nursing then; None when nobody counted them."""
    given = writer.own.of("wlz_vv_verblijf_clienten").get(0)
    if given is None:
        return None
    number, year = given
    nearest = min(writer.worked_years, key=lambda one: abs(one - year))
    whole = float(worked[:, writer.worked_years.index(nearest)].mean(axis=-1).sum())
    return (number, whole) if whole > 0 else None


def _more_inside(writer: Writer, worked: Floats) -> list[str]:
    counted = _residents(writer, worked)
    if counted is None or counted[0] <= counted[1] + LOOSE:
        return []
    return [
        f"Volgens het eigen cijfer wonen {counted[0]:.0f} mensen in een verpleeghuis. Dat zijn er "
        f"meer dan de {counted[1]:.0f} die volgens de raming verpleging nodig hebben. Daarom "
        "rekent deze analyse met niemand die verpleging thuis krijgt."
    ]


def _spending(
    writer: Writer, bands: ByBand, tables: Tables, sources: tuple[Source, ...]
) -> tuple[list[Figures], dict[str, Spread]]:
    """Expected spending per law in millions, and how it grows."""
    rates = spending_rates(tables)
    if rates is None:
        keys = [f"{word}{law}" for law in LAWS for word in ("uitgaven_", "groei_uitgaven_")]
        return [writer.unknown(key) for key in keys], {}
    by_law, source = rates
    used = (source, *sources)
    found: list[Figures] = []
    spreads = {}
    for law in LAWS:
        worked = bands.asking(by_law[law])
        spreads[law] = Spread(worked, used)
        units = writer.in_years(worked) / MILLION
        found += writer.drawn(f"uitgaven_{law}", units, used, people=writer.larger)
        found.append(_growth(writer, law, found[-1]))
    # The law that pays for it: its own spending by age is not published apart.
    spreads["wijkverpleging"] = spreads["zvw"]
    return found, spreads


def _growth(writer: Writer, law: str, spent: Figures) -> Figures:
    """Spending against that of the start, which is 100."""
    first = spent.value[:, :1]
    scale = np.divide(100.0, first, out=np.full_like(first, np.nan), where=first > 0)
    low, high = (None if end is None else end * scale for end in (spent.low, spent.high))
    key = f"groei_uitgaven_{law}"
    return Figures(
        key, spent.areas, spent.years, spent.value * scale, spent.kinds, spent.sources,
        low=low, high=high,
    )  # fmt: skip


def _costs(writer: Writer, tables: Tables) -> Figures:
    gemeente = writer.people.areas[0]
    if not tables.has("vektis_costs", gemeente.code):
        return writer.unknown(COSTS)
    table = tables.load("vektis_costs", gemeente.code)
    rows = table.rows.filter(pl.col("measure") == "kosten_verpleging").select("period", "value")
    if not rows.height:
        return writer.unknown(COSTS)
    year, euros = rows.row(0)
    value = np.array([[euros / MILLION]])
    return Figures(COSTS, (gemeente,), (int(year),), value, (COUNTED,), (table.source,))
