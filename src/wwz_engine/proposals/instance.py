"""A question on rows and shortages as arrays: what the searches and the solver work on.

An option is a row that starts in a year. Whatever an option asks of a limit is a number, so
that every limit is one line: what all chosen options ask together is at most what there is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from wwz_engine.axes import Floats

Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class LimitName:
    """Which limit a line is of: its key, of whom or which plan, and the year.

    most : what there is, in the unit of its key
    """

    key: str
    who: str = ""
    year: int | None = None
    most: float = 0.0


@dataclass(frozen=True)
class Options:
    """(option,): its row, the number of the year it starts in, and of that it is ready in."""

    row: Whole
    start: Whole
    ready: Whole

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True)
class Asked:
    """What is short before any plan, and what weighs how much.

    short : (area, form, year, draw), homes asked for less those there: negative where some are
        left, which serve the forms below it
    tops : (form,), whether the form is the first of a cascade
    forms, years, draws : weights along the axes; those of the draws add up to 1
    fairness : weight of the largest part of the shortage that an area is left with
    remaining_most : largest part of the shortage of an area that may be left in the last year
    bad_draws, bad_share : weight of the worst part of the draws, and how large a part that is
    """

    short: Floats
    tops: Flags
    forms: Floats
    years: Floats
    draws: Floats
    fairness: float = 0.0
    remaining_most: float | None = None
    bad_draws: float = 0.0
    bad_share: float = 1.0


@dataclass(frozen=True)
class Instance:
    """One programme to be chosen.

    homes : (row, form); site, area : (row,), numbers
    use : (limit, option), what an option asks; most : (limit,), what there is
    must : (site,), whether one of its options is taken in any case
    cost : (option,), what it weighs besides homes
    """

    homes: Floats
    site: Whole
    area: Whole
    options: Options
    asked: Asked
    use: sp.csc_array
    most: Floats
    limits: tuple[LimitName, ...]
    must: Flags
    cost: Floats

    @property
    def option_site(self) -> Whole:
        found: Whole = self.site[self.options.row]
        return found

    def built(self, taken: npt.ArrayLike) -> Floats:
        """Homes that options bring: (area, form, year), all that are ready by the year.

        Parameters
        ----------
        taken : numbers of options
        """
        areas, forms, years, _ = self.asked.short.shape
        at = np.asarray(taken, dtype=np.int64)
        rows, ready = self.options.row[at], np.minimum(self.options.ready[at], years)
        flat = np.zeros((areas * (years + 1), forms))
        np.add.at(flat, self.area[rows] * (years + 1) + ready, self.homes[rows])
        found = flat.reshape(areas, years + 1, forms).swapaxes(1, 2)
        together: Floats = found.cumsum(axis=2)[..., :years]
        return together

    def unmet(self, taken: npt.ArrayLike) -> Floats:
        """Homes still short: (area, form, year, draw)."""
        lacking = self.asked.short - self.built(taken)[..., None]
        found = np.zeros_like(lacking)
        for form, top in enumerate(self.asked.tops):
            if top:
                summed = np.zeros_like(lacking[:, 0])
                most = np.zeros_like(summed)
            summed = summed + lacking[:, form]
            higher = np.maximum(most, summed)
            found[:, form] = higher - most
            most = higher
        return found

    def home_years(self, taken: npt.ArrayLike) -> float:
        """Homes short for one year, mean over the draws: the shortage that a choice leaves."""
        return float((self.unmet(taken).sum(axis=(0, 1, 2))) @ self.asked.draws)

    def value(self, taken: npt.ArrayLike) -> float:
        """What a choice weighs: the number that is made as small as can be."""
        unmet = self.unmet(taken)
        short = np.einsum("aftw,f,t->w", unmet, self.asked.forms, self.asked.years)
        found = (1 - self.asked.bad_draws) * float(short @ self.asked.draws)
        if self.asked.bad_draws:
            found += self.asked.bad_draws * worst_mean(
                short, self.asked.draws, self.asked.bad_share
            )
        if self.asked.fairness:
            found += self.asked.fairness * float(self.remaining(unmet).max(initial=0.0))
        return found + float(self.cost[np.asarray(taken, dtype=np.int64)].sum())

    def remaining(self, unmet: Floats) -> Floats:
        """(area,), part of the shortage of the last year that is left."""
        without = self.last_short(self.unmet([]))
        left = self.last_short(unmet)
        return np.divide(left, without, out=np.zeros_like(left), where=without > 0)

    def last_short(self, unmet: Floats) -> Floats:
        """(area,), homes short in the last year, of all forms together and over the draws."""
        found: Floats = unmet[:, :, -1].sum(axis=1) @ self.asked.draws
        return found


def worst_mean(values: Floats, weights: Floats, share: float) -> float:
    """Mean of the worst part of weighed values: conditional value at risk.

    Examples
    --------
    >>> worst_mean(np.array([1.0, 2.0, 9.0, 4.0]), np.full(4, 0.25), 0.5)
    6.5
    """
    order = np.argsort(-values)
    before = np.concatenate([[0.0], weights[order].cumsum()[:-1]])
    part = np.clip(share - before, 0.0, weights[order])
    return float(values[order] @ part / share)
