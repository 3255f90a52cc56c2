"""People per area, sex and single age on one day, from the finest totals there are."""

from __future__ import annotations

import numpy as np

from wwz_engine.axes import (
    OLDEST,
    SEXES,
    AgeBand,
    Floats,
    band_membership,
    check_bands_cover_all_ages,
    check_shape,
)
from wwz_engine.population.fitting import Margin, rake


def people_by_age(
    counts: Floats, bands: tuple[AgeBand, ...], pattern: Floats, *, parent: Floats | None = None
) -> Floats:
    """Fill in sex and single age for areas of which only broad age groups are known.

    Within an age group an area follows the pattern it is given; then the whole is
    fitted (IPF) until each area has its own groups and, where the parent is known by
    sex and age, all areas together are the parent: docs/methods/population.md.

    Parameters
    ----------
    counts : (area, band), persons, the known groups per area
    bands : the groups, from age 0 to an open end
    pattern : (sex, single_age) or (area, sex, single_age), any scale, at least 0
    parent : (sex, single_age), persons; scaled to the groups of all areas together

    Returns
    -------
    (area, sex, single_age), persons

    Raises
    ------
    AxisMismatchError, AgeBandError, MarginsDisagreeError, NotConvergedError
    """
    check_bands_cover_all_ages(bands)
    areas = counts.shape[0]
    check_shape("counts", counts, area=areas, band=len(bands))
    if pattern.ndim == 2:
        pattern = np.broadcast_to(pattern, (areas, *pattern.shape))
    check_shape("pattern", pattern, area=areas, sex=len(SEXES), single_age=OLDEST + 1)
    people = to_groups(np.asarray(pattern), counts, bands)
    if parent is None:
        return people
    target = to_groups(parent[None], counts.sum(axis=0)[None], bands)[0]
    return _fitted(people, counts, bands, target)


def to_groups(people: Floats, counts: Floats, bands: tuple[AgeBand, ...]) -> Floats:
    """Scale single ages so that each area has exactly its known age groups.

    Parameters
    ----------
    people : (area, sex, single_age), any scale
    counts : (area, band), persons

    Returns
    -------
    (area, sex, single_age), persons
    """
    member = band_membership(bands)
    now = np.einsum("isx,bx->ib", people, member)
    # Nobody in the pattern but somebody in the count: spread them evenly over the group.
    empty = (now <= 0) & (counts > 0)
    people = people + np.einsum("ib,bx->ix", empty.astype(np.float64), member)[:, None, :]
    now = np.einsum("isx,bx->ib", people, member)
    factor = np.divide(counts, now, out=np.zeros_like(now), where=now > 0)
    scaled: Floats = people * np.einsum("ib,bx->ix", factor, member)[:, None, :]
    return scaled


def _fitted(people: Floats, counts: Floats, bands: tuple[AgeBand, ...], target: Floats) -> Floats:
    """Fit band by band: within one the areas and the parent's cells are two plain margins."""
    for index, band in enumerate(bands):
        part = people[:, :, band.slice()]
        cells = part.reshape(part.shape[0], -1)
        goal = target[:, band.slice()].reshape(-1)
        if goal.sum() <= 0:
            continue
        fitted = rake(cells, [Margin((1,), goal), Margin((0,), counts[:, index])])
        people[:, :, band.slice()] = fitted.reshape(part.shape)
    return people


def reconcile_groups(shares: Floats, totals: Floats, parent: Floats) -> Floats:
    """People per area and age group from rounded percentages and known totals.

    Percentages are published as whole numbers, so they neither add up to 100 nor to
    the parent. The totals of areas and the groups of the parent hold; the
    percentages give the start of the fit.

    Parameters
    ----------
    shares : (area, band), percent
    totals : (area,), persons
    parent : (band,), persons; scaled to the sum of ``totals``

    Returns
    -------
    (area, band), persons
    """
    start = np.maximum(shares, 0.0) * totals[:, None]
    goal = parent * totals.sum() / parent.sum()
    return rake(start + 1e-9, [Margin((1,), goal), Margin((0,), totals)])
