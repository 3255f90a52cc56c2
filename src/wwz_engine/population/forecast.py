"""People in coming years: the central path of areas that add up to their gemeente.

The projection is that of the annual cohort method, which the back-test scores; here it
starts from people by sex and age and gives what the draws need: docs/methods/forecast.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from wwz_engine.axes import SEXES, Floats, check_shape
from wwz_engine.population.ages import grouped
from wwz_engine.population.methods.carrying import Movement, carry_whole
from wwz_engine.population.methods.cohort_annual import ahead
from wwz_engine.population.methods.learning import yearly_survival
from wwz_engine.population.methods.local import Local
from wwz_engine.population.methods.panel import SINGLE_AGES, Known
from wwz_engine.population.methods.settings import CohortSettings
from wwz_engine.population.ratios import GROUPS, STEP

_HALVINGS = 50
"""Of the interval in which the growth is sought: far below a person."""


@dataclass(frozen=True)
class History:
    """The same areas five years earlier and at the start of the forecast.

    before, after : (area, sex, age_group), persons
    """

    before: Floats
    after: Floats


@dataclass(frozen=True)
class Base:
    """What the projection starts from.

    people : (area, sex, single_age), persons on 1 January, ages 0 .. 100 and older
    movement : how areas and gemeente move, learned from their past
    known : the counts and the country it was learned from
    """

    people: Floats
    movement: Movement
    known: Known


@dataclass(frozen=True)
class Path:
    """The central forecast.

    central : (year, area, sex, age_group), persons; year 0 is the start
    """

    central: Floats

    @property
    def people(self) -> Floats:
        """(node, area, sex, age_group), persons; node 0 is the start, each next 5 years on."""
        nodes: Floats = self.central[::STEP]
        return nodes


def project(
    base: Base, survival: Floats, settings: CohortSettings, *, local: Local | None = None
) -> Path:
    """Carry people forward year by year, areas tied to their gemeente.

    Parameters
    ----------
    survival : (period, sex, age_group), share alive after each coming five years; its
        periods set how far is projected
    local : institutions, plans, totals and outside figures, as far as known

    Returns
    -------
    Path, in which areas add up to the gemeente in every group

    Raises
    ------
    AxisMismatchError, PlanError
    """
    areas, periods = base.people.shape[0], survival.shape[0]
    check_shape("start", base.people, area=areas, sex=len(SEXES), single_age=SINGLE_AGES)
    check_shape("survival", survival, period=periods, sex=len(SEXES), age_group=GROUPS)
    single = ahead(base.people, base.movement, base.known, settings, STEP * periods, local)
    return Path(in_groups(single))


def in_groups(single: Floats) -> Floats:
    """Single ages up to 100 as the twenty age groups, the last 95 and older."""
    oldest = single[..., GROUPS * 5 - 5 :].sum(axis=-1, keepdims=True)
    return grouped(np.concatenate([single[..., : GROUPS * 5 - 5], oldest], axis=-1))


def growing(base: Base, settings: CohortSettings, growth: float | None) -> Base:
    """The same start, with moving such that the gemeente goes on growing at first.

    One effect on all bands below the anchor age, sought until five years give the growth.
    It is set against what its own ages would give: an old gemeente that keeps its size
    draws people, though it grows less than the country.

    Parameters
    ----------
    growth : people of the gemeente against five years before; None when not known
    """
    if growth is None:
        return base
    start = base.people.sum(axis=0)
    highs = [SINGLE_AGES if band.high is None else band.high for band in base.movement.bands]
    young = np.array([high < settings.anchor for high in highs])

    def moved(effect: float) -> Movement:
        drift = np.where(young, effect, base.movement.drift_of_whole)
        return replace(
            base.movement, drift_of_whole=drift,
            drift=base.movement.drift + (drift - base.movement.drift_of_whole),
        )  # fmt: skip

    def later(effect: float) -> float:
        path = carry_whole(
            start, moved(effect), lambda year: yearly_survival(base.known, year), settings, STEP
        )
        return float(path[-1].sum())

    low, high = -settings.growth_cap, settings.growth_cap
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if later(middle) < growth * start.sum():
            low = middle
        else:
            high = middle
    return replace(base, movement=moved((low + high) / 2))
