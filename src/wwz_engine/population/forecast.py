"""People in coming years: the central path of areas that add up to their parent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wwz_engine.axes import SEXES, Floats, check_shape
from wwz_engine.population.ratios import (
    FERTILE,
    GROUPS,
    Settings,
    children_per_woman,
    cohort_ratios,
    damped,
    growth_difference,
    moving_effect,
)


@dataclass(frozen=True)
class History:
    """The same areas five years earlier and at the start of the forecast.

    before, after : (area, sex, age_group), persons
    """

    before: Floats
    after: Floats


@dataclass(frozen=True)
class Country:
    """What is known of the Netherlands.

    ratios : (sex, age_group), cohort change ratio of the last five years
    survival_then : (sex, age_group), share alive after the last five years
    survival : (period, sex, age_group), share alive after each coming five years
    """

    ratios: Floats
    survival_then: Floats
    survival: Floats

    def expected(self, anchor: int) -> Floats:
        """National ratios per coming period: constant below the anchor, survival above.

        Returns
        -------
        (period, sex, age_group)
        """
        periods = self.survival.shape[0]
        ratios = np.broadcast_to(self.ratios, (periods, *self.ratios.shape)).copy()
        ratios[:, :, anchor:] = self.survival[:, :, anchor:]
        return ratios


@dataclass(frozen=True)
class Path:
    """The central forecast and the ratios that lead to it.

    people : (node, area, sex, age_group), persons; node 0 is the start, each next 5 years on
    ratios : (period, area, sex, age_group), people of the next group per person of this one
    children : (period, area), children of 0-4 per woman of 15-49
    girls : share of the children that are girls
    """

    people: Floats
    ratios: Floats
    children: Floats
    girls: float


def project(
    start: Floats,
    country: Country,
    settings: Settings,
    *,
    history: History | None,
    growth: float | None = None,
) -> Path:
    """Carry people forward in steps of five years, areas tied to their gemeente.

    Shrunk, survival-anchored Hamilton-Perry, tied to totals: docs/methods/forecast.md.

    Parameters
    ----------
    start : (area, sex, age_group), persons
    country : rates of the Netherlands; its periods set how far is projected
    history : the areas five years before; None when only the start is known
    growth : people of the gemeente against five years before, when there is no history;
        None when that is not known: then it follows the country

    Returns
    -------
    Path, in which areas add up to the gemeente in every group

    Raises
    ------
    AxisMismatchError
    """
    areas = start.shape[0]
    check_shape("start", start, area=areas, sex=len(SEXES), age_group=GROUPS)
    gemeente = start.sum(axis=0)
    if history is None:
        parent_ratios = _ratios_of_growth(gemeente, country, settings, growth)
    else:
        parent_ratios = _parent_ratios(gemeente, country, settings, history)
    ratios = parent_ratios[:, None] * np.exp(_local_effect(start, country, settings, history))
    prior = float(settings.prior_size[0])
    children = children_per_woman(start, gemeente, prior)
    parent_children = float(gemeente[:, 0].sum() / max(float(gemeente[1, FERTILE].sum()), 1e-9))
    girls = float(gemeente[1, 0] / max(float(gemeente[:, 0].sum()), 1e-9))
    growths = _growth_differences(history, settings, ratios.shape[0])
    people = [start]
    parent = gemeente
    child_rows = []
    for period in range(ratios.shape[0]):
        parent = _step(parent[None], parent_ratios[period][None], parent_children, girls)[0]
        raw = _step(people[-1], ratios[period], children, girls)
        totals = None
        if growths is not None:
            totals = people[-1].sum(axis=(1, 2)) * np.exp(growths[period])
        tied = tied_to_parent(raw, parent, totals, settings.anchor)
        factor = np.divide(tied, raw, out=np.ones_like(raw), where=raw > 0)
        ratios[period] *= _of_origin(factor)
        child_rows.append(tied[:, :, 0].sum(axis=1) / np.maximum(_women(tied), 1e-9))
        people.append(tied)
    return Path(np.array(people), ratios, np.array(child_rows), girls)


def _growth_differences(history: History | None, settings: Settings, periods: int) -> Floats | None:
    """How much faster each area grows than the gemeente: (period, area), logarithm."""
    if history is None:
        return None
    sums = (history.before.sum(axis=(1, 2)), history.after.sum(axis=(1, 2)))
    left = settings.halving ** np.arange(periods, dtype=np.float64)
    fading: Floats = growth_difference(*sums, settings) * left[:, None]
    return fading


def tied_to_parent(
    people: Floats, parent: Floats, totals: Floats | None, anchor: int, rounds: int = 30
) -> Floats:
    """Areas that add up to their parent in every group, and lean to totals of their own.

    Cohort ratios run away where an area was built up in the base period; a total that
    is extrapolated by itself holds them (Baker, Swanson and Tayman 2020).
    The totals are reached below the anchor age only: above it survival decides.

    Parameters
    ----------
    people : (area, sex, age_group), persons
    parent : (sex, age_group), persons; holds exactly
    totals : (area,), any scale; None leaves the areas to their own ratios
    anchor : index of the first age group that is carried forward by survival

    Returns
    -------
    (area, sex, age_group), persons
    """
    tied = _scaled_to(people, parent)
    if totals is None:
        return tied
    goal = totals * parent.sum() / max(float(totals.sum()), 1e-9)
    # Who was anchored as 70-74 is 75-79 now.
    young = slice(0, anchor + 1)
    for _ in range(rounds):
        younger = tied[:, :, young].sum(axis=(1, 2))
        older = tied[:, :, anchor + 1 :].sum(axis=(1, 2))
        # An area of only old people cannot shed those it does not have.
        wanted = np.maximum(goal - older, younger / 2)
        factor = np.divide(wanted, younger, out=np.ones_like(younger), where=younger > 0)
        tied[:, :, young] *= factor[:, None, None]
        tied = _scaled_to(tied, parent)
    return tied


def _scaled_to(people: Floats, parent: Floats) -> Floats:
    total = people.sum(axis=0)
    factor = np.divide(parent, total, out=np.ones_like(parent), where=total > 0)
    scaled: Floats = people * factor
    return scaled


def _women(people: Floats) -> Floats:
    total: Floats = people[:, 1, FERTILE].sum(axis=1)
    return total


def _of_origin(factor: Floats) -> Floats:
    """The factor on each group's outcome, put at the group that the people come from."""
    origin = np.empty_like(factor)
    origin[..., :-1] = factor[..., 1:]
    origin[..., -1] = factor[..., -1]
    return origin


def _step(people: Floats, ratios: Floats, children: Floats | float, girls: float) -> Floats:
    later = np.zeros_like(people)
    moved = people * ratios
    later[:, :, 1:] = moved[:, :, :-1]
    later[:, :, -1] += moved[:, :, -1]
    born = children * _women(later)
    later[:, 0, 0], later[:, 1, 0] = born * (1 - girls), born * girls
    return later


def _parent_ratios(
    gemeente: Floats, country: Country, settings: Settings, history: History
) -> Floats:
    """Ratios of the gemeente per coming period: (period, sex, age_group)."""
    expected = country.expected(settings.anchor)
    then = country.ratios.copy()
    then[:, settings.anchor :] = country.survival_then[:, settings.anchor :]
    prior = np.full(GROUPS, settings.parent_prior_size)
    before, after = history.before.sum(axis=0), history.after.sum(axis=0)
    effect = moving_effect(cohort_ratios(before, after, then, prior), then, settings)
    shown: Floats = expected * np.exp(damped(effect, gemeente, len(expected), settings))
    return shown


def _ratios_of_growth(
    gemeente: Floats, country: Country, settings: Settings, growth: float | None
) -> Floats:
    """National ratios, moved below the anchor age so that growth goes on at first.

    Set against the growth that its own ages would give: an old gemeente that keeps its
    size draws people, though it grows less than the country.
    """
    expected = country.expected(settings.anchor)
    effect = np.zeros((len(SEXES), GROUPS))
    if growth is not None:
        children = float(gemeente[:, 0].sum() / max(float(gemeente[1, FERTILE].sum()), 1e-9))
        later = _step(gemeente[None], expected[0][None], children, girls=0.5)[0]
        older = float((gemeente * expected[0])[:, settings.anchor :].sum())
        younger = float(later.sum()) - older
        wanted = growth * float(gemeente.sum()) - older
        effect[:, : settings.anchor] = np.log(max(wanted, 1e-9) / max(younger, 1e-9))
    shown: Floats = expected * np.exp(damped(effect, gemeente, len(expected), settings))
    return shown


def _local_effect(
    start: Floats, country: Country, settings: Settings, history: History | None
) -> Floats:
    """Moving effect of areas on top of their gemeente: (period, area, 1, age_group).

    Men and women are taken together: few small areas have enough people of both.
    """
    periods = country.survival.shape[0]
    if history is None:
        return np.zeros((periods, start.shape[0], 1, GROUPS))
    before, after = history.before.sum(axis=1), history.after.sum(axis=1)
    total = cohort_ratios(
        before.sum(axis=0),
        after.sum(axis=0),
        country.ratios.mean(axis=0),
        np.full(GROUPS, 1e-9),
    )
    expected = np.broadcast_to(total, before.shape)
    ratio = cohort_ratios(before, after, expected, settings.prior_size)
    effect = moving_effect(ratio, expected, settings)
    people = start.sum(axis=1)
    return damped(effect, people, periods, settings)[:, :, None, :]
