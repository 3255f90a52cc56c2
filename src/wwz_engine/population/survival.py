"""Survival over five years from death rates."""

from __future__ import annotations

import numpy as np

from wwz_engine.axes import AGE_GROUPS, Floats
from wwz_engine.errors import EngineError


class DeathRateError(EngineError):
    """Death rates that are missing, negative or on other ages than a life table has."""


TABLE_AGES: tuple[int, ...] = (0, 1, *range(5, 101, 5))
"""Lower ages of an abridged life table: 0, 1-4, 5-9 .. 95-99, 100 and older."""

FIRST_YEAR_LIVED = 0.1
"""Years lived in the first year by children who die in it: most die within weeks."""


def five_year_survival(rates: Floats) -> Floats:
    """Share of each five-year group that is still alive five years later.

    Life table arithmetic as in Preston, Heuveline and Guillot (2001), chapter 3;
    deaths in the middle of the interval but for the first year.

    Parameters
    ----------
    rates : (..., table_age), deaths per person-year at TABLE_AGES

    Returns
    -------
    (..., age_group), share 0..1; the last is for people of 95 and older

    Raises
    ------
    DeathRateError
    """
    if rates.shape[-1] != len(TABLE_AGES) or not np.isfinite(rates).all() or (rates <= 0).any():
        raise DeathRateError(
            f"Sterftecijfers horen er voor {len(TABLE_AGES)} leeftijden te zijn en boven nul te "
            "liggen. Controleer het bestand met sterftecijfers."
        )
    width = np.array([1.0, 4.0] + [5.0] * (len(TABLE_AGES) - 2))
    lived = np.where(np.arange(len(TABLE_AGES)) == 0, FIRST_YEAR_LIVED, width / 2)
    dying = np.minimum(width * rates / (1 + (width - lived) * rates), 1.0)
    dying[..., -1] = 1.0
    alive = np.cumprod(np.concatenate([np.ones_like(dying[..., :1]), 1 - dying], axis=-1), axis=-1)
    years = width * alive[..., 1:] + lived * (alive[..., :-1] - alive[..., 1:])
    years[..., -1] = alive[..., -2] / rates[..., -1]
    # Ages 0 and 1-4 are one group of people; 95-99 and 100+ are the open one.
    in_group = np.concatenate(
        [years[..., :1] + years[..., 1:2], years[..., 2:-1], years[..., -1:]], axis=-1
    )
    survival = np.empty((*rates.shape[:-1], len(AGE_GROUPS)))
    survival[..., :-1] = in_group[..., 1 : len(AGE_GROUPS)] / in_group[..., : len(AGE_GROUPS) - 1]
    oldest = in_group[..., -2] + in_group[..., -1]
    survival[..., -1] = in_group[..., -1] / oldest
    # The group 90-94 moves into the closed ages 95-99 only, not into all of 95+.
    return survival


