"""Invented people, rates and settings that are small enough to follow by hand."""

from __future__ import annotations

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.population.draws import Spread
from wwz_engine.population.forecast import Country
from wwz_engine.population.ratios import GROUPS, Settings

ANCHOR = 14


def settings(**changes: object) -> Settings:
    """Settings that neither shrink nor limit nor damp, but for what a test changes."""
    plain: dict[str, object] = {
        "prior_size": np.full(GROUPS, 1e-6),
        "parent_prior_size": 1e-6,
        "cap": 50.0,
        "pattern_cap": 50.0,
        "halving": 1.0,
        "cap_old": 0.999999,
        "anchor": ANCHOR,
    }
    return Settings(**(plain | changes))  # type: ignore[arg-type]  # values fit by name


def spread(**changes: float) -> Spread:
    """No uncertainty at all, but for what a test changes."""
    plain: dict[str, object] = {
        "mortality": 0.0,
        "fertility": 0.0,
        "gemeente": 0.0,
        "moving": (0.0, 0.0),
        "persistence": 0.5,
        "oldest": 0.5,
        "chance": 0.0,
        "anchor": ANCHOR,
    }
    return Spread(**(plain | changes))  # type: ignore[arg-type]  # values fit by name


def survival() -> Floats:
    """(sex, age_group), falling with age, women a little above men."""
    ages = np.arange(GROUPS)
    men = np.clip(0.999 - 0.0008 * np.exp(0.36 * ages), 0.08, 1.0)
    return np.array([men, men + (1 - men) * 0.2])


def country(periods: int = 4) -> Country:
    """Nobody moves and deaths stay as they are."""
    alive = survival()
    return Country(alive, alive, np.repeat(alive[None], periods, axis=0))


def town(areas: int = 4, seed: int = 3) -> Floats:
    """(area, sex, age_group), persons."""
    random = np.random.default_rng(seed)
    shape = np.linspace(1.2, 0.1, GROUPS)
    sizes = random.uniform(20, 200, size=areas)
    people: Floats = sizes[:, None, None] * shape * random.uniform(0.8, 1.2, (areas, 2, GROUPS))
    return people
