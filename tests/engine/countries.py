"""An invented country by single age: rates, areas and their parents, of any size."""

from __future__ import annotations

import numpy as np

from wwz_engine.backends.rates import Areas, Country, Integers, Rates, Shocks, shared_rates

EDGES = (0, 18, 65, 75, 85, 95)
SHOCKS = Shocks(mortality=0.015, fertility=0.02, moving=0.03)
AGES = 101


def country(years: int = 25) -> Country:
    """Deaths after Gompertz, falling a little each year; most mothers are about thirty."""
    age, year = np.arange(AGES), np.arange(1, years + 1)
    dying = np.stack([6e-5 * np.exp(0.095 * age), 4e-5 * np.exp(0.098 * age)]).clip(0, 0.6)
    mothers = 0.09 * np.exp(-(((age[15:50] - 31) / 5.5) ** 2))
    falling = np.exp(-0.012 * year)
    return Country(
        deaths=dying[None] * falling[:, None, None],
        births=np.repeat(mothers[None], years, axis=0),
        youngest=15,
        girls=0.488,
    )


def rates(draws: int, years: int = 25, seed: int = 1) -> Rates:
    return shared_rates(country(years), SHOCKS.walks(years, draws, seed))


def areas(count: int, seed: int = 1) -> Areas:
    """Some small, some large; people come and go most in their twenties."""
    random = np.random.default_rng(seed)
    age, shape = np.arange(AGES), (count, 2, AGES)
    size = random.gamma(2, 6, (count, 1, 1))
    pyramid = np.clip(1.2 - age / 105, 0.02, 1)
    around = np.exp(-(((age - 28) / 18.0) ** 2))
    return Areas(
        people=(size * pyramid * random.uniform(0.5, 1.5, shape)).astype(np.float32),
        survival=random.normal(1, 0.003, shape).clip(0.97, 1.01).astype(np.float32),
        moving=(random.normal(0, 0.15, shape) * around).astype(np.float32),
        fertility=random.uniform(0.8, 1.2, count).astype(np.float32),
        spread=np.full(count, 0.3, np.float32),
        numbers=np.arange(count),
    )


def parents(count: int) -> list[Integers]:
    """Wijken of about four areas, gemeenten, provinces and the country."""
    wijk = np.arange(count) * 10 // 44
    gemeente = wijk // 10
    return [wijk, gemeente, gemeente // 28, np.zeros(count, np.int64)]
