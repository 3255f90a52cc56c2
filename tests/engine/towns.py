"""Invented towns through the years, with one thing in them that a forecast must survive."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from tests.engine.panels import SOURCE, country
from wwz_engine.axes import AgeBand, Floats
from wwz_engine.population.methods.learning import survival_of_both
from wwz_engine.population.methods.panel import SINGLE_AGES, Known, Panel, banded, known_at
from wwz_engine.sources.bridge import Bridge

BANDS = (
    AgeBand(0, 17), AgeBand(18, 24), AgeBand(25, 39), AgeBand(40, 54), AgeBand(55, 64),
    AgeBand(65, 74), AgeBand(75, 84), AgeBand(85),
)  # fmt: skip
STUDENTS, OLDEST = 1, 7
FIRST, LAUNCH = 2015, 2021


@dataclass(frozen=True)
class Town:
    """Buurten year by year by single age, as they really were: (year, area, single_age)."""

    people: Floats

    def until(self, launch: int, *, rounded_to: int = 0, bridge: Bridge | None = None) -> Known:
        """What a method is given: bands up to the launch, rounded if wanted."""
        counts = banded(self.people[: launch - FIRST + 1], BANDS)
        if rounded_to:
            counts = rounded_to * np.round(counts / rounded_to)
        if bridge is not None:
            counts = np.moveaxis(bridge.carried(np.moveaxis(counts, 1, 0)), 0, 1)
        known = known_from(counts, launch, max(rounded_to, 1))
        whole = self.people[launch - FIRST].sum(axis=0)
        return replace(known, finer=np.array([whole / 2, whole / 2]), finer_year=launch)

    def truth(self, year: int) -> Floats:
        """(area, band), persons."""
        return banded(self.people[year - FIRST], BANDS)


def known_from(counts: Floats, launch: int = LAUNCH, rounding: int = 1) -> Known:
    names = tuple(f"BU{number:02d}" for number in range(counts.shape[1]))
    years = tuple(range(launch - counts.shape[0] + 1, launch + 1))
    panel = Panel(
        "stad", names, names, years, BANDS, counts, np.nansum(counts, axis=1), rounding, (SOURCE,)
    )
    return known_at(panel, launch, country())


def survival_in(year: int) -> Floats:
    """(single_age,), as the national table of the tests foresees it for a year."""
    empty = known_from(np.ones((1, 1, len(BANDS))))
    return survival_of_both(empty, year - LAUNCH)


def town(
    areas: int = 12,
    *,
    years: int = 12,
    size: float = 1.0,
    deaths: dict[int, float] | None = None,
    students: int | None = None,
) -> Town:
    """Buurten where nobody moves, but for a campus; deaths times a factor from 80 on."""
    random = np.random.default_rng(11)
    shape = np.interp(np.arange(SINGLE_AGES), [0, 30, 65, 80, 100], [18, 20, 18, 10, 0.4])
    sizes = size * random.uniform(0.5, 1.5, areas)
    people = [sizes[:, None] * shape]
    if students is not None:
        people[0][students, 18:25] += 400.0
    for year in range(FIRST, FIRST + years - 1):
        share = survival_in(year)
        share[80:] **= (deaths or {}).get(year, 1.0)
        people.append(_a_year_on(people[-1], share, sizes * shape[0], students))
    return Town(np.array(people))


def _a_year_on(people: Floats, alive: Floats, born: Floats, students: int | None) -> Floats:
    later = np.empty_like(people)
    later[:, 1:] = (people * alive)[:, :-1]
    later[:, -1] += (people * alive)[:, -1]
    later[:, 0] = born
    if students is not None:
        # They come at 18 and leave at 25: the campus stays as it is.
        later[students, 18:25] = people[students, 18:25]
        later[students, 25] = people[students, 26]
    return later
