"""Age groups of five years and the step between them: people move on a group in five years."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wwz_engine.axes import AGE_GROUPS, Floats

GROUPS = len(AGE_GROUPS)
STEP = 5
"""Years in a period of the forecast: in each, people move on to the next age group."""
FERTILE = slice(3, 10)
"""Women of 15-49, whose number the number of children is set against."""


@dataclass(frozen=True)
class Country:
    """What is known of the Netherlands.

    survival_then : (sex, age_group), share alive after the last five years
    survival : (period, sex, age_group), share alive after each coming five years
    """

    survival_then: Floats
    survival: Floats


def moved_on(people: Floats) -> Floats:
    """People set against the next group's people: the last two groups both end in 95+.

    Parameters
    ----------
    people : (..., age_group), persons five years later

    Returns
    -------
    (..., age_group), persons; entry x holds the people who were in group x before
    """
    later = np.empty_like(people)
    later[..., :-1] = people[..., 1:]
    later[..., -1] = people[..., -1]
    return later
