"""Single ages inside wide bands, and the age pattern an area keeps: docs/methods/cohort.md."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from wwz_engine.axes import AgeBand, Floats
from wwz_engine.population.methods.panel import SINGLE_AGES, Known, banded


def band_of_age(bands: tuple[AgeBand, ...]) -> NDArray[np.intp]:
    """Number of the band of every single age: (single_age,)."""
    lows = np.array([band.low for band in bands])
    numbers: NDArray[np.intp] = np.searchsorted(lows, np.arange(SINGLE_AGES), side="right") - 1
    return numbers


def bend(counts: Floats, bands: tuple[AgeBand, ...], shape: Floats) -> Floats:
    """Single ages of areas: a known shape, bent smoothly until every band is as counted.

    Monotone cubic interpolation (PCHIP) of the cumulative count against the cumulative
    shape: the peaks and dips of the shape stay, what an area has more or less of an age
    than the shape runs on smoothly from band to band.

    Parameters
    ----------
    counts : (area, band), persons
    shape : (single_age,), any scale

    Returns
    -------
    (area, single_age), persons

    Examples
    --------
    >>> bands = (AgeBand(0, 64), AgeBand(65))
    >>> bend(np.array([[65.0, 72.0]]), bands, np.ones(101))[0, [0, 100]].round(2)
    array([0.37, 2.35])
    """
    shape = np.maximum(shape, 1e-9 * shape.sum())
    edges = np.concatenate([[0.0], np.cumsum(banded(shape, bands))])
    before = np.concatenate([np.zeros((len(counts), 1)), np.cumsum(counts, axis=1)], axis=1)
    at = np.concatenate([[0.0], np.cumsum(shape)])
    if len(bands) == 1:
        even: Floats = counts * (shape / shape.sum())
        return even
    curve = PchipInterpolator(edges, before, axis=1)
    people: Floats = np.maximum(np.diff(curve(at), axis=1), 0.0)
    return to_counts(people, counts, bands, shape)


def to_counts(people: Floats, counts: Floats, bands: tuple[AgeBand, ...], shape: Floats) -> Floats:
    """Scale single ages to the counted bands; a band of nobody gets the ages of ``shape``.

    Parameters
    ----------
    people : (area, single_age)
    counts : (area, band), persons
    shape : (single_age,), any scale

    Returns
    -------
    (area, single_age), persons
    """
    number = band_of_age(bands)
    now = banded(people, bands)
    filled = np.where((now > 0)[:, number], people, shape + 1e-12)
    factor = counts / banded(filled, bands)
    scaled: Floats = filled * factor[:, number]
    return scaled


def own_ages(people: Floats, whole: Floats, prior: float, cap: float) -> Floats:
    """How much more of an age than of one year younger an area has, against the whole.

    With ``n`` the people of an area and ``G`` those of the whole it is
    ``ln(n(x) / G(x)) - ln(n(x-1) / G(x-1))``: what moving must do every year for an area
    to keep its ages while the whole grows old.

    Parameters
    ----------
    people : (area, single_age), persons
    whole : (single_age,), persons
    prior : persons with the ages of the whole, added to every area
    cap : most of it, either way

    Returns
    -------
    (area, single_age), logarithm a year
    """
    share = np.maximum(whole, 1e-9 * whole.sum()) / whole.sum()
    ratio = np.log(people / share + prior)
    pull = np.zeros_like(people)
    pull[:, 1:] = np.diff(ratio, axis=1)
    return np.clip(pull, -cap, cap)


def shape_of_whole(known: Known, year: int) -> Floats:
    """Ages of all areas together in a year of the panel: (single_age,), any scale.

    National ages; where finer ages of these areas are known, what they have more or less
    of a birth year than the country.
    """
    years = known.country.years
    national: Floats = known.country.people[years.index(year)].sum(axis=0)
    if known.finer is None or known.finer_year is None:
        return national
    near = min(years, key=lambda other: abs(other - (known.finer_year or year)))
    then = known.country.people[years.index(near)].sum(axis=0)
    relative = known.finer.sum(axis=0) / np.maximum(then, 1e-9)
    later = np.clip(np.arange(SINGLE_AGES) + known.finer_year - year, 0, SINGLE_AGES - 1)
    finer: Floats = national * relative[later]
    return finer
