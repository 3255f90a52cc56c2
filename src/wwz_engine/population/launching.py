"""From the counts of a gemeente to what the projection starts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from wwz_engine.axes import OLDEST, AgeBand, Floats
from wwz_engine.facts import AreaRef
from wwz_engine.population.base import people_by_age
from wwz_engine.population.forecast import Base
from wwz_engine.population.methods.cohort_annual import movement_of
from wwz_engine.population.methods.learning import learn
from wwz_engine.population.methods.national import national
from wwz_engine.population.methods.panel import SINGLE_AGES, Panel, known_at
from wwz_engine.population.methods.settings import CohortSettings
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.tidy import Source


def base_of(
    tables: Tables,
    units: tuple[AreaRef, ...],
    counts: Mapping[int, Floats],
    bands: tuple[AgeBand, ...],
    pattern: Floats,
    source: Source,
    *,
    pattern_year: int | None,
) -> Base:
    """People by sex and single age at the last count, and how they move by all counts.

    Parameters
    ----------
    counts : per year, (unit, band), persons; NaN where not known
    pattern : (sex, single_age), people of the gemeente to 95 and older
    pattern_year : of the pattern; None when it is that of the country

    Raises
    ------
    NationalRatesMissingError, AxisMismatchError, and the errors of the fit
    """
    years = tuple(sorted(counts))
    stacked = np.array([counts[year] for year in years])
    codes = tuple(unit.code for unit in units)
    panel = Panel(
        codes[0][:6], codes, tuple(unit.name for unit in units), years, bands,
        stacked, np.nansum(stacked, axis=1), 1, (source,),
    )  # fmt: skip
    known = known_at(panel, years[-1], national(tables))
    oldest = known.country.at_launch[:, OLDEST:]
    if pattern_year is not None:
        known = replace(known, finer=to_a_hundred(pattern, oldest), finer_year=pattern_year)
    settings = CohortSettings.at(years[-1])
    learned = learn(known, settings)
    ages = _to_95(learned.people)
    of_sex = pattern / np.maximum(pattern.sum(axis=0), 1e-9)
    start = np.nan_to_num(counts[years[-1]])
    people = people_by_age(start, bands, ages[:, None, :] * of_sex, parent=pattern)
    return Base(to_a_hundred(people, oldest), movement_of(learned, known), known)


def to_a_hundred(people: Floats, oldest: Floats) -> Floats:
    """95 and older spread over 95 .. 100 and older as in the country.

    Parameters
    ----------
    people : (..., sex, single_age), persons to 95 and older
    oldest : (sex, 6), people of the country of 95 .. 100 and older
    """
    share = oldest / np.maximum(oldest.sum(axis=1, keepdims=True), 1e-9)
    spread: Floats = np.concatenate([people[..., :OLDEST], people[..., OLDEST:] * share], axis=-1)
    return spread


def _to_95(people: Floats) -> Floats:
    joined: Floats = np.concatenate(
        [people[..., :OLDEST], people[..., OLDEST:SINGLE_AGES].sum(axis=-1, keepdims=True)], axis=-1
    )
    return joined
