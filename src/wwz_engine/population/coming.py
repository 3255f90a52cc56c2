"""People whom a scenario lets come to a gemeente, or leave it, beside the forecast.

docs/methods/scenarios.md.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.levers import Coming
from wwz_engine.population.forecast import Base, in_groups
from wwz_engine.population.methods.learning import yearly_survival


def with_coming(central: Floats, base: Base, coming: Sequence[Coming]) -> Floats:
    """The central forecast with those who come on top: nobody is left below nil.

    Parameters
    ----------
    central : (year, area, sex, age_group), persons; year 0 is the start
    """
    if not coming:
        return central
    more = np.array([_carried(base, one, len(central)) for one in coming]).sum(axis=0)
    changed: Floats = np.maximum(central + in_groups(more), 0.0)
    return changed


def _carried(base: Base, one: Coming, years: int) -> Floats:
    """Those who came, growing older and dying as others: (year, area, sex, single_age).

    They live where people of their ages live, and have these ages. Children whom they get
    here are not counted.
    """
    arriving = one.number * _profile(base.people, one)
    there = np.zeros((years, *base.people.shape))
    for year in range(1, years):
        alive = there[year - 1] * yearly_survival(base.known, year - 1)
        there[year, :, :, 1:] = alive[:, :, :-1]
        there[year, :, :, -1] += alive[:, :, -1]
        if one.first <= base.known.launch + year <= one.last:
            there[year] += arriving
    return there


def _profile(people: Floats, one: Coming) -> Floats:
    """Where people of these ages live at the start, adding up to 1: (area, sex, single_age)."""
    ages = np.arange(people.shape[-1])
    inside = (ages >= one.low) & (ages <= one.high)
    chosen = np.where(inside, people, 0.0)
    if chosen.sum() <= 0:
        # Nobody has these ages yet: they spread as everybody does.
        chosen = np.where(inside, people.sum(axis=-1, keepdims=True), 0.0)
    profile: Floats = chosen / max(float(chosen.sum()), 1e-9)
    return profile
