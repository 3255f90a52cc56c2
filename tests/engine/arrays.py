"""Invented people, rates and settings that are small enough to follow by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.engine.panels import country as national
from tests.engine.panels import panel_of
from wwz_engine.axes import AGE_GROUPS, Floats
from wwz_engine.population.forecast import Base, Path, project
from wwz_engine.population.methods.carrying import Movement
from wwz_engine.population.methods.panel import SINGLE_AGES, known_at
from wwz_engine.population.methods.settings import CohortSettings
from wwz_engine.population.ratios import GROUPS
from wwz_engine.population.setting import Setting
from wwz_engine.population.spread import Layer, Spread

ANCHOR = 14


def layer(size: float = 0.0, **changes: object) -> Layer:
    """One that errs so much in every age, in all the same; none at all unless told."""
    plain = Layer(
        sizes=np.full(GROUPS, size), shared=1.0, span=15.0, per_year=0.5, per_person=0.0,
        reference=1.0, tails=1e6,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]  # values fit by name


def spread(**changes: object) -> Spread:
    """No uncertainty at all, but for what a test changes."""
    plain = Spread(
        land=layer(), gemeente=layer(), area=layer(), chance=np.zeros(GROUPS), fading=0.1,
        steady=1.0, per_growth=0.0, per_youth=0.0, lasting=0.0,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]  # values fit by name


def setting(people: Floats, **changes: object) -> Setting:
    """Areas of one gemeente of which nothing is known but how many people they have."""
    plain = Setting(
        people=people, gemeente=np.zeros(len(people), dtype=np.int64),
        of_gemeente=people.sum(keepdims=True), grown=np.full(len(people), np.nan),
        young=np.zeros(len(people)),
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]  # values fit by name


def survival() -> Floats:
    """(sex, age_group), falling with age, women a little above men."""
    ages = np.arange(GROUPS)
    men = np.clip(0.999 - 0.0008 * np.exp(0.36 * ages), 0.08, 1.0)
    return np.array([men, men + (1 - men) * 0.2])


def coming(periods: int = 4) -> Floats:
    """The same survival in every coming period: (period, sex, age_group)."""
    return np.repeat(survival()[None], periods, axis=0)


def settings(**changes: object) -> CohortSettings:
    """As in production, but for what a test changes."""
    return replace(CohortSettings.at(2021), **changes)  # type: ignore[arg-type]  # fits by name


def base(people: Floats, **changes: object) -> Base:
    """People of age groups as a start, in which nobody moves but for what a test changes.

    Parameters
    ----------
    people : (area, sex, age_group), persons; spread evenly within a group
    """
    areas = people.shape[0]
    single = np.repeat(people / 5, 5, axis=2)
    single = np.concatenate([single, np.zeros((areas, 2, 1))], axis=2)
    single[:, :, 95:] = people[:, :, -1:] / 6
    known = known_at(panel_of(np.ones((1, areas, 1)), years=(2021,)), 2021, national())
    children = np.full(areas, 0.05)
    still: dict[str, object] = {
        "bands": AGE_GROUPS,
        "own": np.zeros((areas, SINGLE_AGES)),
        "own_of_whole": np.zeros(SINGLE_AGES),
        "drift": np.zeros((areas, GROUPS)),
        "drift_of_whole": np.zeros(GROUPS),
        "children": children,
        "children_of_whole": 0.05,
        "girls": 0.5,
    }
    movement = Movement(**(still | changes))  # type: ignore[arg-type]  # values fit by name
    return Base(single, movement, known)


def path_of(people: Floats, periods: int = 4, **changes: object) -> Path:
    """The central forecast of areas in which nobody moves but for what a test changes."""
    return project(base(people, **changes), coming(periods), settings())


def town(areas: int = 4, seed: int = 3) -> Floats:
    """(area, sex, age_group), persons."""
    random = np.random.default_rng(seed)
    shape = np.linspace(1.2, 0.1, GROUPS)
    sizes = random.uniform(20, 200, size=areas)
    people: Floats = sizes[:, None, None] * shape * random.uniform(0.8, 1.2, (areas, 2, GROUPS))
    return people
