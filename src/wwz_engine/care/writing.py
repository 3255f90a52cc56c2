"""From draws per unit to figures per area, with own figures in the place of modelled ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.care.own import Brought
from wwz_engine.care.scaling import Scaled, scaled_to
from wwz_engine.demand_figures import years_of
from wwz_engine.facts import COUNTED, ESTIMATED, PROJECTED, UNKNOWN
from wwz_engine.figures import Figures, summarise
from wwz_engine.population.figures import People
from wwz_engine.sources.tidy import Source
from wwz_engine.unknowns import register

SMALLEST_LEVEL = "buurt"


@dataclass(frozen=True)
class Writer:
    """What all figures on care of one study share.

    people : draws of all areas; the gemeente is the first
    own : what a partnership brings
    low_share : lower end of the band as a share of the draws
    """

    people: People
    own: Brought
    low_share: float

    @property
    def years(self) -> tuple[int, ...]:
        return years_of(self.people)

    @property
    def worked_years(self) -> tuple[int, ...]:
        """The years of figures, and those in which somebody counted."""
        first, last = self.people.base_year, self.people.years[-1]
        counted = {min(max(year, first), last) for year in self.own.years()}
        return tuple(sorted({*self.years, *counted}))

    @property
    def larger(self) -> People:
        """The same people per gemeente, wijk and zone; buurten are left out."""
        rows = [row for row, area in enumerate(self.people.areas) if area.level != SMALLEST_LEVEL]
        areas = tuple(self.people.areas[row] for row in rows)
        return replace(self.people, areas=areas, members=self.people.members[rows])

    def own_numbers(self, key: str) -> dict[int, float]:
        return {row: number for row, (number, _) in self.own.of(key).items()}

    def scaled(self, key: str, worked: Floats) -> Scaled:
        """Factors that put the own figures of a kind in place.

        Parameters
        ----------
        worked : (unit, year, draw) of ``worked_years``
        """
        years = self.worked_years
        expected = {}
        for row, (_, year) in self.own.of(key).items():
            nearest = min(years, key=lambda one: abs(one - year))
            expected[row] = worked[:, years.index(nearest)].mean(axis=-1)
        return scaled_to(self.own_numbers(key), expected, self.people.members)

    def in_years(self, worked: Floats) -> Floats:
        """Draws of ``worked_years`` in the years of the figures."""
        at = [self.worked_years.index(year) for year in self.years]
        chosen: Floats = worked[:, at]
        return chosen

    def drawn(
        self,
        key: str,
        units: Floats,
        sources: tuple[Source, ...],
        *,
        people: People | None = None,
        expected: Floats | None = None,
    ) -> list[Figures]:
        """Mean and band per area; an area with a part that is not known is not known.

        Parameters
        ----------
        units : (unit, year, draw) in the years of the figures
        people : areas to give, when not all
        expected : (unit, year), the figure itself where it is not the mean of the draws
        """
        people = people or self.people
        unknown = np.isnan(units).any(axis=(1, 2))
        found = summarise(people.add_up(np.nan_to_num(units)), self.low_share)
        value = found.value
        if expected is not None:
            value = people.add_up(np.nan_to_num(expected)[..., None])[..., 0]
        for part in (value, found.low, found.high):
            part[people.members @ unknown > 0] = np.nan
        at_start = [year == people.base_year for year in self.years]
        found.low[:, at_start], found.high[:, at_start] = np.nan, np.nan
        kinds = tuple(ESTIMATED if first else PROJECTED for first in at_start)
        modelled = Figures(
            key, people.areas, self.years, value, kinds, sources, low=found.low, high=found.high
        )
        return [*self._without_own(modelled), *self.counted(key)]

    def counted(self, key: str) -> list[Figures]:
        """Own figures of a kind, each of its own area and year."""
        return [
            Figures(
                key, (self.people.areas[row],), (year,), np.array([[number]]), (COUNTED,),
                self.own.sources,
            )
            for row, (number, year) in sorted(self.own.of(key).items())
        ]  # fmt: skip

    def _without_own(self, figures: Figures) -> Iterator[Figures]:
        """The same figures but where somebody counted: one place and year has one figure."""
        places = {area: row for row, area in enumerate(figures.areas)}
        taken = {
            (places[self.people.areas[row]], figures.years.index(year))
            for row, (_, year) in self.own.of(figures.indicator).items()
            if self.people.areas[row] in places and year in figures.years
        }
        split = {column for _, column in taken}
        everywhere = range(len(figures.areas))
        whole = [column for column in range(len(figures.years)) if column not in split]
        yield _part(figures, list(everywhere), whole)
        for column in sorted(split):
            rows = [row for row in everywhere if (row, column) not in taken]
            yield _part(figures, rows, [column])

    def unknown(self, key: str) -> Figures:
        """Not known for the gemeente: a finding, never zero."""
        return Figures(
            key, self.people.areas[:1], (self.people.base_year,), np.full((1, 1), np.nan),
            (ESTIMATED,), (register().source,), missing=UNKNOWN,
        )  # fmt: skip


def _part(figures: Figures, rows: list[int], columns: list[int]) -> Figures:
    at = np.ix_(rows, columns)
    return replace(
        figures,
        areas=tuple(figures.areas[row] for row in rows),
        years=tuple(figures.years[column] for column in columns),
        kinds=tuple(figures.kinds[column] for column in columns),
        value=figures.value[at],
        low=None if figures.low is None else figures.low[at],
        high=None if figures.high is None else figures.high[at],
    )
