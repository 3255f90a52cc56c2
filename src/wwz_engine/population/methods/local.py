"""What is known of areas besides their counts: institutions, building plans, outside totals.

Each is an input of the annual cohort method, and each may be absent: what is not known
stays unknown and changes nothing. docs/methods/cohort.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from wwz_engine import parameters
from wwz_engine.axes import SEXES, AgeBand, Floats, check_shape
from wwz_engine.errors import EngineError
from wwz_engine.population.methods.panel import SINGLE_AGES, Known, banded
from wwz_engine.population.methods.settings import CohortSettings, parameter_day
from wwz_engine.population.methods.shapes import band_of_age

KINDS = ("hard", "zacht")
"""How firm a plan is: laid down in a decision, or still an intention."""
_FAST = 1.2
"""An area that grew by more than this in its base period tells who enters new homes."""


class PlanError(EngineError):
    """A building plan for an area that is not there, of an unknown kind or without homes."""


@dataclass(frozen=True)
class Plan:
    """Homes to be built: in which area, ready in which year, and how firm.

    area : code, as in the panel
    homes : number of homes added; below nil is demolition
    kind : one of KINDS
    """

    area: str
    year: int
    homes: float
    kind: str


@dataclass(frozen=True)
class Local:
    """What is known besides the counts.

    institutions : (area, band), residents of institutions; NaN where not known
    plans : homes to be built
    totals : (year ahead, area), any scale; areas lean to them below the anchor age
    outside : (year ahead,) or (year ahead, band), persons of the whole as others say: official
        figures or an upload; None leaves the whole as it is worked out
    """

    institutions: Floats | None = None
    plans: tuple[Plan, ...] = ()
    totals: Floats | None = None
    outside: Floats | None = None


def apart(known: Known, institutions: Floats | None) -> tuple[Known, Floats]:
    """The counts without residents of institutions, and those residents.

    As many live there in every year: a place that falls free is taken again. Where their
    number is not known nobody is kept apart.

    Returns
    -------
    Known, and (area, band), persons

    Raises
    ------
    AxisMismatchError
    """
    panel = known.panel
    residents = np.zeros(panel.counts.shape[1:])
    if institutions is None:
        return known, residents
    check_shape("institutions", institutions, area=len(panel.areas), band=len(panel.bands))
    residents = np.maximum(np.nan_to_num(institutions), 0.0)
    fewest = np.nanmin(np.where(np.isnan(panel.counts), np.inf, panel.counts), axis=0)
    residents = np.minimum(residents, np.where(np.isfinite(fewest), fewest, 0.0))
    counts = panel.counts - residents
    parent = panel.parent - residents.sum(axis=0)
    return replace(known, panel=replace(panel, counts=counts, parent=parent)), residents


def check_plans(plans: Sequence[Plan], known: Known) -> None:
    """Refuse what cannot be placed.

    Raises
    ------
    PlanError
    """
    for plan in plans:
        if plan.area not in known.panel.areas:
            raise PlanError(
                f"Het bouwplan van {plan.year} ligt in {plan.area}, maar dat gebied is er niet. "
                "Gebruik de code van een gebied uit de reeks."
            )
        if plan.kind not in KINDS:
            raise PlanError(
                f"Een bouwplan is {' of '.join(KINDS)}, niet ‘{plan.kind}’. Pas het plan aan."
            )


def entering(
    plans: Sequence[Plan], known: Known, people: Floats, first: Floats, horizon: int
) -> Floats:
    """People who come to live in new homes: (year ahead, area, sex, single_age).

    Homes times the share of such plans that is built times people per home, with the ages
    of those who came to areas that grew fast.

    Parameters
    ----------
    people : (area, sex, single_age), persons at launch
    first : (area,), persons in the first year of the base period

    Raises
    ------
    PlanError
    """
    check_plans(plans, known)
    day = parameter_day(known.launch)
    built = parameters.load("plan_realisation").table(day)
    per_home = parameters.load("people_per_new_home").number(day)
    profile = entry_profile(people, first)
    came = np.zeros((horizon + 1, *people.shape))
    for plan in plans:
        ahead = plan.year - known.launch
        if 1 <= ahead <= horizon:
            number = known.panel.areas.index(plan.area)
            came[ahead, number] += plan.homes * built[plan.kind] * per_home * profile
    return came


def entry_profile(people: Floats, first: Floats) -> Floats:
    """Ages of people in areas that grew by more than a fifth; without such areas, of all.

    Returns
    -------
    (sex, single_age), share, adding up to 1
    """
    now = people.sum(axis=(1, 2))
    fast = (now > _FAST * first) & (now > 0)
    chosen = people[fast].sum(axis=0) if fast.any() else people.sum(axis=0)
    profile: Floats = chosen / max(float(chosen.sum()), 1e-9)
    return profile


def constrained(whole: Floats, outside: Floats | None, bands: tuple[AgeBand, ...]) -> Floats:
    """The whole scaled to figures of others, by year or by year and band.

    Parameters
    ----------
    whole : (year ahead, sex, single_age), persons
    outside : (year ahead,) or (year ahead, band), persons; NaN leaves that year as it is

    Raises
    ------
    AxisMismatchError
    """
    if outside is None:
        return whole
    years = whole.shape[0]
    check_shape("whole", whole, year=years, sex=len(SEXES), single_age=SINGLE_AGES)
    if outside.ndim == 1:
        check_shape("outside", outside, year=years)
        ours = whole.sum(axis=(1, 2))
        factor = np.where(np.isnan(outside), 1.0, outside / np.maximum(ours, 1e-9))
        return whole * factor[:, None, None]
    check_shape("outside", outside, year=years, band=len(bands))
    of_bands = banded(whole.sum(axis=1), bands)
    by_band = np.where(np.isnan(outside), 1.0, outside / np.maximum(of_bands, 1e-9))
    scaled: Floats = whole * by_band[:, None, band_of_age(bands)]
    return scaled


def leaning(
    people: Floats, whole: Floats, totals: Floats, settings: CohortSettings, rounds: int = 30
) -> Floats:
    """Areas that are their whole in every age and lean to totals below the anchor age.

    Cohorts alone repeat a building project for twenty years; a total that is extrapolated
    by itself holds them (Baker, Swanson and Tayman 2020). Above the anchor age survival
    decides.

    Parameters
    ----------
    people : (area, sex, single_age), persons
    whole : (sex, single_age), persons; holds exactly
    totals : (area,), any scale
    """
    goal = totals * whole.sum() / max(float(totals.sum()), 1e-9)
    young = slice(0, settings.anchor)
    leant = people.copy()
    for _ in range(rounds):
        younger = leant[:, :, young].sum(axis=(1, 2))
        older = leant[:, :, settings.anchor :].sum(axis=(1, 2))
        # An area of only old people cannot shed those it does not have.
        wanted = np.maximum(goal - older, younger / 2)
        factor = np.divide(wanted, younger, out=np.ones_like(younger), where=younger > 0)
        leant[:, :, young] *= factor[:, None, None]
        sums = leant.sum(axis=0)
        leant *= np.divide(whole, sums, out=np.zeros_like(whole), where=sums > 0)
    return leant
