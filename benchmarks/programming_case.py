"""A programme of any size, the same every time, and plain figures of it for a peer.

Sites lie in areas. Each has one plan or more, with homes of several types, and can start in any
year from its first on. Budget, building capacity, hours of care and social rent limit them. All
areas are short of more homes than the plans together bring, as in the Netherlands now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from wwz_engine.proposals.instance import Asked, Instance, LimitName, Options

YEARS = 10
AREAS = 60


@dataclass(frozen=True)
class Size:
    """How large a programme is.

    variants : plans per site; types : kinds of homes, in cascades of four
    """

    sites: int
    variants: int
    types: int
    draws: int

    @property
    def name(self) -> str:
        return (
            f"{self.sites} sites x {self.variants} variants x {YEARS} years, {self.types} types, "
            f"{AREAS} areas, {self.draws} draws"
        )


INTERACTIVE = Size(sites=500, variants=1, types=8, draws=1)
LARGE = Size(sites=500, variants=3, types=4, draws=5)
TINY = Size(sites=20, variants=2, types=4, draws=2)


def programme(size: Size, seed: int = 2) -> Instance:
    """An instance of a size, generated; no figure of it is of a real place."""
    rng = np.random.default_rng([seed, size.sites, size.variants, size.types])
    plans = size.sites * size.variants
    site = np.repeat(np.arange(size.sites), size.variants)
    area = np.repeat(rng.integers(0, AREAS, size.sites), size.variants)
    homes = _homes(rng, size)
    lead = np.repeat(rng.integers(1, 4, size.sites), size.variants)
    row, start = (found.ravel() for found in np.mgrid[:plans, :YEARS])
    options = Options(row, start, start + lead[row])
    use, most, names = _limits(rng, size, homes, options, lead)
    return Instance(
        homes, site, area, options, _asked(rng, size, homes), use, most, names,
        np.zeros(size.sites, dtype=bool), np.zeros(len(row)),
    )  # fmt: skip


def _homes(rng: np.random.Generator, size: Size) -> np.ndarray[Any, Any]:
    """About three types in a plan of 10 to 200 homes; variants of a site differ in both."""
    plans = size.sites * size.variants
    room = np.repeat(rng.integers(10, 200, size.sites), size.variants)
    mix = rng.random((plans, size.types)) * (rng.random((plans, size.types)) < 3 / size.types)
    mix[mix.sum(axis=1) == 0, 0] = 1.0
    share = mix / mix.sum(axis=1, keepdims=True)
    homes: np.ndarray[Any, Any] = np.round(share * (room * rng.uniform(0.7, 1.1, plans))[:, None])
    return homes


def _asked(rng: np.random.Generator, size: Size, homes: np.ndarray[Any, Any]) -> Asked:
    types, cascades = size.types, size.types // 4
    per_area = 3.6 * homes.sum() / size.variants / AREAS / types
    base = rng.gamma(1.0, per_area, (AREAS, types))
    spread = np.exp(
        rng.normal(0, 0.15, (1, types, 1, size.draws))
        + rng.normal(0, 0.1, (AREAS, types, 1, size.draws))
    )
    short = base[:, :, None, None] * np.linspace(0.5, 1, YEARS)[:, None] * spread
    return Asked(
        short,
        np.arange(types) % 4 == 0,
        np.tile(np.linspace(1.5, 1.0, 4), cascades),
        np.ones(YEARS),
        np.full(size.draws, 1 / size.draws),
    )


def _limits(
    rng: np.random.Generator,
    size: Size,
    homes: np.ndarray[Any, Any],
    options: Options,
    lead: np.ndarray[Any, Any],
) -> tuple[sp.csc_array, np.ndarray[Any, Any], tuple[LimitName, ...]]:
    """Room for about four tenths of all plans, in money, building, hours, and social rent."""
    money = (homes * rng.uniform(0.15, 0.4, homes.shape)).sum(axis=1)
    all_homes, hours = homes.sum(axis=1), homes[:, 0] * 200 + homes[:, 1] * 50
    social = all_homes * np.repeat(rng.uniform(0, 0.8, size.sites), size.variants)
    part, row = 0.4 / size.variants, options.row
    span = np.maximum(lead, 1)[row]
    lines, most, names = [], [], []
    for year in range(YEARS):
        busy = (options.start <= year) & (year < options.start + span)
        ready = options.ready <= year
        for key, asks, there in (
            ("budgets", np.where(busy, money[row] / span, 0), money.sum() * part / YEARS),
            ("building", np.where(busy, all_homes[row] / span, 0), all_homes.sum() * part / YEARS),
            ("care_hours", np.where(ready, hours[row], 0), hours.sum() * part * (year + 1) / YEARS),
        ):
            lines.append(asks)
            most.append(there * (1.1 if key == "building" else 1.0))
            names.append(LimitName(key, "", year, most[-1]))
    lines.append((0.4 * all_homes - social)[row])
    names.append(LimitName("social_least"))
    return sp.csc_array(np.array(lines)), np.array([*most, 0.0]), tuple(names)


def arrays(instance: Instance) -> dict[str, Any]:
    """The same programme as plain arrays, for a peer that knows nothing of ours."""
    use = instance.use.tocoo()
    return {
        "homes": instance.homes, "area": instance.area, "site": instance.option_site,
        "row": instance.options.row, "ready": instance.options.ready,
        "short": instance.asked.short, "tops": instance.asked.tops,
        "forms": instance.asked.forms, "years": instance.asked.years,
        "draws": instance.asked.draws, "most": instance.most,
        "use_limit": use.row, "use_option": use.col, "use_value": use.data,
    }  # fmt: skip
