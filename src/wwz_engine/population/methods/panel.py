"""Counts through the years, what of them was known at a launch, and what a method is.

A back-test is honest only when a method cannot see beyond its launch. ``known_at`` is the
one door: nothing that was counted or published later passes through it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from wwz_engine.axes import SEXES, AgeBand, Floats, check_bands_cover_all_ages, check_shape
from wwz_engine.errors import EngineError
from wwz_engine.population.methods.national import National, NationalKnown
from wwz_engine.sources.tidy import Source

SINGLE_AGES = 101
"""Single ages 0 .. 100, the last one open."""


class LaunchError(EngineError):
    """A launch that the counts do not have."""

    def __init__(self, name: str, launch: int, years: tuple[int, ...]) -> None:
        self.name, self.launch, self.years = name, launch, years
        known = ", ".join(str(year) for year in years)
        super().__init__(f"De reeks {name} begint niet in {launch}. Kies uit: {known}.")


@dataclass(frozen=True)
class Panel:
    """Counts of areas by age band through the years, as published.

    years : ascending, not always one apart
    bands : contiguous, youngest first, last open; one band 0+ when only totals are known
    counts : (year, area, band), persons; NaN where not known
    parent : (year, band), persons; the published whole, else the sum of the areas
    rounding : counts are published to multiples of this
    """

    name: str
    areas: tuple[str, ...]
    labels: tuple[str, ...]
    years: tuple[int, ...]
    bands: tuple[AgeBand, ...]
    counts: Floats
    parent: Floats
    rounding: int
    sources: tuple[Source, ...]

    def __post_init__(self) -> None:
        check_bands_cover_all_ages(self.bands)
        shape = {"year": len(self.years), "area": len(self.areas), "band": len(self.bands)}
        check_shape(f"{self.name}.counts", self.counts, **shape)
        check_shape(f"{self.name}.parent", self.parent, year=shape["year"], band=shape["band"])

    def until(self, launch: int) -> Panel:
        """The same panel with the years up to and including the launch.

        Raises
        ------
        LaunchError
        """
        if launch not in self.years:
            raise LaunchError(self.name, launch, self.years)
        kept = self.years.index(launch) + 1
        return replace(
            self,
            years=self.years[:kept],
            counts=self.counts[:kept].copy(),
            parent=self.parent[:kept].copy(),
        )

    def at(self, year: int) -> Floats:
        """(area, band), persons."""
        counts: Floats = self.counts[self.years.index(year)]
        return counts


@dataclass(frozen=True)
class Known:
    """Everything that was available at launch, and nothing later.

    finer : (sex, single_age), persons of all these areas together at or before launch, when
        a source of that date has them; on 1 January of ``finer_year``
    """

    panel: Panel
    launch: int
    country: NationalKnown
    finer: Floats | None = None
    finer_year: int | None = None


def known_at(
    panel: Panel, launch: int, country: National, finer: Mapping[int, Floats] | None = None
) -> Known:
    """What was known on 1 January of the launch: the only way a method gets its data.

    Parameters
    ----------
    country : national counts and rates of all years; the later ones are left behind
    finer : per year, (sex, single_age), persons of all areas together

    Raises
    ------
    LaunchError, NationalRatesMissingError
    """
    seen = panel.until(launch)
    years = [year for year in (finer or {}) if year <= launch]
    newest = max(years, default=None)
    ages = None if finer is None or newest is None else finer[newest].copy()
    if ages is not None:
        check_shape("finer", ages, sex=len(SEXES), single_age=SINGLE_AGES)
    return Known(seen, launch, country.until(launch, seen.years), ages, newest)


class Method(Protocol):
    """A way to forecast, chosen by name."""

    @property
    def name(self) -> str:
        """As it is typed: ``lin-exp``."""

    @property
    def label(self) -> str:
        """As it is shown, in Dutch."""

    @property
    def ages(self) -> bool:
        """Whether people move on through the ages; else each band, and the total, is by itself."""

    def forecast(self, known: Known, horizon: int) -> Floats:
        """People in each year from the launch on.

        Returns
        -------
        (horizon + 1, area, band), persons; row 0 is the launch. Never negative; NaN only
        where the launch is not known
        """


def banded(people: Floats, bands: tuple[AgeBand, ...]) -> Floats:
    """Add single ages up to bands.

    Parameters
    ----------
    people : (..., single_age), persons of age 0 .. 100 and older

    Returns
    -------
    (..., band), persons

    Examples
    --------
    >>> banded(np.ones(101), (AgeBand(0, 64), AgeBand(65))).tolist()
    [65.0, 36.0]
    """
    parts = [
        people[..., band.low : None if band.high is None else band.high + 1].sum(axis=-1)
        for band in bands
    ]
    return np.stack(parts, axis=-1)
