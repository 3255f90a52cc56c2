"""Clients, hours, places and staff per service: own figures, spread by age, or unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.care.writing import Writer
from wwz_engine.facts import ESTIMATED, PROJECTED
from wwz_engine.figures import Figures, summarise
from wwz_engine.services import SERVICES, Service, kinds
from wwz_engine.sources.tidy import Source
from wwz_engine.unknowns import register

SPREAD = ("clienten", "uren")
"""What follows the ages of people; places and staff stay what they are."""
NURSING = "wlz_vv"


@dataclass(frozen=True)
class Spread:
    """What own figures of a service are spread by.

    worked : (unit, year, draw) in the years that are worked out, unless said otherwise
    """

    worked: Floats
    sources: tuple[Source, ...]


def service_figures(
    writer: Writer, spreads: Mapping[str, Spread], clients: Mapping[str, Spread]
) -> tuple[list[Figures], list[str]]:
    """Figures of every service, and what does not fit in Dutch sentences.

    Parameters
    ----------
    spreads : by the first word of a service (``wlz``, ``wmo``, ..), ``""`` for the rest
    clients : of services whose clients are modelled already, in the years of the figures
    """
    found: list[Figures] = []
    notes: list[str] = []
    for service in SERVICES:
        known = clients.get(service.key)
        for measure in service.measures:
            key = f"{service.key}_{measure}"
            if key == f"{service.key}_clienten" and service.key.startswith(NURSING):
                continue
            spread = spreads.get(service.key.split("_")[0], spreads[""])
            if measure not in SPREAD or not writer.own.of(key):
                found += writer.counted(key)
            else:
                figures, units, clashes = _spread(writer, key, spread)
                found += figures
                notes += clashes
                known = units if measure == "clienten" else known
            found += _unless_known(writer, key, measure)
        if known is not None:
            found += _per_job(writer, service, known)
    return found, notes


def _unless_known(writer: Writer, key: str, measure: str) -> list[Figures]:
    listed = {item.key for item in register().groups}
    if measure == "wachtlijst" or key in listed or 0 in writer.own.of(key):
        return []
    if writer.own.of(key) and measure in SPREAD:
        # Spread already, with the gemeente as far as its parts are known.
        return []
    return [writer.unknown(key)]


def _spread(writer: Writer, key: str, spread: Spread) -> tuple[list[Figures], Spread, list[str]]:
    scaled = writer.scaled(key, spread.worked)
    units = writer.in_years(spread.worked) * scaled.factor[:, None, None]
    sources = (*writer.own.sources, *spread.sources)
    figures = writer.drawn(key, units, sources, people=writer.larger)
    return figures, Spread(units, sources), clashes_of(writer, key, scaled.clashes)


def clashes_of(writer: Writer, key: str, rows: tuple[int, ...]) -> list[str]:
    """Own figures of an area that do not fit with those of its parts."""
    label = kinds()[key].label
    return [
        f"Het eigen cijfer ‘{label}’ van {writer.people.areas[row].name} past niet bij dat van de "
        "delen ervan. Wij laten beide staan; ze tellen niet op."
        for row in rows
    ]


def _per_job(writer: Writer, service: Service, clients: Spread) -> list[Figures]:
    """People for each full-time job, if staff stays what it is."""
    found = []
    years = writer.years
    sources = tuple({one.sha256: one for one in (*writer.own.sources, *clients.sources)}.values())
    for row, (jobs, _) in sorted(writer.own.of(f"{service.key}_personeel").items()):
        inside = writer.people.members[row] > 0
        if jobs <= 0 or np.isnan(clients.worked[inside]).any():
            continue
        per_job = summarise(clients.worked[inside].sum(axis=0)[None] / jobs, writer.low_share)
        start = [year == writer.people.base_year for year in years]
        per_job.low[:, start], per_job.high[:, start] = np.nan, np.nan
        found.append(
            Figures(
                f"{service.key}_per_baan", (writer.people.areas[row],), years, per_job.value,
                tuple(ESTIMATED if first else PROJECTED for first in start),
                sources, low=per_job.low, high=per_job.high,
            )
        )  # fmt: skip
    return found
