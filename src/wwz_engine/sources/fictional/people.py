"""People of Verzonnendam: born, moving, growing old and dying, year by year.

A small simulation, so that past and present hang together as in a real gemeente: who is
73 in 2021 was 67 in 2015. The rates are invented and smooth; they only need to give
ages, growth and decline of a believable shape.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wwz_engine.sources.fictional.land import BUURTEN

FIRST_YEAR, LAST_YEAR = 2015, 2022
YEARS = tuple(range(FIRST_YEAR, LAST_YEAR + 1))
OLDEST = 104
AGE = np.arange(OLDEST + 1)
MAN, WOMAN = 0, 1
Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

# Per kind of buurt: weights of children, students and starters, families, fifties,
# pensioners, the very old; and net arrivals per 1,000 inhabitants a year.
PROFILES: dict[str, tuple[tuple[float, ...], float]] = {
    "centrum": ((0.6, 2.4, 1.0, 0.8, 0.8, 0.7), 12.0),
    "jaren70": ((0.7, 0.8, 0.9, 1.2, 1.6, 0.5), -2.0),
    "oud": ((0.6, 0.8, 0.8, 1.0, 1.7, 1.3), 1.0),
    "nieuw": ((1.9, 0.9, 1.8, 0.6, 0.3, 0.1), 55.0),
    "villa": ((0.9, 0.5, 0.9, 1.6, 1.5, 0.4), 2.0),
    "dorp": ((0.9, 0.8, 0.9, 1.3, 1.2, 0.4), -4.0),
    "werk": ((0.6, 1.2, 1.2, 1.2, 0.4, 0.1), 0.0),
}
# Middle and spread in years of the six groups of a profile.
HUMPS = ((6.0, 6.0), (22.0, 4.0), (36.0, 7.0), (53.0, 8.0), (70.0, 7.0), (85.0, 6.0))


def death_rate(age: Floats, sex: int, year: float = 2020.0) -> Floats:
    """Deaths per person-year: a Gompertz curve that falls 1.5% a year, women later."""
    level = 0.0105 if sex == MAN else 0.0070
    rate = level * np.exp(0.115 * (age - 65.0)) * np.exp(-0.015 * (year - 2020.0))
    capped: Floats = np.minimum(rate + 0.0002, 0.75)
    return capped


def fertility(age: Floats) -> Floats:
    """Births per woman per year, 1.6 children over a life."""
    curve = np.exp(-0.5 * ((age - 31.0) / 4.8) ** 2)
    births: Floats = np.where((age >= 15) & (age < 50), 1.6 * curve / 12.03, 0.0)
    return births


def profile(kind: str) -> Floats:
    """Share of people by single year of age, adding up to 1."""
    weights, _ = PROFILES[kind]
    shape = 0.25 + sum(
        weight * np.exp(-0.5 * ((AGE - middle) / spread) ** 2)
        for weight, (middle, spread) in zip(weights, HUMPS, strict=True)
    )
    alive = np.exp(-np.cumsum(death_rate(AGE.astype(float), WOMAN)))
    share: Floats = shape * alive
    share /= share.sum()
    return share


def simulate(rng: np.random.Generator) -> Counts:
    """People on 1 January, (year, buurt, sex, age)."""
    shares = np.stack([profile(buurt.kind) for buurt in BUURTEN])
    start = np.array([buurt.size for buurt in BUURTEN])
    people = np.stack([rng.multinomial(start // 2, shares), rng.multinomial(start // 2, shares)], 1)
    years = [people]
    for year in YEARS[1:]:
        people = _next_year(people, shares, float(year), rng)
        years.append(people)
    return np.stack(years)


def _next_year(people: Counts, shares: Floats, year: float, rng: np.random.Generator) -> Counts:
    age = AGE.astype(float)
    survival = np.exp(-np.stack([death_rate(age, MAN, year), death_rate(age, WOMAN, year)]))
    alive = rng.binomial(people, survival)
    moving = 0.05 + 0.16 * np.exp(-0.5 * ((age - 25.0) / 5.0) ** 2)
    stay = rng.binomial(alive, 1.0 - moving)
    total = people.sum(axis=(1, 2))
    growth = np.array([PROFILES[buurt.kind][1] for buurt in BUURTEN]) / 1000.0
    leavers = (alive - stay).sum(axis=(1, 2))
    arriving = np.maximum(leavers + growth * total, 0.0)
    movers = shares * (moving / moving.mean())
    movers /= movers.sum(axis=1, keepdims=True)
    new = rng.poisson(arriving[:, None, None] / 2.0 * movers[:, None, :], people.shape)
    births = rng.poisson((people[:, WOMAN] * fertility(age)).sum(axis=1))
    later = np.zeros_like(people)
    later[:, :, 1:] = (stay + new)[:, :, :-1]
    later[:, :, -1] += (stay + new)[:, :, -1]
    later[:, MAN, 0] = rng.binomial(births, 0.512)
    later[:, WOMAN, 0] = births - later[:, MAN, 0]
    return later
