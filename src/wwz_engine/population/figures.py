"""Figures on how many people live where, counted and projected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from wwz_engine.axes import AGE_GROUPS, Floats
from wwz_engine.backends import kernels
from wwz_engine.errors import EngineError
from wwz_engine.facts import COUNTED, ESTIMATED, PROJECTED, AreaRef
from wwz_engine.figures import Figures, summarise
from wwz_engine.indicators import definitions
from wwz_engine.sources.tidy import Source
from wwz_engine.wanted import ALL_OF_IT, Wanted

SHARE = "aandeel_75plus"
ADULTS = (18, None)
"""RIVM asks adults, so the sums that are drawn hold people of 18 and older as well."""


class NoExpectedAgesError(EngineError):
    """People without their expected ages: nothing to take a rate per age of."""

    def __init__(self) -> None:
        super().__init__(
            "De raming geeft geen leeftijden. Geef ‘expected’ mee aan People om zorg te schatten."
        )


def sum_weights() -> Floats:
    """Which part of an age group counts in which sum; the last sum is that of adults.

    People are spread evenly within a group of five years: two fifths of 15-19 are adult.

    Returns
    -------
    (sum, age_group), share 0..1
    """
    return _weights([(ages.low, ages.high) for ages in definitions().age_sums] + [ADULTS])


def _weights(ranges: Sequence[tuple[int, int | None]]) -> Floats:
    weights = np.zeros((len(ranges), len(AGE_GROUPS)))
    for row, (low, high) in enumerate(ranges):
        for column, band in enumerate(AGE_GROUPS):
            ages = range(band.low, band.low + 5)
            inside = [age for age in ages if age >= low and (high is None or age <= high)]
            weights[row, column] = len(inside) / 5
    return weights


def parts_of_sums() -> tuple[Floats, Floats]:
    """Ages cut up at every border of a sum: the parts, and which of them make up each sum.

    Returns
    -------
    (part, age_group), share 0..1, and (sum, part), 0 or 1
    """
    ranges = [(ages.low, ages.high) for ages in definitions().age_sums] + [ADULTS]
    ends = {high + 1 for _, high in ranges if high is not None}
    borders = sorted({0, *(low for low, _ in ranges), *ends})
    cut = [(low, high - 1) for low, high in pairwise(borders)]
    parts = [*cut, (borders[-1], None)]
    inside = [
        [low <= part[0] and (high is None or part[0] <= high) for part in parts]
        for low, high in ranges
    ]
    return _weights(parts), np.array(inside, dtype=np.float64)


@dataclass(frozen=True)
class People:
    """Draws of people per unit area, and how unit areas add up to all areas.

    draws : (unit, sum, year, draw), persons in ``years``
    members : (area, unit), 0 or 1
    unknown : (unit,), whether nothing is published of it; None when all are known
    expected : (unit, year, age_group), persons on the expected path; None when not kept
    some : the years of draws and path, where they are not all of them; the start is the first
    """

    areas: tuple[AreaRef, ...]
    members: Floats
    base_year: int
    draws: Floats
    unknown: NDArray[np.bool_] | None = None
    expected: Floats | None = None
    some: tuple[int, ...] | None = None

    @property
    def years(self) -> tuple[int, ...]:
        if self.some is not None:
            return self.some
        return tuple(range(self.base_year, self.base_year + self.draws.shape[2]))

    def at(self, years: Sequence[int]) -> list[int]:
        """Places of some years among those of the draws."""
        place = {year: number for number, year in enumerate(self.years)}
        return [place[year] for year in years]

    def of(self, key: str) -> Floats:
        """Draws of one sum per unit area: (unit, year, draw)."""
        keys = [ages.key for ages in definitions().age_sums]
        part: Floats = self.draws[:, keys.index(key) if key in keys else len(keys)]
        return part

    def expected_in(self, years: Sequence[int]) -> Floats:
        """People on the expected path in some years: (unit, year, age_group).

        Raises
        ------
        NoExpectedAgesError
        """
        if self.expected is None:
            raise NoExpectedAgesError
        found: Floats = self.expected[:, self.at(years)]
        return found

    def add_up(self, units: Floats) -> Floats:
        """Draws per unit area to draws per area: (unit, year, draw) to (area, year, draw).

        An area of which no part is known has no draws (NaN): unknown, never zero.
        """
        flat = kernels.add_members(self.members, units.reshape(units.shape[0], -1))
        total: Floats = flat.reshape(self.members.shape[0], *units.shape[1:])
        if self.unknown is not None:
            known = self.members @ (~self.unknown).astype(np.float64)
            total[known == 0] = np.nan
        return total


@dataclass(frozen=True)
class Counts:
    """Counted people per unit area.

    by_sum : sum key to (unit, year), persons; NaN where not published
    extra : (year,), persons the gemeente counts on top of its published areas: registered
        in none of them, in a secret one, or lost in rounding; NaN when it is not known
    """

    years: tuple[int, ...]
    by_sum: dict[str, Floats]
    extra: Floats
    sources: tuple[Source, ...]


def population_figures(
    people: People,
    counts: Counts,
    low_share: float,
    sources: tuple[Source, ...],
    wanted: Wanted = ALL_OF_IT,
) -> list[Figures]:
    """Counted years as published, later years as projected, for every sum of ages.

    Areas are in the order of ``people.areas``, of which the gemeente is the one that
    holds every unit area.

    Parameters
    ----------
    people, counts : draws and counts on the same unit areas
    low_share : lower end of the band as a share of the draws
    sources : what the projection rests on
    wanted : figures that may not be left out
    """
    found = []
    for ages in definitions().age_sums:
        if not wanted.any_of((ages.key,)):
            continue
        drawn = summarise(people.add_up(people.of(ages.key)), low_share)
        # What is counted at the start needs no estimate and has no band.
        skip = 1 if ages.key in counts.by_sum else 0
        found += _counted(ages.key, people, counts)
        years = people.years[skip:]
        kinds = tuple(ESTIMATED if year == people.base_year else PROJECTED for year in years)
        low, high = drawn.low[:, skip:].copy(), drawn.high[:, skip:].copy()
        at_start = np.array(years) == people.base_year
        low[:, at_start], high[:, at_start] = np.nan, np.nan
        value = drawn.value[:, skip:]
        found.append(
            Figures(ages.key, people.areas, years, value, kinds, sources, low=low, high=high)
        )
    if not wanted.any_of((SHARE,)):
        return found
    start = COUNTED if "inwoners_75plus" in counts.by_sum else ESTIMATED
    return [*found, _share_75plus(people, low_share, sources, start)]


def counted_per_area(people: People, counts: Counts, key: str) -> Floats:
    """Counted people added up over areas: (area, year); NaN when a part is not published."""
    units = counts.by_sum[key]
    known = people.members @ np.nan_to_num(units)
    hidden = people.members @ np.isnan(units).astype(np.float64)
    value: Floats = np.where(hidden > 0, np.nan, known)
    if key == "inwoners":
        whole = people.members.all(axis=1)
        value[whole] = known[whole] + counts.extra
    return value


def _counted(key: str, people: People, counts: Counts) -> list[Figures]:
    if key not in counts.by_sum:
        return []
    kinds = (COUNTED,) * len(counts.years)
    value = counted_per_area(people, counts, key)
    return [
        Figures(key, people.areas, counts.years, value, kinds, counts.sources, missing="geheim")
    ]


def _percent(part: Floats, whole: Floats) -> Floats:
    return np.divide(100 * part, whole, out=np.full_like(part, np.nan), where=whole > 0)


def _share_75plus(
    people: People, low_share: float, sources: tuple[Source, ...], start: str
) -> Figures:
    everyone = people.add_up(people.of("inwoners"))
    older = people.add_up(people.of("inwoners_75plus"))
    drawn = summarise(_percent(older, everyone), low_share)
    kinds = (start, *(PROJECTED for _ in people.years[1:]))
    low, high = drawn.low.copy(), drawn.high.copy()
    low[:, 0], high[:, 0] = np.nan, np.nan
    # The share of the mean, so that it follows from the two numbers beside it.
    value = _percent(older.mean(axis=-1), everyone.mean(axis=-1))
    return Figures(
        SHARE, people.areas, people.years, value, kinds, sources,
        low=low, high=high, missing="bestaat niet",
    )  # fmt: skip
