"""Building plans that a user brought beside the data, for the forecast."""

from __future__ import annotations

from dataclasses import dataclass

from wwz_engine.population.methods.local import Plan
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.errors import UnknownDatasetError
from wwz_engine.sources.plans import KEY
from wwz_engine.sources.tidy import Source

NO_PLANS = "Verhuizen na nieuwbouw telt nog niet mee: bouwplannen zitten niet in de raming."
ONLY_WITHIN = (
    "Bouwplannen tellen mee voor het deel dat gewoonlijk wordt gebouwd. Zij verdelen mensen over "
    "de buurten; dat er meer mensen naar de gemeente komen, rekenen wij niet."
)


@dataclass(frozen=True)
class Planned:
    """Plans in the areas of a study, where they come from, and what to say of them."""

    plans: tuple[Plan, ...]
    sources: tuple[Source, ...]
    note: str


def planned(tables: Tables, gemeente: str) -> Planned:
    """The plans of a gemeente; none when nobody brought any."""
    try:
        there = tables.has(KEY, gemeente)
    except UnknownDatasetError:
        # No publisher has them: a catalogue by itself does not know the word.
        there = False
    if not there:
        return Planned((), (), NO_PLANS)
    table = tables.load(KEY, gemeente)
    rows = table.rows.select("area", "period", "value", "measure").rows()
    plans = tuple(
        Plan(area, year, homes, measure.removeprefix("woningen_"))
        for area, year, homes, measure in rows
    )
    return Planned(plans, (table.source,), ONLY_WITHIN)
