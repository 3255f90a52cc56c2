"""Survival over five years from death rates."""

from __future__ import annotations

import numpy as np

from wwz_engine.axes import AGE_GROUPS, Floats
from wwz_engine.errors import EngineError


class DeathRateError(EngineError):
    """Death rates that are missing, negative or on other ages than a life table has."""


TABLE_AGES: tuple[int, ...] = (0, 1, *range(5, 101, 5))
"""Lower ages of an abridged life table: 0, 1-4, 5-9 .. 95-99, 100 and older."""


def five_year_survival(rates: Floats) -> Floats:
    """Share of each five-year group that is still alive five years later.

    Life table with a constant death rate within each interval (Preston, Heuveline and
    Guillot 2001, chapter 3). Deaths half way an interval would leave nobody above 95,
    where the rate is more than two fifths a year.

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
    width = np.array([1.0, 4.0] + [5.0] * (len(TABLE_AGES) - 3) + [np.inf])
    staying = np.exp(-width * rates)
    born = np.ones_like(staying[..., :1])
    alive = np.cumprod(np.concatenate([born, staying], axis=-1), axis=-1)
    years = (alive[..., :-1] - alive[..., 1:]) / rates
    # Ages 0 and 1-4 are one group of people; 95-99 and 100+ are the open one.
    in_group = np.concatenate(
        [years[..., :1] + years[..., 1:2], years[..., 2:-1], years[..., -1:]], axis=-1
    )
    survival = np.empty((*rates.shape[:-1], len(AGE_GROUPS)))
    survival[..., :-1] = in_group[..., 1 : len(AGE_GROUPS)] / in_group[..., : len(AGE_GROUPS) - 1]
    oldest = in_group[..., -2] + in_group[..., -1]
    survival[..., -1] = in_group[..., -1] / oldest
    return survival
